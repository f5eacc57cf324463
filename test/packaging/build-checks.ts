import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { expectedOutput } from '../../lib/testing/index.js';
import { elfExports, elfNeeds } from '../../scripts/prebuild/elf.mjs';
import { reluModel } from '../helpers/models.js';
import { ROOT, run } from '../setup/checkout.js';

/** What a build made, and how. */
export interface Build {
  /** Where node-gyp-build finds the addon. */
  readonly folder: string;
  readonly addon: string;
  /** The mocked OpenVINO's library. */
  readonly mock: string;
  /** The compiler's command line for each source of both. */
  readonly commands: readonly string[];
}

/** What is built: the addon, and the mocked OpenVINO. */
type Target = 'openvino_node' | 'openvino_c_mock';

const lines = (file: string) =>
  fs
    .readFileSync(path.join(ROOT, 'native', file), 'utf8')
    .split('\n')
    .filter(Boolean);

/** The compiler's command lines in what `V=1 node-gyp rebuild` prints. */
export function commandsOfNodeGyp(output: string): string[] {
  return output.split('\n').filter((line) => / \S*native\/\S+\.cc /.test(line));
}

/** A target's name is part of its object files' paths. */
function compilations({ commands }: Build, target: Target): string[] {
  return commands.filter((command) => new RegExp(`/${target}(\\.dir)?/`).test(command));
}

/** Builds a copy of the native sources, in a folder with a space in its path and with an empty home. */
export async function buildCopy(scratch: string, script: string, args: string[], env: NodeJS.ProcessEnv) {
  const folder = path.join(scratch, 'a copy');
  const home = path.join(scratch, 'home');
  fs.mkdirSync(home);
  for (const file of ['native', 'binding.gyp', 'CMakeLists.txt', 'package.json']) {
    fs.cpSync(path.join(ROOT, file), path.join(folder, file), { recursive: true });
  }
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  const { code, stdout, stderr } = await run(process.execPath, [path.join(ROOT, 'node_modules', script), ...args], {
    cwd: folder,
    env: { ...env, HOME: home },
  });
  expect(`${code} ${code === 0 ? '' : stdout + stderr}`).toBe('0 ');
  return { folder, output: stdout };
}

/** Runs smoke.mjs on what was built; gives what it printed. */
async function smoke(folder: string, env: NodeJS.ProcessEnv = {}): Promise<Record<string, unknown>> {
  const model = reluModel();
  const script = path.join(ROOT, 'test/packaging/smoke.mjs');
  const args = [script, Buffer.from(model.xml).toString('base64'), Buffer.from(model.weights).toString('base64')];
  // The variable by which node-gyp-build takes this package's addon from another folder.
  const { code, stdout, stderr } = await run(process.execPath, args, {
    env: { ...process.env, '@X/OPENVINO_NODE_PREBUILD': folder, ...env },
  });
  expect(`${code} ${stderr}`).toBe('0 ');
  return JSON.parse(stdout);
}

/** Declares the tests that every build has to pass; `build` is asked once a test runs. */
export function testBuild(build: () => Build): void {
  it.each<[Target, string, string[]]>([
    ['openvino_node', 'sources.txt', lines('defines.txt')],
    ['openvino_c_mock', 'mock/sources.txt', []],
  ])('compiles for %s every source of native/%s, with every flag of the shared lists', (target, list, defines) => {
    const commands = compilations(build(), target);
    const sources = lines(list);
    expect(commands).toHaveLength(sources.length);
    for (const source of sources) {
      const command = commands.find((text) => text.includes(`${source}`)) ?? '';
      const words = command.replaceAll("'", '').split(/\s+/);
      expect(words, source).toEqual(expect.arrayContaining([...lines('flags.txt')]));
      expect(words, source).toEqual(expect.arrayContaining(defines.map((define) => `-D${define}`)));
      // What would undo them.
      for (const undone of ['-fno-exceptions', '-fno-rtti', '-w']) expect(words, source).not.toContain(undone);
      expect(
        words.filter((word) => word.startsWith('-std=')),
        source,
      ).toEqual(['-std=c++17']);
    }
  });

  it('lets the mocked OpenVINO know nothing of Node', () => {
    for (const command of compilations(build(), 'openvino_c_mock')) {
      expect(command).not.toMatch(/-I|-isystem|NAPI_|node-addon-api/);
    }
    const { mock: library } = build();
    expect(elfNeeds(library).libraries.filter((needed) => /node|napi|uv/.test(needed))).toEqual([]);
    const exported = elfExports(library);
    expect(exported.filter((symbol) => !symbol.startsWith('ov_'))).toEqual([]);
    const table = fs.readFileSync(path.join(ROOT, 'native/api_functions.h'), 'utf8');
    const functions = [...table.matchAll(/^OV_FUNCTION\([^,]+, (\w+),/gm)].map((match) => match[1]);
    expect(exported).toEqual(expect.arrayContaining(functions));
  });

  it('lets nothing of the mock into the addon', () => {
    const { addon } = build();
    expect(elfExports(addon).filter((symbol) => !/^n(ode_)?api_/.test(symbol))).toEqual([]);
    const text = fs.readFileSync(addon, 'latin1');
    for (const trace of ['openvino_mock', 'MOCK', 'SIMULATED', 'native/mock', 'scenario']) {
      expect(text.includes(trace), trace).toBe(false);
    }
  });

  it('passes the smoke test', async () => {
    const { folder, addon } = build();
    const said = await smoke(folder);
    const positive = Array.from({ length: 16 }, (_, index) => Math.max(index - 8, 0));
    expect(said['outputs']).toEqual([[positive], [positive]]);
    expect(said['addons']).toEqual([addon]);
    expect(said['devices']).toContain('CPU');
    expect(said['refused']).toBe('DEVICE_NOT_FOUND');
    expect(said['version']).toMatch(/^\d{4}\.\d+/);
  });

  it('passes the smoke test on the mocked OpenVINO, taken for any other', async () => {
    const { folder, addon, mock } = build();
    const said = await smoke(folder, { OPENVINO_NODE_LIBRARY: mock });
    expect(said['addons']).toEqual([addon]);
    expect(said['devices']).toEqual(['CPU']);
    expect(said['refused']).toBe('DEVICE_NOT_FOUND');
    expect(said['version']).toContain('MOCK-SIMULATED');
    const input = Float32Array.from({ length: 16 }, (_, index) => index - 8);
    const expected = [
      ...Float32Array.from(expectedOutput({ type: 'f32', shape: [1, 16] }, [input]).data as Float32Array),
    ];
    expect(said['outputs']).toEqual([[expected], [expected]]);
  });
}
