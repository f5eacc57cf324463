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
  const tensor = fs.readFileSync(path.join(folder, 'classes/_x_openvino-node.Tensor.html'), 'utf8');
  expect(tensor).toContain('toFloat32Array');
}, 300_000);
