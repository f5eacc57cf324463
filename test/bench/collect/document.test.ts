import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { collect } from '../../../lib/bench/collect/collect.js';
import { type CollectionDocument, collectionDocument, collectionJson } from '../../../lib/bench/collect/document.js';
import { testFolder } from '../../helpers/folder.js';
import { validateCollection } from '../../helpers/result-schema.js';
import { Campaign, resultOf, rowOf } from './campaign.js';

const folder = testFolder();
const read = (file: string) => JSON.parse(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8'));
const schema = read('lib/bench/collect/collect-schema.json');

const ratio = { ratio: 1.25, interval: [1.2, 1.3], verdict: 'faster', detectable: 0.02 } as const;
/** Every member that there is: the compiler holds it against the types, the test against the schema. */
const WHOLE = {
  schemaVersion: 1,
  works: [
    {
      model: { name: 'detector', sha256: 'a', weightsSha256: 'b' },
      input: { kind: 'image', path: '/car.png', sha256: 'c' },
      simulated: false,
      groups: [
        {
          ...{ row: 'CPU sync', requestedDevice: 'CPU', api: 'sync' },
          lines: [
            {
              ...{
                node: 'a',
                file: 'a/result.json',
                createdAt: '2026-01-02T03:04:05.678Z',
                openvinoVersion: '2026.4.1',
              },
              job: { engine: 'slurm', id: '1', name: 'bench', node: 'a', shared: false },
              ...{ cpuModel: 'i5', status: 'ok', error: { code: 'X', message: 'Y' }, executionDevices: ['CPU'] },
              ...{ droppedDevices: ['GPU'], requests: 1, loadMs: 1, fps: 2, p50Ms: 3, p99Ms: 4, processes: 5 },
              ...{ simulated: false, standIn: false, baseline: false },
              comparison: {
                ...ratio,
                ...{ metric: 'fps', design: 'independent', processes: [5, 5], noVerdict: 'throttled' },
                times: { loadMs: ratio, p50Ms: ratio, p99Ms: ratio },
              },
            },
          ],
        },
      ],
      warnings: ['Different machines.'],
    },
  ],
  unverified: [{ file: 'a.txt', loadSeconds: 1, inferenceSeconds: 2, fps: 3, simulated: true }],
  warnings: ['b/result.json is left out.'],
} as const satisfies Complete<CollectionDocument>;

/** With none of the members that may be left out left out. */
type Complete<T> = T extends readonly (infer Item)[]
  ? readonly Complete<Item>[]
  : T extends object
    ? { readonly [Member in keyof Required<T>]: Complete<Required<T>[Member]> }
    : T;

describe('what job collect --json writes', () => {
  it('has in its schema all that its types have, and nothing else', () => {
    expect(validateCollection(WHOLE)).toEqual([]);
    const [work] = WHOLE.works;
    const [group] = work.groups;
    const [line] = group.lines;
    const members: [name: string, value: object][] = [
      ['work', work],
      ['model', work.model],
      ['input', work.input],
      ['group', group],
      ['line', line],
      ['error', line.error],
      ['job', line.job],
      ['comparison', line.comparison],
      ['ratio', line.comparison.times.loadMs],
      ['stats', WHOLE.unverified[0]],
    ];
    expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(WHOLE).sort());
    expect(Object.keys(schema.$defs).sort()).toEqual(members.map(([name]) => name).sort());
    for (const [name, value] of members)
      expect(Object.keys(schema.$defs[name].properties).sort(), name).toEqual(Object.keys(value).sort());
  });

  it('keeps to it whatever there is', async () => {
    const campaign = new Campaign(folder);
    const error = { code: 'TRIAL_FAILED', message: 'lost' };
    const failed = { status: 'failed', fps: null, loadMs: null, latencyMs: null, requests: null, error } as const;
    campaign.job('a', resultOf([rowOf([100, 101, 99]), rowOf([1], failed)]));
    campaign.job('b', resultOf([rowOf([150, 151, 149]), rowOf([1])], { job: { id: 7, shared: true } }));
    campaign.job('c', resultOf([rowOf([1])], { model: 'e', job: 'nonsense' }));
    campaign.write('cpu_stats.txt', '1\n2\n3\n');
    campaign.job('d');
    const collection = await collect([campaign.folder]);
    const written = JSON.parse(collectionJson(collection));
    expect(validateCollection(written)).toEqual([]);
    expect(written).toEqual(JSON.parse(JSON.stringify(collectionDocument(collection))));
    const { works, unverified, warnings } = written as CollectionDocument;
    expect(works.map(({ groups }) => groups.map(({ lines }) => lines.length))).toEqual([[4], [1]]);
    expect(
      works[0]?.groups[0]?.lines.map(({ job, baseline, comparison }) => [job?.id, baseline, comparison?.verdict]),
    ).toEqual([
      [undefined, true, undefined],
      [undefined, false, undefined],
      ['7', false, 'faster'],
      ['7', false, null],
    ]);
    expect([unverified.length, warnings.length]).toEqual([1, 1]);
  });

  it('compares as compare does, but for the words', () => {
    const others = read('lib/bench/compare/compare-schema.json').$defs;
    const wordless = (value: object): unknown =>
      JSON.parse(JSON.stringify(value, (key, each) => (key === 'description' && typeof each === 'string' ? '' : each)));
    for (const name of ['comparison', 'ratio']) expect(wordless(schema.$defs[name])).toEqual(wordless(others[name]));
  });

  it('is described by the file that the package publishes', () => {
    expect(read('package.json').exports['./collect-schema.json']).toBe('./dist/bench/collect/collect-schema.json');
    expect(read('dist/bench/collect/collect-schema.json')).toEqual(schema);
  });
});
