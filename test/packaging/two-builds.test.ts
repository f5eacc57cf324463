import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectedOutput } from '../../lib/testing/index.js';
import { nodeGypEnv } from '../../native/node-headers.mjs';
import { nativeFingerprint, readJson } from '../../scripts/fingerprint.mjs';
import { elfExports, elfNeeds } from '../../scripts/prebuild/elf.mjs';
import { mockLibraryName } from '../../scripts/prebuild/record.mjs';
import { reluModel } from '../helpers/models.js';
import { type Ended, ROOT, run } from '../setup/checkout.js';

/** Two compilers at once on a small machine: 150 s on two busy cores, measured; one, where the set-up's build serves. */
const BUILD_TIMEOUT_MS = 600_000;

interface Build {
  readonly folder: string;
  readonly ended: Ended;
}

let scratch: string;
let builds: Record<'cmake-js' | 'node-gyp', Build>;

const lines = (file: string) =>
  fs
    .readFileSync(path.join(ROOT, 'native', file), 'utf8')
    .split('\n')
    .filter(Boolean);

/** Builds a copy of the native sources, in a folder with a space in its path and with an empty home. */
async function build(name: string, script: string, args: string[], env: NodeJS.ProcessEnv): Promise<Build> {
  const folder = path.join(scratch, `by ${name}`);
  const home = path.join(scratch, `home of ${name}`);
  fs.mkdirSync(home);
  for (const file of ['native', 'binding.gyp', 'CMakeLists.txt', 'package.json']) {
    fs.cpSync(path.join(ROOT, file), path.join(folder, file), { recursive: true });
  }
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  const ended = await run(process.execPath, [path.join(ROOT, 'node_modules', script), ...args], {
    cwd: folder,
    env: { ...env, HOME: home },
  });
  return { folder, ended };
}

/** The set-up's own build is by cmake-js; where it is of these very sources it need not be made again. */
function buildOfSetup(): Build | undefined {
  const record = readJson(path.join(ROOT, 'build/Release/openvino_node.json'));
  if (record?.fingerprint !== nativeFingerprint(ROOT)) return undefined;
  if (!fs.existsSync(path.join(ROOT, 'build/compile_commands.json'))) return undefined;
  return { folder: ROOT, ended: { code: 0, signal: null, stdout: '', stderr: '', durationMs: 0 } };
}

beforeAll(async () => {
  scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'openvino-node builds-')));
  const { npm_config_nodedir: _, ...env } = process.env;
  const [byCMake, byGyp] = await Promise.all([
    buildOfSetup() ?? build('cmake-js', 'cmake-js/bin/cmake-js', ['build'], env),
    // not optimized, behind -O2: how fast it is is no matter here, and it takes two thirds of the time
    build('node-gyp', 'node-gyp/bin/node-gyp.js', ['rebuild'], {
      ...nodeGypEnv(env),
      V: '1',
      JOBS: 'max',
      CXXFLAGS: '-O0',
    }),
  ]);
  builds = { 'cmake-js': byCMake, 'node-gyp': byGyp };
}, BUILD_TIMEOUT_MS);

afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

/** What is built: the addon, and the mocked OpenVINO. */
type Target = 'openvino_node' | 'openvino_c_mock';

/** The compiler's command line for each source of a target, whose name is part of the object files' paths. */
function compilations(name: keyof typeof builds, target: Target): string[] {
  return commandsOf(name).filter((command) => new RegExp(`/${target}(\\.dir)?/`).test(command));
}

function commandsOf(name: keyof typeof builds): string[] {
  const { folder, ended } = builds[name];
  if (name === 'node-gyp') return ended.stdout.split('\n').filter((line) => / \S*native\/\S+\.cc /.test(line));
  const commands: { command: string }[] = JSON.parse(
    fs.readFileSync(path.join(folder, 'build/compile_commands.json'), 'utf8'),
  );
  return commands.map(({ command }) => command);
}

