import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { scenarioOf } from '../../lib/testing/check-options.js';
import { mockLibrary } from '../../lib/testing/library.js';
import { scenarioXml } from '../../lib/testing/scenario-xml.js';
import { buildCountingLibrary, readCalls, tableRows } from '../helpers/counting-library.js';
import { testFolder } from '../helpers/folder.js';
import { testRuntimes } from '../helpers/runtimes.js';

/*
 * Which functions of the C API the public API reaches, counted: a library stands between the addon and OpenVINO while a program
 * uses all of the API, on the real runtimes' CPU and, for remote contexts and tensors, on a mocked GPU.
 */
const PROGRAM = fileURLToPath(new URL('./every-function/main.mjs', import.meta.url));
const folder = testFolder();

/** Functions that a CPU has no use for: they make, or need, a remote context. */
const NEEDS_A_GPU = /^ov_(remote_|core_create_context|core_compile_model_with_context|core_get_default_context)/;

type Calls = ReadonlyMap<string, number>;

/** What the program called of a library. */
function callsOf(name: string, release: string, library: string, args: readonly string[]): Calls {
  const own = join(folder, name);
  mkdirSync(own);
  const counting = buildCountingLibrary(own, release);
  const file = join(own, 'calls.txt');
  const [what = '', ...rest] = args;
  const { status, signal, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', PROGRAM, counting, what, own, ...rest],
    { encoding: 'utf8', env: { ...process.env, COUNTED_LIBRARY: library, COUNTED_CALLS: file } },
  );
  if (status !== 0) throw new Error(`${name} ended with ${status ?? signal}:\n${stderr}`);
  return readCalls(file);
}

const releaseOf = (version: string): string => version.split('.').slice(0, 2).join('.');

const onTheCpu: Calls[] = [];
const onAGpu: Calls[] = [];

beforeAll(() => {
  for (const { version, path } of testRuntimes()) {
    onTheCpu.push(callsOf(version, releaseOf(version), path, ['cpu']));
  }
  for (const version of ['2024.6.0', '2026.4.1']) {
    const xml = join(folder, `${version}.xml`);
    writeFileSync(xml, scenarioXml(scenarioOf({ devices: ['CPU', 'GPU'], version }), version));
    onAGpu.push(callsOf(`mock ${version}`, releaseOf(version), mockLibrary(version), ['gpu', xml]));
  }
});

const total = (calls: readonly Calls[], name: string): number =>
  calls.reduce((sum, counts) => sum + (counts.get(name) ?? 0), 0);

describe('the public API reaches', () => {
  it.each(tableRows().map(({ name }) => name))('%s', (name) => {
    expect(total(NEEDS_A_GPU.test(name) ? onAGpu : onTheCpu, name)).toBeGreaterThan(0);
  });
});
