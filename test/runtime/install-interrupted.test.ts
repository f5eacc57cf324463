import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findRuntime } from '../../lib/runtime/find.js';
import { installRuntime } from '../../lib/runtime/install.js';
import { temporaryPath } from '../../lib/runtime/temporary.js';
import { tgz, wheel } from './helpers/archives.js';
import { addWheel, archivePlace, dist, place, root, run } from './helpers/installing.js';
import { archiveEntries } from './helpers/mirror.js';
import { failure } from './helpers/temp.js';

/** A runtime that takes a while to unpack: 24 MB that can't be compressed. */
const slowArchive = (): Buffer =>
  tgz(archiveEntries([1, 2, 3, 4].map((i) => ({ path: `runtime/lib/big-${i}`, content: randomBytes(6_000_000) }))));

describe('killed at any time', () => {
  test('nothing that counts as a runtime is left, and the next installation sweeps', async () => {
    const at = await archivePlace({ archive: slowArchive() });
    let leftovers = 0;
    for (const delayMs of [0, 40, 80, 120, 180, 240, 320, 400, 500, 650]) {
      const { child, done } = run(at, { from: 'archive' });
      await new Promise<void>((resolve) => child.stdout?.once('data', () => resolve()));
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      child.kill('SIGKILL');
      const { output } = await done;
      const names = readdirSync(at.runtimes);
      leftovers += names.filter((name) => name.startsWith('.tmp-')).length;
      if (output.includes('"installed":true')) break;
      if (names.includes('2024.6.0')) {
        // The rename was done and the message not: then it must be whole.
        expect(readFileSync(join(at.runtimes, '2024.6.0/runtime/lib/big-4')).length).toBe(6_000_000);
        break;
      }
      expect((await failure(() => findRuntime({ env: at.env }))).code).toBe('RUNTIME_NOT_FOUND');
    }
    expect(leftovers).toBeGreaterThan(2);
    await installRuntime({ env: at.env });
    const second = await run(at, { version: '2024.6.0' }).done;
    expect(second.output).toContain('"installed":false');
    expect(readdirSync(at.runtimes)).toEqual(['2024.6.0']);
  }, 60_000);

  test('a living installation is not swept, nor one on another host until it is a day old', async () => {
    const at = await archivePlace();
    const living = temporaryPath(at.runtimes, 'runtime');
    const elsewhere = join(at.runtimes, '.tmp-0badf00d-4194303-0123456789ab-runtime');
    const dead = living.replace(`-${process.pid}-`, '-4194303-');
    for (const folder of [living, elsewhere, dead]) mkdirSync(folder, { recursive: true });
    await installRuntime({ env: at.env });
    expect([living, elsewhere, dead].map((folder) => existsSync(folder))).toEqual([true, true, false]);
  });
});

describe('two at once', () => {
  test('both end well with the same runtime', async () => {
    const at = await archivePlace({ archive: slowArchive() });
    const results = await Promise.all([run(at).done, run(at).done, run(at, { version: '2024.6' }).done]);
    expect(results.map(({ code, output }) => [code, code === 0 ? '' : output])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ]);
    const installed = results.filter(({ output }) => output.includes('"installed":true'));
    expect(installed.length).toBe(1);
    expect(new Set(results.map(({ output }) => /"path":"[^"]*"/.exec(output)?.[0])).size).toBe(1);
    expect(readdirSync(at.runtimes)).toEqual(['2024.6.0']);
  }, 60_000);
});

describe('the disk', () => {
  test('a file larger than the limit, as on a full disk: one sentence, nothing left', async () => {
    const at = await archivePlace({ archive: slowArchive() });
    const { code, output } = await run(at, { from: 'archive' }, { limitKb: 1000 }).done;
    expect(code).toBe(1);
    expect(output).toMatch(/^NOT_WRITABLE .*(EFBIG|ENOSPC)/m);
    expect(readdirSync(at.runtimes)).toEqual([]);
  });

  test('the same while it is unpacked', async () => {
    const big = { path: 'runtime/lib/big', content: Buffer.alloc(20_000_000, randomBytes(40_000)) };
    const at = await archivePlace({ archive: tgz(archiveEntries([big])) });
    const { output } = await run(at, { from: 'archive' }, { limitKb: 10_000 }).done;
    expect(output).toMatch(/^NOT_WRITABLE /m);
    expect(readdirSync(at.runtimes)).toEqual([]);
  });

  test('the same in pip', async () => {
    const at = place();
    addWheel(
      at,
      '2026.4.1',
      wheel('2026.4.1', (entries) => [...entries, { path: 'x', content: randomBytes(3_000_000) }]),
    );
    const { output } = await run(at, { from: 'pip' }, { limitKb: 1000 }).done;
    expect(output).toMatch(/^(NOT_WRITABLE|RUNTIME_INSTALL_FAILED) /m);
    expect(readdirSync(at.runtimes)).toEqual([]);
  });

  test('a folder that may not be written', async () => {
    const at = await archivePlace();
    const lib = join(at.cache, 'lib');
    for (const name of ['runtime', 'errors.js', 'openvino-node.js'])
      cpSync(join(dist, name), join(lib, name), { recursive: true });
    symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(lib, 'node_modules'));
    writeFileSync(join(lib, 'package.json'), '{"type":"module"}');
    chmodSync(root, 0o755);
    // Root may write everywhere, so it is tried as nobody.
    const asNobody = process.getuid?.() === 0 ? { uid: 65534 } : {};
    mkdirSync(at.runtimes);
    chmodSync(at.runtimes, 0o555);
    const { output } = await run(at, { from: 'archive' }, { ...asNobody, lib }).done;
    expect(output).toMatch(/^NOT_WRITABLE .*EACCES/m);
    expect(readdirSync(at.runtimes)).toEqual([]);
    chmodSync(at.runtimes, 0o755);
  });
});
