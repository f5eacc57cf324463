import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeStandInModel } from '../../lib/bench/model/stand-in.js';
import { testFolder } from '../helpers/folder.js';
import { sharedFile } from '../helpers/shared.js';
import { ROOT, run } from '../setup/checkout.js';

const NAME = 'vehicle-license-plate-detection-barrier-0106';
const detector = sharedFile(`models/${NAME}/FP16/${NAME}.xml`);
const car = sharedFile('images/car.png');

const example = (name: string, ...args: string[]) =>
  run(process.execPath, [path.join(ROOT, 'examples', name), ...args]);

describe('the examples', () => {
  const folder = testFolder();
  let model: string;
  beforeAll(async () => {
    model = await writeStandInModel(folder);
  });

  it('all explain themselves when called without arguments', async () => {
    const files = fs.readdirSync(path.join(ROOT, 'examples')).filter((name) => name.endsWith('.mjs'));
    const names = files.filter((name) => name !== 'command.mjs'); // what they have in common
    expect(names).toEqual(expect.arrayContaining(['detect.mjs', 'infer.mjs', 'throughput.mjs']));
    for (const name of names) {
      const { code, stderr } = await example(name);
      expect(code, name).toBe(2);
      expect(stderr, name).toContain(`Usage: node examples/${name}`);
    }
  });

  it('infer.mjs infers twice, and names the cause of a failure', async () => {
    const { code, stdout, stderr } = await example('infer.mjs', model);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/: f32 \[1,1,200,7\]/);
    expect(stdout).toMatch(/again, asynchronously, on CPU: \d+\.\d\d ms/);
    const failed = await example('infer.mjs', path.join(folder, 'none.xml'));
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.stderr).toMatch(/^MODEL_NOT_FOUND: /);
  });

  it('throughput.mjs keeps requests in flight', async () => {
    const { code, stdout, stderr } = await example('throughput.mjs', model, 'CPU', '0.5');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^CPU: \d+ requests in flight, [1-9]\d*\.\d inferences a second\n$/);
  });

  it.skipIf(detector === undefined || car === undefined)('detect.mjs finds the car and its plate', async () => {
    const { code, stdout, stderr } = await example('detect.mjs', detector as string, car as string);
    expect(code, stderr).toBe(0);
    const boxes = stdout
      .trim()
      .split('\n')
      .map((line) => /^(.+) (\d\.\d+) at \[(.*)\]$/.exec(line)?.slice(1));
    expect(boxes.map((box) => box?.[0])).toEqual(['vehicle', 'licence plate']);
    for (const box of boxes) expect(Number(box?.[1])).toBeGreaterThan(0.8);
  });
});
