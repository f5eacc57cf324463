import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBaseline } from '../../../lib/bench/checks/baseline.js';
import { baselineRemarks, NO_DEMANDS, withChecks } from '../../../lib/bench/checks/index.js';
import type { Inspection } from '../../../lib/bench/child/inspect.js';
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

  const REGRESSION = { baseline: folder, metrics: ['fps'], most: 0.05 } as const;
  const measured = [{ spec: trialSpec(), measurement: measurement() }];
  const { model, input } = inspection();

  it.each<[string, Partial<Inspection>, RegExp]>([
    ['another model', { model: { ...model, sha256: 'a'.repeat(64) } }, /different models \(sha256 01234567 in /],
    ['other weights', { model: { ...model, weightsSha256: 'b'.repeat(64) } }, /different weights \(sha256 none in /],
    [
      'another picture',
      { input: { ...input, sha256: 'c'.repeat(64) } },
      /different inputs .*: measure with the same one/,
    ],
    ['a simulation', { simulated: true }, /this run is of simulated devices and the other result is not/],
  ])('of %s is a violation, whatever the figures', async (_, changes, says) => {
    const baseline = await readBaseline(file('other.json', resultJson(result)));
    const demands = { ...NO_DEMANDS, regression: REGRESSION, baseline };
    const { checks } = withChecks(resultOf(measured, { inspection: inspection(changes) }), demands);
    expect(checks).toMatchObject([{ kind: 'regression', violated: true, row: null, measured: null }]);
    expect(checks?.[0]?.sentence).toMatch(says);
    expect(checks?.[0]?.sentence).toMatch(/^No row was compared with the baseline: [^\n]+\.$/);
  });

  it('of random elements is of the same input where the elements are', async () => {
    const random = (sha256: string) => inspection({ input: { ...input, kind: 'random', path: null, sha256 } });
    const before = resultOf(measured, { inspection: random('d'.repeat(64)) });
    const baseline = await readBaseline(file('random.json', resultJson(before)));
    const demands = { ...NO_DEMANDS, regression: REGRESSION, baseline };
    const same = withChecks(resultOf(measured, { inspection: random('d'.repeat(64)) }), demands);
    expect(same.checks).toMatchObject([{ violated: false, row: 0 }]);
    const reshaped = withChecks(resultOf(measured, { inspection: random('e'.repeat(64)) }), demands);
    expect(reshaped.checks?.[0]?.sentence).toMatch(/both are random with the same seed, so their shapes .* --batch\.$/);
  });

  it('that was interrupted, or of another simulation, is remarked on', async () => {
    const simulated = (profile: string) => ({
      ...resultOf(measured, { inspection: inspection({ simulated: true }) }),
      simulation: { profile, machine: 'none', seed: 1, clock: 'virtual' },
    });
    const before = { ...simulated('tank-870'), interrupted: true as const };
    const baseline = await readBaseline(file('remarked.json', resultJson(before)));
    const remarks = baselineRemarks(simulated('mine.json'), { ...NO_DEMANDS, baseline });
    expect(remarks).toMatchObject(
      [/another simulation: tank-870, virtual time, and this run of mine\.json/, /interrupted/].map((says) =>
        expect.stringMatching(says),
      ),
    );
    expect(baselineRemarks(simulated('tank-870'), { ...NO_DEMANDS, baseline })).toHaveLength(1);
  });
});
