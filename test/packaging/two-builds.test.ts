import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeGypEnv } from '../../native/node-headers.mjs';
import { reluModel } from '../helpers/models.js';
import { type Ended, ROOT, run } from '../setup/checkout.js';

/** Two compilers at once on a small machine: 50 s on two cores, measured. */
const BUILD_TIMEOUT_MS = 300_000;

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

beforeAll(async () => {
  scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'openvino-node builds-')));
  const { npm_config_nodedir: _, ...env } = process.env;
  const [byCMake, byGyp] = await Promise.all([
    build('cmake-js', 'cmake-js/bin/cmake-js', ['build'], env),
    build('node-gyp', 'node-gyp/bin/node-gyp.js', ['rebuild'], { ...nodeGypEnv(env), V: '1' }),
  ]);
  builds = { 'cmake-js': byCMake, 'node-gyp': byGyp };
}, BUILD_TIMEOUT_MS);

afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

/** The compiler's command line for each source. */
function compilations(name: keyof typeof builds): string[] {
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
    expect(fs.existsSync(path.join(folder, 'build/Release/openvino_node.node'))).toBe(true);
  });

  it('compiles every source of native/sources.txt, with every flag and definition of the shared lists', () => {
    const commands = compilations(name);
    const sources = lines('sources.txt');
    expect(commands).toHaveLength(sources.length);
    for (const source of sources) {
      const command = commands.find((text) => text.includes(`${source}`)) ?? '';
      const words = command.replaceAll("'", '').split(/\s+/);
      expect(words, source).toEqual(expect.arrayContaining([...lines('flags.txt')]));
      expect(words, source).toEqual(expect.arrayContaining(lines('defines.txt').map((define) => `-D${define}`)));
      // What would undo them.
      for (const undone of ['-fno-exceptions', '-fno-rtti', '-w']) expect(words, source).not.toContain(undone);
      expect(
        words.filter((word) => word.startsWith('-std=')),
        source,
      ).toEqual(['-std=c++17']);
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
});
