import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { buildCountingLibrary, readCalls, tableRows } from '../helpers/counting-library.js';
import { testFolder } from '../helpers/folder.js';
import { testRuntimes } from '../helpers/runtimes.js';

/*
 * Which functions of the C API the public API reaches, counted: a library stands between the addon and OpenVINO while programs
 * use all of the API, on real runtimes and, for what needs a GPU, on the mocked one.
 */
const PROGRAM = fileURLToPath(new URL('./every-function.mjs', import.meta.url));
const MOCK = fileURLToPath(new URL('../../build/Release/mock/', import.meta.url));
const folder = testFolder();

/** What a program called of a library. */
function callsOf(name: string, release: string, library: string, what: 'cpu' | 'gpu'): ReadonlyMap<string, number> {
  const own = join(folder, name);
  mkdirSync(own);
  const counting = buildCountingLibrary(own, release);
  const file = join(own, 'calls.txt');
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, counting, what, own], {
    encoding: 'utf8',
    env: { ...process.env, COUNTED_LIBRARY: library, COUNTED_CALLS: file },
  });
  if (status !== 0) throw new Error(stderr);
  return readCalls(file);
}

const calls = new Map<string, ReadonlyMap<string, number>>();

beforeAll(() => {
  for (const { version, path } of testRuntimes()) {
    const release = version.split('.').slice(0, 2).join('.');
    calls.set(release, callsOf(version, release, path, 'cpu'));
  }
});

it.each(tableRows().map(({ name }) => name))('%s is called', (name) => {
  const total = [...calls.values()].reduce((sum, counts) => sum + (counts.get(name) ?? 0), 0);
  expect(total).toBeGreaterThan(0);
});
