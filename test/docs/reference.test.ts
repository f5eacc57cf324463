import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { testFolder } from '../helpers/folder.js';
import { ROOT, run } from '../setup/checkout.js';
import { entryFiles } from './api.js';

const folder = testFolder();

it('the API reference is made of the docstrings, without a warning', async () => {
  const typedoc = path.join(ROOT, 'node_modules/typedoc/bin/typedoc');
  const { code, stdout, stderr } = await run(process.execPath, [typedoc, '--out', folder, '--logLevel', 'Warn']);
  expect(`${code} ${stdout}${stderr}`).toBe('0 ');
  for (const { entry } of entryFiles()) {
    const page = `${entry.replaceAll(/[^a-z-]/g, '_')}.html`;
    expect(fs.readdirSync(path.join(folder, 'modules'))).toContain(page);
  }
  // README.md has its title, and typedoc would set the package's name above it
  expect(fs.readFileSync(path.join(folder, 'index.html'), 'utf8').match(/<h1/g)).toHaveLength(1);
  // what has no @category stands under "Other"
  for (const module of ['_x_openvino-node', '_x_openvino-node_bench']) {
    const page = fs.readFileSync(path.join(folder, 'modules', `${module}.html`), 'utf8');
    expect(page.match(/<h2[^>]*>(?:Other|Classes|Interfaces)/g)).toBe(null);
  }
  const tensor = fs.readFileSync(path.join(folder, 'classes/_x_openvino-node.Tensor.html'), 'utf8');
  expect(tensor).toContain('toFloat32Array');
}, 300_000);
