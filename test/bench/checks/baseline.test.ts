import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBaseline } from '../../../lib/bench/checks/baseline.js';
import { baselineRemarks, NO_DEMANDS } from '../../../lib/bench/checks/index.js';
import { resultJson } from '../../../lib/bench/report/json.js';
import { testFolder } from '../../helpers/folder.js';
import { inspection, measurement, resultOf, trialSpec } from '../factories.js';

const folder = testFolder();
const result = resultOf([{ spec: trialSpec(), measurement: measurement() }]);

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('the baseline', () => {
  it('is a file of --json, or a folder of --output', async () => {
    const good = file('result.json', resultJson(result));
    mkdirSync(join(folder, 'empty'));
    expect((await readBaseline(good)).result.results).toHaveLength(1);
    expect(await readBaseline(folder)).toMatchObject({ path: good });
    await expect(readBaseline(join(folder, 'empty'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    await expect(readBaseline(join(folder, 'none.json'))).rejects.toThrow(/write one with --json or --output/);
  });

  it.each([
    ['not JSON', '{', /is no result of ov-bench: it is not JSON/],
    ['a list', '[]', /it has no "results"/],
    ['another version', resultJson(result).replace('"schemaVersion": 1', '"schemaVersion": 7'), /schemaVersion is 7/],
    [
      'a row without figures',
      '{"schemaVersion":1,"model":{},"results":[{"requestedDevice":"CPU"}]}',
      /results\[0\] is no row/,
    ],
  ])('%s is refused', async (name, text, says) => {
    await expect(readBaseline(file(`${name}.json`, text))).rejects.toThrow(says);
  });

  it('of another model, or simulated, is remarked on', async () => {
    const baseline = await readBaseline(file('other.json', resultJson(result)));
    const demands = { ...NO_DEMANDS, baseline };
    expect(baselineRemarks(result, demands)).toEqual([]);
    const other = resultOf([{ spec: trialSpec(), measurement: measurement() }], {
      inspection: inspection({ model: { ...inspection().model, sha256: 'a'.repeat(64) }, simulated: true }),
    });
    expect(baselineRemarks(other, demands)).toMatchObject(
      [/another model/, /simulated/].map((says) => expect.stringMatching(says)),
    );
  });
});
