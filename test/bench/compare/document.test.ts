import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareResults } from '../../../lib/bench/compare/compare-results.js';
import { type ComparisonDocument, comparisonDocument, comparisonJson } from '../../../lib/bench/compare/document.js';
import { validateComparison } from '../../helpers/result-schema.js';
import { measurement, resultOf, trialSpec } from '../factories.js';

const read = (file: string) => JSON.parse(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8'));
const schema = read('lib/bench/compare/compare-schema.json');

const ratio = { ratio: 1.25, interval: [1.2, 1.3], verdict: 'faster', detectable: 0.02 } as const;
const side = { file: 'a.json', createdAt: '2026-01-02T03:04:05.678Z', openvinoVersion: '2026.4.1' };
/** Every member that there is: the compiler holds it against the types, the test against the schema. */
const WHOLE = {
  schemaVersion: 1,
  a: side,
  b: side,
  rows: [
    {
      ...{ row: 'CPU async 4', requestedDevice: 'CPU', api: 'async', requests: 4, varied: { requests: '4' } },
      ...{ status: ['ok', 'ok'], fps: [100, 125] },
      comparison: {
        ...ratio,
        ...{ metric: 'fps', design: 'independent', processes: [5, 5], noVerdict: 'throttled' },
        times: { loadMs: ratio, p50Ms: ratio, p99Ms: ratio },
      },
    },
  ],
  alone: [{ file: 'a.json', row: 'GPU async 4' }],
  warnings: ['Different machines.'],
} as const satisfies Complete<ComparisonDocument>;

/** With none of the members that may be left out left out. */
type Complete<T> = T extends readonly (infer Item)[]
  ? readonly Complete<Item>[]
  : T extends object
    ? string extends keyof T
      ? T
      : { readonly [Member in keyof Required<T>]: Complete<Required<T>[Member]> }
    : T;

describe('what compare --json writes', () => {
  it('has in its schema all that its types have, and nothing else', () => {
    expect(validateComparison(WHOLE)).toEqual([]);
    const [row] = WHOLE.rows;
    const members: [name: string, value: object][] = [
      ['file', WHOLE.a],
      ['row', row],
      ['alone', WHOLE.alone[0]],
      ['comparison', row.comparison],
      ['ratio', row.comparison.times.loadMs],
    ];
    expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(WHOLE).sort());
    expect(Object.keys(schema.$defs).sort()).toEqual(members.map(([name]) => name).sort());
    for (const [name, value] of members)
      expect(Object.keys(schema.$defs[name].properties).sort(), name).toEqual(Object.keys(value).sort());
    expect(Object.keys(schema.$defs.comparison.properties.times.properties)).toEqual(Object.keys(row.comparison.times));
  });

  it('keeps to it where rows failed or were not repeated', () => {
    const failed = { spec: trialSpec(), failure: { code: 'TRIAL_FAILED', message: 'lost' } } as const;
    const [well, lost] = [resultOf([{ spec: trialSpec(), measurement: measurement() }]), resultOf([failed])];
    for (const [a, b] of [
      [well, well],
      [well, lost],
      [lost, well],
    ] as const) {
      const comparison = compareResults({ file: 'a', result: a }, { file: 'b', result: b });
      const written = JSON.parse(comparisonJson(comparison));
      expect(validateComparison(written)).toEqual([]);
      expect(written).toEqual(JSON.parse(JSON.stringify(comparisonDocument(comparison))));
      expect(written.rows[0].comparison === null).toBe(a === lost || b === lost);
    }
  });

  it.each<[string, object]>([
    ['another version', { schemaVersion: 2 }],
    ['no warnings', { warnings: undefined }],
    ['a member that is not described', { more: 1 }],
    ['a row without a comparison', { rows: [{ ...WHOLE.rows[0], comparison: undefined }] }],
    ['one status', { rows: [{ ...WHOLE.rows[0], status: ['ok'] }] }],
  ])('is not %s', (_, change) => {
    expect(validateComparison(JSON.parse(JSON.stringify({ ...WHOLE, ...change })))).not.toEqual([]);
  });

  it('compares as results do', () => {
    const { $defs } = read('lib/bench/report/result-schema.json');
    const { row: _, baseline: __, processes, ...members } = $defs.comparison.properties;
    const { processes: own, ...others } = schema.$defs.comparison.properties;
    expect(others).toEqual(members);
    expect({ ...own, description: '' }).toEqual({ ...processes, description: '' });
    expect(schema.$defs.ratio).toEqual($defs.ratio);
  });

  it('is described by the file that the package publishes', () => {
    expect(read('package.json').exports['./compare-schema.json']).toBe('./dist/bench/compare/compare-schema.json');
    expect(read('dist/bench/compare/compare-schema.json')).toEqual(schema);
  });
});
