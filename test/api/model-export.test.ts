import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type CompiledModel, Core, loadRuntime, Tensor } from '../../lib/index.js';
import { compileForCpu, valuesOf } from '../helpers/compiled.js';
import { expectError, expectRejection } from '../helpers/expect-error.js';
import { testFolder } from '../helpers/folder.js';
import { weightsModel } from '../helpers/models.js';
import { runProgram } from '../helpers/program.js';
import { describeRuntimes, testRuntimes } from '../helpers/runtimes.js';

const folder = testFolder();
const x = Float32Array.from({ length: 16 }, (_, index) => index);
const expected = [...x].map((value, index) => value + index + 0.5);
const infer = (model: CompiledModel): unknown[] => valuesOf(model.createInferRequest().infer([x]));

describeRuntimes('an exported model', ({ version, path: runtime }) => {
  const at = (name: string): string => join(folder, `${version} ${name}`);

  it('is imported from its file, and infers the same', async () => {
    using core = new Core();
    using compiled = compileForCpu(weightsModel());
    const path = at('a model.blob');
    const { sha256, byteLength, ...rest } = await compiled.exportModel(path);
    expect(rest).toEqual({ path });
    const bytes = readFileSync(path);
    expect(byteLength).toBe(bytes.length);
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    // by the tool that its users have
    expect(execFileSync('sha256sum', ['--check', `${path}.sha256`], { cwd: folder, encoding: 'utf8' })).toMatch(/: OK/);
    using imported = await core.importModel(path, 'CPU');
    expect(infer(imported)).toEqual(expected);
    expect(infer(core.importModelSync(path, 'CPU'))).toEqual(expected);
  });

  it('may come from HETERO, whose core is closed', () => {
    // in a process of its own: HETERO asked the core that was no more
    const { stdout, signal } = runProgram(
      `
      const model = core.readModelSync(${JSON.stringify(weightsModel().xml)}, new Uint8Array(64));
      const compiled = core.compileModelSync(model, 'HETERO:CPU');
      core.close();
      const bytes = compiled.exportModelSync();
      const imported = new ov.Core().importModelSync(bytes, 'HETERO:CPU');
      console.log(imported.exportModelSync().length > 0, imported.createInferRequest().infer([new Float32Array(16).fill(2)]).y.data[15]);`,
      { folder, runtime },
    );
    expect([stdout, signal]).toEqual(['true 2\n', null]);
  });

  it('is imported from bytes, which may be changed and freed afterwards', async () => {
    using core = new Core();
    using compiled = compileForCpu(weightsModel());
    const bytes = compiled.exportModelSync();
    expect(bytes).toBeInstanceOf(Buffer);
    expect((await compiled.exportModel()).length).toBe(bytes.length);
    const imports = [
      core.importModelSync(bytes, 'CPU'),
      core.importModelSync(new Tensor('u8', [bytes.length], bytes), 'CPU'),
      await core.importModel(bytes, 'CPU', {}),
      await core.importModel(new Tensor('u8', [bytes.length], bytes), 'CPU'),
    ];
    // the library goes on using what it was given
    bytes.fill(0xff);
    for (const imported of imports) expect(infer(imported)).toEqual(expected);
  });

  it('has the ports of the model, names as well', () => {
    using core = new Core();
    using compiled = compileForCpu(weightsModel());
    using imported = core.importModelSync(compiled.exportModelSync(), 'CPU');
    for (const model of [compiled, imported]) {
      expect([model.input('x').shape, model.output('y').elementType]).toEqual([[1, 16], 'f32']);
    }
    expect(imported.getProperty('EXECUTION_DEVICES')).toEqual(['CPU']);
  });

  it('is refused where a byte of it has changed, or its checksum is missing', async () => {
    using core = new Core();
    using compiled = compileForCpu(weightsModel());
    const path = at('damaged.blob');
    const { sha256 } = await compiled.exportModel(path);
    const whole = readFileSync(path);
    const damaged = Buffer.from(whole);
    damaged[damaged.length - 20] = (damaged[damaged.length - 20] as number) ^ 1;
    writeFileSync(path, damaged);
    await expectRejection('CHECKSUM_MISMATCH', () => core.importModel(path, 'CPU'), /is damaged, or another one/);
    expectError('CHECKSUM_MISMATCH', () => core.importModelSync(path, 'CPU'));
    expectError('CHECKSUM_MISMATCH', () => core.importModelSync(damaged, 'CPU', undefined, { sha256 }));
    expect(infer(core.importModelSync(whole, 'CPU', undefined, { sha256: sha256.toUpperCase() }))).toEqual(expected);
    writeFileSync(path, whole);
    rmSync(`${path}.sha256`);
    await expectRejection('CHECKSUM_MISMATCH', () => core.importModel(path, 'CPU'), /has no readable checksum/);
    expect(infer(await core.importModel(path, 'CPU', undefined, { sha256 }))).toEqual(expected);
    expect(infer(await core.importModel(path, 'CPU', undefined, { sha256: false }))).toEqual(expected);
    writeFileSync(`${path}.sha256`, 'no checksum\n');
    await expectRejection('CHECKSUM_MISMATCH', () => core.importModel(path, 'CPU'), /holds no SHA-256/);
  });

  it('replaces an older one, and leaves nothing else behind', async () => {
    const own = at('exports');
    mkdirSync(own);
    using core = new Core();
    using compiled = compileForCpu(weightsModel());
    const path = join(own, 'model.blob');
    writeFileSync(path, 'older');
    writeFileSync(`${path}.sha256`, 'older');
    await Promise.all([compiled.exportModel(path), compiled.exportModel(path)]);
    expect(readdirSync(own).sort()).toEqual(['model.blob', 'model.blob.sha256']);
    expect(infer(await core.importModel(path, 'CPU'))).toEqual(expected);
    appendFileSync(path, 'more');
    await expectRejection('CHECKSUM_MISMATCH', () => core.importModel(path, 'CPU'));
  });

  it('can not be written to what is no file, nor to where nobody can write', async () => {
    using compiled = compileForCpu(weightsModel());
    await expectRejection('NOT_WRITABLE', () => compiled.exportModel(folder), /a folder stands there/);
    await expectRejection('NOT_WRITABLE', () => compiled.exportModel('/dev/null'), /no file stands there/);
    await expectRejection('NOT_WRITABLE', () => compiled.exportModel(join(folder, 'no', 'such')), /ENOENT/);
    await expectRejection('INVALID_ARGUMENT', () => compiled.exportModel(''));
    await expectRejection('INVALID_ARGUMENT', () => compiled.exportModel(7 as unknown as string));
  });

  it('is refused by devices that import nothing, or something else', async () => {
    using core = new Core();
    using compiled = compileForCpu(weightsModel());
    const bytes = compiled.exportModelSync();
    const import_ = (source: unknown, device = 'CPU', ...rest: unknown[]): Promise<unknown> =>
      core.importModel(source as Buffer, device, ...(rest as []));
    await expectRejection('NOT_IMPLEMENTED', () => import_(bytes, 'AUTO'), /^AUTO imports no models/);
    await expectRejection('NOT_IMPLEMENTED', () => import_(bytes, 'MULTI:CPU'));
    await expectRejection('DEVICE_NOT_FOUND', () => import_(bytes, 'GPU'));
    await expectRejection('DEVICE_NOT_FOUND', () => import_(bytes, 'XPU'));
    await expectRejection('INVALID_DEVICE', () => import_(bytes, ''));
    await expectRejection('MODEL_INVALID', () => import_(bytes.subarray(0, 100)), /CPU can not import the model/);
    await expectRejection('MODEL_INVALID', () => import_(Buffer.from('no model')), /compile it again/);
    await expectRejection('MODEL_INVALID', () => import_(Buffer.alloc(0)), /is empty/);
    await expectRejection('MODEL_NOT_FOUND', () => import_(join(folder, 'missing.blob')));
    await expectRejection('MODEL_NOT_READABLE', () => import_(folder), /is a folder/);
    await expectRejection('NOT_IN_C_API', () => import_(bytes, 'CPU', { NUM_STREAMS: 2 }), /core\.setProperty/);
    await expectRejection('INVALID_ARGUMENT', () => import_({}), /not a plain object/);
    await expectRejection('INVALID_ARGUMENT', () => import_(new Tensor('f32', [1])));
    await expectRejection('INVALID_ARGUMENT', () => import_(bytes, 'CPU', {}, { sha256: 'abc' }), /64 hexadecimal/);
    await expectRejection('INVALID_ARGUMENT', () => import_(bytes, 'CPU', {}, { sha: 'abc' }), /no option "sha"/);
    await expectRejection('CANCELLED', () => import_(bytes, 'CPU', {}, { signal: AbortSignal.abort() }));
    await expectRejection('INVALID_ARGUMENT', () => import_(bytes, 'CPU', {}, null));
  });

  it('is not exported by AUTO, nor by what is closed', async () => {
    using core = new Core();
    const { xml, weights } = weightsModel();
    using model = core.readModelSync(xml, weights);
    using auto = core.compileModelSync(model, 'AUTO:CPU');
    await expectRejection('NOT_IMPLEMENTED', () => auto.exportModel());
    expectError('NOT_IMPLEMENTED', () => auto.exportModelSync());
    auto.close();
    await expectRejection('CLOSED', () => auto.exportModel());
    await expectRejection('CLOSED', () => auto.exportModel(at('closed.blob')));
  });
});

