import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeStandInModel } from '../../lib/bench/model/stand-in.js';
import { ROOT, run } from '../setup/checkout.js';

const read = (file: string) => fs.readFileSync(path.join(ROOT, file), 'utf8');
const readme = read('README.md');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'docs/benchmarking.md',
  'docs/c-api.md',
  'docs/from-python.md',
  'docs/migrating-from-openvino-node.md',
  'docs/properties.md',
  'docs/serving.md',
  'docs/simulation.md',
  'docs/testing-with-mocked-devices.md',
  'examples/testing/README.md',
];

describe('the README', () => {
  it('has an example that runs as it stands', async () => {
    const example = /```js\n(import \{ Core[\s\S]*?)```/.exec(readme)?.[1] ?? '';
    expect(example).toContain('await compiledModel.run(');
    // Inside the checkout, where the package's own name leads to it.
    fs.mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
    const folder = fs.mkdtempSync(path.join(ROOT, '.cache', 'readme-'));
    try {
      const model = await writeStandInModel(folder);
      fs.renameSync(model, path.join(folder, 'model.xml'));
      fs.renameSync(model.replace(/xml$/, 'bin'), path.join(folder, 'model.bin'));
      fs.writeFileSync(path.join(folder, 'example.mjs'), example);
      const { code, stdout, stderr } = await run(process.execPath, ['example.mjs'], { cwd: folder });
      expect(`${code} ${stderr}`).toBe('0 ');
      expect(stdout).toMatch(/^Float32Array\(1400\)/);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });

  it('lists each code of an error, and no other', () => {
    const union = /OpenVINOErrorCode =([\s\S]*?);/.exec(read('lib/errors.ts'))?.[1] ?? '';
    const codes = [...union.matchAll(/'([A-Z_]+)'/g)].map((match) => match[1]);
    const table = /\| about \| codes \|[\s\S]*?\n\n/.exec(readme)?.[0] ?? '';
    const listed = [...table.matchAll(/`([A-Z_]+)`/g)].map((match) => match[1]);
    expect(listed.sort()).toEqual(codes.sort());
  });

  it('names commands that ov-bench has', async () => {
    const { stdout } = await run(process.execPath, [path.join(ROOT, 'dist/bench/main.js'), '--help']);
    const named = new Set([...readme.matchAll(/`(?:npx )?ov-bench ([a-z]+)/g)].map((match) => match[1]));
    expect(named.size).toBeGreaterThan(4);
    for (const command of named) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
  });
});

it('the documents point to files and scripts that are there', () => {
  const { scripts } = JSON.parse(read('package.json'));
  for (const document of documents) {
    const text = read(document);
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? '');
    for (const link of links) {
      expect(fs.existsSync(path.join(ROOT, path.dirname(document), link)), `${document}: ${link}`).toBe(true);
    }
    const named = [...text.matchAll(/`((?:lib|native|scripts|test)\/[\w./-]+\.(?:ts|mjs|cc|h|txt|gypi))`/g)];
    for (const [, file = ''] of named) expect(fs.existsSync(path.join(ROOT, file)), `${document}: ${file}`).toBe(true);
    for (const [, name = ''] of text.matchAll(/npm run ([\w:]+)/g)) expect(scripts, document).toHaveProperty([name]);
  }
});