describe.each(['cmake-js', 'node-gyp'] as const)('the build by %s', (name) => {
  it('succeeds', () => {
    const { folder, ended } = builds[name];
    expect(`${ended.code} ${ended.code === 0 ? '' : ended.stdout + ended.stderr}`).toBe('0 ');
    for (const file of ['openvino_node.node', mockLibraryName()]) {
      expect(fs.existsSync(path.join(folder, 'build/Release', file)), file).toBe(true);
    }
  });

  it.each<[Target, string, string[]]>([
    ['openvino_node', 'sources.txt', lines('defines.txt')],
    ['openvino_c_mock', 'mock/sources.txt', []],
  ])('compiles for %s every source of native/%s, with every flag of the shared lists', (target, list, defines) => {
    const commands = compilations(name, target);
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
    for (const command of compilations(name, 'openvino_c_mock')) {
      expect(command).not.toMatch(/-I|-isystem|NAPI_|node-addon-api/);
    }
    const library = path.join(builds[name].folder, 'build/Release', mockLibraryName());
    expect(elfNeeds(library).libraries.filter((needed) => /node|napi|uv/.test(needed))).toEqual([]);
    const exported = elfExports(library);
    expect(exported.filter((symbol) => !symbol.startsWith('ov_'))).toEqual([]);
    const table = fs.readFileSync(path.join(ROOT, 'native/api_functions.h'), 'utf8');
    const functions = [...table.matchAll(/^OV_FUNCTION\([^,]+, (\w+),/gm)].map((match) => match[1]);
    expect(exported).toEqual(expect.arrayContaining(functions));
  });

  it('lets nothing of the mock into the addon', () => {
    const addon = path.join(builds[name].folder, 'build/Release/openvino_node.node');
    expect(elfExports(addon).filter((symbol) => !/^n(ode_)?api_/.test(symbol))).toEqual([]);
    const text = fs.readFileSync(addon, 'latin1');
    for (const trace of ['openvino_mock', 'MOCK', 'SIMULATED', 'native/mock', 'scenario']) {
      expect(text.includes(trace), trace).toBe(false);
    }
  });

  it('passes the smoke test', async () => {
    const { folder } = builds[name];
    const model = reluModel();
    const script = path.join(ROOT, 'test/packaging/smoke.mjs');
    const args = [script, Buffer.from(model.xml).toString('base64'), Buffer.from(model.weights).toString('base64')];
    // The variable by which node-gyp-build takes this package's addon from another folder.
    const { code, stdout, stderr } = await run(process.execPath, args, {
      env: { ...process.env, '@X/OPENVINO_NODE_PREBUILD': folder },
    });
    expect(`${code} ${stderr}`).toBe('0 ');
    const said = JSON.parse(stdout);
    const positive = Array.from({ length: 16 }, (_, index) => Math.max(index - 8, 0));
    expect(said.outputs).toEqual([[positive], [positive]]);
    expect(said.addons).toEqual([path.join(folder, 'build/Release/openvino_node.node')]);
    expect(said.devices).toContain('CPU');
    expect(said.refused).toBe('DEVICE_NOT_FOUND');
    expect(said.version).toMatch(/^\d{4}\.\d+/);
  });

  it('passes the smoke test on the mocked OpenVINO, taken for any other', async () => {
    const { folder } = builds[name];
    const model = reluModel();
    const script = path.join(ROOT, 'test/packaging/smoke.mjs');
    const args = [script, Buffer.from(model.xml).toString('base64'), Buffer.from(model.weights).toString('base64')];
    const library = path.join(folder, 'build/Release', mockLibraryName());
    const { code, stdout, stderr } = await run(process.execPath, args, {
      env: { ...process.env, '@X/OPENVINO_NODE_PREBUILD': folder, OPENVINO_NODE_LIBRARY: library },
    });
    expect(`${code} ${stderr}`).toBe('0 ');
    const said = JSON.parse(stdout);
    expect(said.addons).toEqual([path.join(folder, 'build/Release/openvino_node.node')]);
    expect(said.devices).toEqual(['CPU']);
    expect(said.refused).toBe('DEVICE_NOT_FOUND');
    expect(said.version).toContain('MOCK-SIMULATED');
    const input = Float32Array.from({ length: 16 }, (_, index) => index - 8);
    const expected = [
      ...Float32Array.from(expectedOutput({ type: 'f32', shape: [1, 16] }, [input]).data as Float32Array),
    ];
    expect(said.outputs).toEqual([[expected], [expected]]);
  });
});