it('says so where the disk is full, and keeps the older export', async () => {
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'tmpfs', disk]).status !== 0) {
    // only root can make a small disk
    expect(process.getuid?.()).not.toBe(0);
    return;
  }
  try {
    const path = join(disk, 'model.blob');
    writeFileSync(path, 'older');
    expect(() => writeFileSync(join(disk, 'filler'), Buffer.alloc(400_000))).toThrow(/ENOSPC/);
    using compiled = compileForCpu(weightsModel());
    await expectRejection('NOT_WRITABLE', () => compiled.exportModel(path), /the disk is full/);
    expect(readFileSync(path, 'utf8')).toBe('older');
    expect(readdirSync(disk).sort()).toEqual(['filler', 'model.blob']);
  } finally {
    spawnSync('umount', ['--lazy', disk]);
  }
});

it('goes on where the compiled model is closed meanwhile', async () => {
  const compiled = compileForCpu(weightsModel());
  const path = join(folder, 'closed meanwhile.blob');
  const exporting = [compiled.exportModel(path), compiled.exportModel()];
  compiled.close();
  await Promise.all(exporting);
  using core = new Core();
  expect(infer(await core.importModel(path, 'CPU'))).toEqual(expected);
});

it('at once to one path leaves one of them whole, and its checksum', async () => {
  using core = new Core();
  const own = join(folder, 'at once');
  mkdirSync(own);
  const path = join(own, 'model.blob');
  using one = compileForCpu(weightsModel());
  using other = compileForCpu(weightsModel('another name'));
  for (let i = 0; i < 15; i++) {
    await Promise.all([one, other, one, other].map((model) => model.exportModel(path)));
    (await core.importModel(path, 'CPU')).close();
  }
  expect(readdirSync(own).sort()).toEqual(['model.blob', 'model.blob.sha256']);
});

