import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { x as extract } from 'tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npmCommand } from '../../scripts/setup/steps/dependencies.mjs';
import { ROOT, run } from '../setup/checkout.js';

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: { readonly path: string; readonly mode: number }[];
}

let scratch: string;
let packed: Packed;
/** The unpacked package. */
let root: string;

beforeAll(async () => {
  scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'openvino-node-pack-')));
  const [program = '', ...npm] = npmCommand(process.env) ?? [];
  // dist is there: the set-up has built it.
  const args = [...npm, 'pack', '--ignore-scripts', '--json', '--pack-destination', scratch];
  const { code, stdout, stderr } = await run(program, args);
  if (code !== 0) throw new Error(stderr);
  [packed] = JSON.parse(stdout) as [Packed];
  await extract({ file: path.join(scratch, packed.filename), cwd: scratch });
  root = path.join(scratch, 'package');
});

afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

describe('the packed package', () => {
  it('holds what is used and built from, and nothing else', () => {
    const expected =
      /^(dist|native)\/|^prebuilds\/[a-z0-9]+-[a-z0-9]+\/([^/]+\.node|(lib)?openvino_c_mock\.(so|dylib|dll))$|^(CMakeLists\.txt|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/;
    const files = packed.files.map((file) => file.path);
    expect(files.filter((file) => !expected.test(file))).toEqual([]);
    expect(
      files.filter((file) => /\.test\.|(^|\/)(tests?|fixtures|golden)\/|built-from|tsbuildinfo/.test(file)),
    ).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist/index.js', 'native/sources.txt']));
    expect(files).toEqual(expect.arrayContaining(['dist/testing/index.js', 'native/mock/sources.txt']));
  });

  it('has a mocked OpenVINO beside each addon', () => {
    const files = packed.files.map((file) => file.path);
    const addons = files.filter((file) => file.endsWith('.node')).map((file) => path.posix.dirname(file));
    const mocks = files.filter((file) => /openvino_c_mock\.\w+$/.test(file)).map((file) => path.posix.dirname(file));
    expect(mocks).toEqual(addons);
  });

  it('is small', () => {
    // 1.3 MB with one prebuild, measured; more is room for a platform or two, not for a library.
    expect(packed.size).toBeLessThan(3_000_000);
  });

  it('names no path of the machine that packed it, and no package registry', () => {
    const machine = [ROOT.replace(/\/$/, ''), `${os.homedir()}/`, `${os.tmpdir()}/openvino`];
    const registry = /https?:\/\/[^\s/]*(registry\.|pypi)/;
    const telling = packed.files.filter((file) => {
      const text = fs.readFileSync(path.join(root, file.path), 'latin1');
      return machine.some((place) => text.includes(place)) || registry.test(text);
    });
    expect(telling.map((file) => file.path)).toEqual([]);
  });

  it('runs nothing when it is installed', () => {
    const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
    expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
    // npm runs node-gyp by itself where a binding.gyp lies and this is not said …
    expect(manifest.gypfile).toBe(false);
    // … and even then when it installs from a lock file, which does not say it (npm 10, 11; npm 12 warns): measured.
    expect(fs.existsSync(path.join(root, 'binding.gyp'))).toBe(false);
  });

  it('has every file that package.json points to', () => {
    const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
    const targets = [
      ...Object.values<string | Record<string, string>>(manifest.exports).flatMap((target) =>
        typeof target === 'string' ? [target] : Object.values(target),
      ),
      ...Object.values<string>(manifest.bin),
      manifest.main,
      manifest.types,
    ];
    for (const target of targets) expect(fs.existsSync(path.join(root, target)), target).toBe(true);
    const program = path.join(root, manifest.bin['ov-bench']);
    expect(fs.readFileSync(program, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(fs.statSync(program).mode & 0o111).not.toBe(0);
  });

  it('has the sources that its own build needs', () => {
    for (const list of ['native/sources.txt', 'native/mock/sources.txt']) {
      const sources = fs.readFileSync(path.join(root, list), 'utf8').trim().split('\n');
      for (const source of sources) expect(fs.existsSync(path.join(root, source)), source).toBe(true);
    }
  });
});
