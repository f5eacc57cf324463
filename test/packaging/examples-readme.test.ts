import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { writeStandInModel } from '../../lib/bench/model/stand-in.js';
import { Core, type ElementType, Tensor } from '../../lib/index.js';
import { testFolder } from '../helpers/folder.js';
import { ROOT, run } from '../setup/checkout.js';

const folder = testFolder();
const readme = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');
const section = /### Inputs and outputs\n([\s\S]*?)\n### /.exec(readme)?.[1] ?? '';

it('the README tells how to learn what inputs there are', async () => {
  const [, example = ''] = /```js\n([\s\S]*?)```/.exec(section) ?? [];
  const file = path.join(folder, 'inputs.mjs');
  const model = await writeStandInModel(folder);
  const lines = [
    `import { Core } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};`,
    `const compiledModel = await new Core().compileModel(${JSON.stringify(model)}, 'CPU');`,
  ];
  fs.writeFileSync(file, [...lines, example].join('\n'));
  const { code, stdout, stderr } = await run(process.execPath, [file]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { inputs } = new Core().readModelSync(model);
  expect(stdout).toBe(inputs.map((input) => `${input.anyName} ${input.elementType} ${input.partialShape}\n`).join(''));
});

it('the README has the typed array of each element type', () => {
  const rows = section.matchAll(/^\| (`\w+`.*) \| (.*) \|$/gm);
  const names = (cell = '') => [...cell.replace(/\(.*?\)/g, '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
  const checked: string[] = [];
  for (const [, types, arrays] of rows) {
    const classes = names(arrays).filter((name) => name.endsWith('Array'));
    for (const [index, type] of names(types).entries()) {
      const { data } = new Tensor(type as ElementType, [2]);
      expect(data.constructor.name, type).toBe(classes[Math.min(index, classes.length - 1)]);
      checked.push(type);
    }
  }
  expect(checked).toEqual(expect.arrayContaining(['f32', 'f64', 'i64', 'u8', 'u64', 'boolean', 'f16', 'bf16']));
  expect(() => new Tensor('u8', [2], Buffer.alloc(2))).not.toThrow();
  expect(() => new Tensor('f32', [2], new Float64Array(2) as never)).toThrow(/takes a Float32Array/);
});