it.each(['importModel', 'importModelSync'] as const)('is there for %s while an export replaces it', async (method) => {
  using core = new Core();
  const own = join(folder, `replaced for ${method}`);
  mkdirSync(own);
  const path = join(own, 'model.blob');
  using one = compileForCpu(weightsModel());
  await one.exportModel(path);
  // an export between its two renames, which goes on a little later
  const bytes = compileForCpu(weightsModel('another name')).exportModelSync();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(join(own, '.model.blob.lock'), `${hostname()} ${process.pid}\n`);
  writeFileSync(path, bytes);
  writeFileSync(join(own, 'new'), `${sha256}  model.blob\n`);
  const child = spawn('sh', ['-c', 'sleep 0.02; mv new model.blob.sha256; rm .model.blob.lock'], { cwd: own });
  using imported = await core[method](path, 'CPU');
  expect(infer(imported)).toEqual(expected);
  child.kill();
});

it.each([0, 1, 2])('is whole, the old or the new one, where an export is killed at rename %i', async (killAt) => {
  using core = new Core();
  const own = join(folder, `killed at ${killAt}`);
  mkdirSync(own);
  const path = join(own, 'model.blob');
  using compiled = compileForCpu(weightsModel());
  const { sha256 } = await compiled.exportModel(path);
  const { signal } = runProgram(
    `
    import { promises } from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const { rename } = promises;
    let count = 0;
    promises.rename = async (...paths) => {
      if (count++ === ${killAt}) process.kill(process.pid, 'SIGKILL');
      return rename(...paths);
    };
    syncBuiltinESMExports();
    const xml = ${JSON.stringify(weightsModel('another name').xml)};
    const model = core.readModelSync(xml, new Uint8Array(new Float32Array(16).buffer));
    await core.compileModelSync(model, 'CPU').exportModel(${JSON.stringify(path)});`,
    { folder, runtime: loadRuntime().path },
  );
  expect(signal).toBe('SIGKILL');
  const found = createHash('sha256').update(readFileSync(path)).digest('hex');
  expect(found === sha256).toBe(killAt < 2);
  (await core.importModel(path, 'CPU')).close();
  core.importModelSync(path, 'CPU').close();
  appendFileSync(path, 'damage');
  await expectRejection('CHECKSUM_MISMATCH', () => core.importModel(path, 'CPU'), /is damaged/);
  await compiled.exportModel(path);
  expect(readFileSync(`${path}.sha256`, 'utf8')).toBe(`${sha256}  model.blob\n`);
  expect(readdirSync(own).sort()).toEqual(['model.blob', 'model.blob.sha256']);
  expect(infer(core.importModelSync(path, 'CPU'))).toEqual(expected);
});

