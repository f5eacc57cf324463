import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Core, ModelCache } from '../../lib/index.js';
import { valuesOf } from '../helpers/compiled.js';
import { expectError, expectRejection } from '../helpers/expect-error.js';
import { testFolder } from '../helpers/folder.js';
import { reluModel, weightsModel, writeModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

const folder = testFolder();
const x = Float32Array.from({ length: 16 }, (_, index) => index);
const sums = [...x].map((value, index) => value + index + 0.5);

/** All files below a folder, by their paths. */
function filesOf(cache: ModelCache): string[] {
  return (readdirSync(cache.folder, { recursive: true }) as string[])
    .map((name) => join(cache.folder, name))
    .filter((path) => statSync(path).isFile());
}

const blobOf = (cache: ModelCache): string => filesOf(cache).find((path) => path.endsWith('.blob')) as string;

describeRuntimes('a model cache', ({ version }) => {
  const path = writeModel(folder, `model ${version}`, weightsModel());
  const make = (name: string): ModelCache => new ModelCache(join(folder, `${version} ${name}`));

  it('stores a model at its first load, and proves that the second one is a hit', async () => {
    using core = new Core();
    const cache = make('hit');
    const loads = [];
    for (let i = 0; i < 3; i++) loads.push(await cache.compileModel(core, path, 'CPU'));
    expect(loads.map(({ hit, stored }) => [hit, stored])).toEqual([
      [false, true],
      [true, true],
      [true, true],
    ]);
    for (const { compiledModel, hit } of loads) {
      expect(compiledModel.getProperty('LOADED_FROM_CACHE')).toBe(hit);
      expect(valuesOf(compiledModel.createInferRequest().infer([x]))).toEqual(sums);
    }
    expect(statSync(cache.folder).mode & 0o777).toBe(0o700);
    expect(filesOf(cache).map((file) => file.replace(/^.*[/.]/, ''))).toEqual(
      expect.arrayContaining(['blob', 'SHA256SUMS']),
    );
    expect(filesOf(cache)).toHaveLength(2);
  });

  it('keeps what was compiled otherwise apart', async () => {
    using core = new Core();
    const cache = make('apart');
    const load = async (device: string, streams: number): Promise<boolean> =>
      (await cache.compileModel(core, path, device, { NUM_STREAMS: streams })).hit;
    expect([await load('CPU', 1), await load('CPU', 2), await load('CPU', 1), await load('CPU', 2)]).toEqual([
      false,
      false,
      true,
      true,
    ]);
    const { compiledModel } = await cache.compileModel(core, path, 'CPU', { NUM_STREAMS: 2 });
    expect(compiledModel.getProperty('NUM_STREAMS')).toBe(2);
  });

  it('works for AUTO and MULTI, which hand it to their devices', async () => {
    using core = new Core();
    const cache = make('virtual');
    for (const device of ['AUTO:CPU', 'MULTI:CPU']) {
      expect((await cache.compileModel(core, path, device)).hit).toBe(false);
      expect((await cache.compileModel(core, path, device)).hit).toBe(true);
    }
  });

  it.each([
    ['a bit has changed', (blob: string) => writeFileSync(blob, flip(readFileSync(blob)))],
    ['it is cut off', (blob: string) => writeFileSync(blob, readFileSync(blob).subarray(0, 300))],
    ['it is empty', (blob: string) => writeFileSync(blob, '')],
    ['it is gone', (blob: string) => rmSync(blob)],
    ['its checksums are gone', (blob: string) => rmSync(join(blob, '../SHA256SUMS'))],
  ])('compiles anew where %s, and stores it again', async (_, damage) => {
    using core = new Core();
    const cache = make(`damaged ${_}`);
    await cache.compileModel(core, path, 'CPU');
    damage(blobOf(cache));
    const { compiledModel, hit, stored } = await cache.compileModel(core, path, 'CPU');
    expect([hit, stored]).toEqual([false, true]);
    expect(valuesOf(compiledModel.createInferRequest().infer([x]))).toEqual(sums);
    expect((await cache.compileModel(core, path, 'CPU')).hit).toBe(true);
    expect(filesOf(cache)).toHaveLength(2);
  });

  it('compiles a model anew that has changed', async () => {
    using core = new Core();
    const cache = make('changed');
    const changing = join(folder, `changing ${version}.xml`);
    for (const extension of ['xml', 'bin'])
      copyFileSync(path.replace(/xml$/, extension), changing.replace(/xml$/, extension));
    await cache.compileModel(core, changing, 'CPU');
    expect((await cache.compileModel(core, changing, 'CPU')).hit).toBe(true);
    const other = writeModel(folder, `other ${version}`, reluModel());
    for (const extension of ['xml', 'bin'])
      copyFileSync(other.replace(/xml$/, extension), changing.replace(/xml$/, extension));
    const { compiledModel, hit } = await cache.compileModel(core, changing, 'CPU');
    expect(hit).toBe(false);
    expect(valuesOf(compiledModel.createInferRequest().infer([x]))).toEqual([...x]);
    expect((await cache.compileModel(core, changing, 'CPU')).hit).toBe(true);
  });

  it('may be used by several at once', async () => {
    using core = new Core();
    const cache = make('together');
    const loads = await Promise.all(Array.from({ length: 4 }, () => cache.compileModel(core, path, 'CPU')));
    for (const { compiledModel, stored } of loads) {
      expect(stored).toBe(true);
      expect(valuesOf(compiledModel.createInferRequest().infer([x]))).toEqual(sums);
    }
    expect((await cache.compileModel(core, path, 'CPU')).hit).toBe(true);
    expect(filesOf(cache)).toHaveLength(2);
  });
});

function flip(bytes: Buffer): Buffer {
  const index = bytes.length - 10;
  bytes[index] = (bytes[index] as number) ^ 1;
  return bytes;
}

it('refuses a folder that others can write to, or that is none', async () => {
  using core = new Core();
  const path = writeModel(folder, 'model', weightsModel());
  const open = join(folder, 'open');
  mkdirSync(open);
  chmodSync(open, 0o777);
  await expectRejection('NOT_WRITABLE', () => new ModelCache(open).compileModel(core, path, 'CPU'), /by others/);
  const file = join(folder, 'file');
  writeFileSync(file, '');
  await expectRejection('NOT_WRITABLE', () => new ModelCache(file).compileModel(core, path, 'CPU'));
  expectError('INVALID_ARGUMENT', () => new ModelCache(''));
  expectError('INVALID_ARGUMENT', () => new ModelCache(undefined as unknown as string));
});

it.runIf(process.platform === 'linux')(
  'comes back from where no folder can be made',
  async () => {
    const path = writeModel(folder, 'nowhere', reluModel());
    using core = new Core();
    const cache = new ModelCache('/proc/none');
    await expectRejection('NOT_WRITABLE', () => cache.compileModel(core, path, 'CPU'), /ENOENT/);
  },
  5000,
);

it('passes on what compiling throws, and leaves nothing behind', async () => {
  using core = new Core();
  const cache = new ModelCache(join(folder, 'failing'));
  const path = writeModel(folder, 'model', weightsModel());
  await expectRejection('MODEL_NOT_FOUND', () => cache.compileModel(core, join(folder, 'missing.xml'), 'CPU'));
  await expectRejection('DEVICE_NOT_FOUND', () => cache.compileModel(core, path, 'XPU'));
  await expectRejection('INVALID_ARGUMENT', () => cache.compileModel(core, path, 'CPU', { CACHE_DIR: folder }));
  await expectRejection('CANCELLED', () => cache.compileModel(core, path, 'CPU', {}, { signal: AbortSignal.abort() }));
  expect(readdirSync(cache.folder)).toEqual([]);
});

it('refuses what is no core, no device, and what is its own to set', async () => {
  using core = new Core();
  const path = writeModel(folder, 'model', weightsModel());
  const cache = new ModelCache(join(folder, 'arguments'));
  const compile = (...args: unknown[]) => cache.compileModel(...(args as Parameters<ModelCache['compileModel']>));
  for (const wrong of [null, undefined, 5, {}])
    await expectRejection('INVALID_ARGUMENT', () => compile(wrong, path, 'CPU'));
  await expectRejection('INVALID_DEVICE', () => compile(core, path, 5n));
  await expectRejection('INVALID_ARGUMENT', () => compile(core, path, 'CPU', null));
  await expectRejection(
    'INVALID_ARGUMENT',
    () => compile(core, path, 'CPU', { CACHE_PATH: folder }),
    /CACHE_PATH is what/,
  );
  const { stored } = await compile(core, path, 'CPU', { CACHE_DIR: undefined });
  expect(stored).toBe(true);
});

it('makes an entry anew that something else has taken the place of', async () => {
  using core = new Core();
  const path = writeModel(folder, 'model', weightsModel());
  const cache = new ModelCache(join(folder, 'taken'));
  await cache.compileModel(core, path, 'CPU');
  const [entry = ''] = readdirSync(cache.folder);
  rmSync(join(cache.folder, entry), { recursive: true });
  writeFileSync(join(cache.folder, entry), 'a file');
  expect(await cache.compileModel(core, path, 'CPU')).toMatchObject({ hit: false, stored: true });
  expect(await cache.compileModel(core, path, 'CPU')).toMatchObject({ hit: true });
});