it('names what is in the way before anything is replaced', async () => {
  const own = join(folder, 'in the way');
  mkdirSync(join(own, 'model.blob.sha256'), { recursive: true });
  const path = join(own, 'model.blob');
  writeFileSync(path, 'older');
  using compiled = compileForCpu(weightsModel());
  await expectRejection('NOT_WRITABLE', () => compiled.exportModel(path), /model\.blob\.sha256: a folder stands there/);
  expect(readFileSync(path, 'utf8')).toBe('older');
});

it('clears away what killed exports have left', async () => {
  const own = join(folder, 'left over');
  mkdirSync(own);
  const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
  // of a process that there can't be
  writeFileSync(join(own, `.tmp-${host}-4194304999-0123456789ab-blob`), 'half');
  writeFileSync(join(own, '.model.blob.lock'), `${hostname()} 4194304999\n`);
  using compiled = compileForCpu(weightsModel());
  await compiled.exportModel(join(own, 'model.blob'));
  expect(readdirSync(own).sort()).toEqual(['model.blob', 'model.blob.sha256']);
});

it('is not waited for where its checksum is a pipe', async () => {
  using core = new Core();
  using compiled = compileForCpu(weightsModel());
  const path = join(folder, 'pipe.blob');
  await compiled.exportModel(path);
  rmSync(`${path}.sha256`);
  execFileSync('mkfifo', [`${path}.sha256`]);
  await expectRejection('CHECKSUM_MISMATCH', () => core.importModel(path, 'CPU'));
  expectError('CHECKSUM_MISMATCH', () => core.importModelSync(path, 'CPU'));
});

it('is the bytes that were checked, whoever writes to them meanwhile', async () => {
  using core = new Core();
  using compiled = compileForCpu(weightsModel());
  const blob = compiled.exportModelSync();
  // more than is copied at once
  const bytes = Buffer.alloc(20 * 1024 * 1024);
  blob.copy(bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const importing = core.importModel(bytes, 'CPU', undefined, { sha256 });
  setImmediate(() => bytes.fill(255, 9 * 1024 * 1024));
  await expectRejection('CHECKSUM_MISMATCH', () => importing);
});

it('holds no files open, whatever becomes of it', async () => {
  if (process.platform !== 'linux') return;
  using compiled = compileForCpu(weightsModel());
  const open = (): number => readdirSync('/proc/self/fd').length;
  await compiled.exportModel();
  const before = open();
  for (let i = 0; i < 20; i++) {
    compiled.exportModelSync();
    await compiled.exportModel();
    await expectRejection('NOT_WRITABLE', () => compiled.exportModel(join(folder, 'no', 'such')));
  }
  expect(open()).toBeLessThanOrEqual(before + 1);
});

it('in a worker makes no noise', () => {
  const runtime = testRuntimes()[0]?.path ?? '';
  const { stdout, stderr, status } = runProgram(
    `
    import { isMainThread, Worker } from 'node:worker_threads';
    if (isMainThread) {
      const worker = new Worker(new URL(import.meta.url));
      await new Promise((resolve) => worker.once('exit', resolve));
      console.log('done');
    } else {
      const model = core.readModelSync(${JSON.stringify(weightsModel().xml)}, new Uint8Array(64));
      const compiled = core.compileModelSync(model, 'CPU');
      compiled.exportModelSync();
      await compiled.exportModel();
      await compiled.exportModel(${JSON.stringify(join(folder, 'worker.blob'))});
    }`,
    { folder, runtime },
  );
  expect([stdout, stderr, status]).toEqual(['done\n', '', 0]);
});
