import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CASES, GROUPS } from '../../benchmarks/overhead/cases.mjs';
import { spread } from '../../benchmarks/overhead/statistics.mjs';
import type { Result } from '../../benchmarks/overhead/summarize.mjs';
import { writeStandInModel } from '../../lib/bench/model/stand-in.js';
import { testFolder } from '../helpers/folder.js';
import { type Ended, ROOT, run } from '../setup/checkout.js';

const main = (...args: string[]) =>
  run(process.execPath, [join(ROOT, 'benchmarks', 'overhead', 'main.mjs'), ...args], { cwd: ROOT });

const casesWith = (peer: string) =>
  GROUPS.filter(({ entries }) => entries[peer] !== undefined).flatMap(({ rows }) => rows.map(({ name }) => name));
const WITH_C = casesWith('c');
const WITH_FLOOR = casesWith('floor');
const ASYNC = CASES.filter((name) => name.startsWith('async-'));
const positive = (value: number) => Number.isFinite(value) && value > 0;

describe('npm run bench:overhead', () => {
  const folder = testFolder();
  let ended: Ended;
  let report: { [key: string]: unknown; results: Result[] };

  beforeAll(async () => {
    const model = await writeStandInModel(folder);
    const files = ['--json', join(folder, 'out', 'result.json'), '--markdown', join(folder, 'result.md')];
    ended = await main('--quick', '--rounds', '2', '--python', 'none', '--model', model, ...files);
    if (ended.code === 0) report = JSON.parse(readFileSync(join(folder, 'out', 'result.json'), 'utf8'));
  }, 180_000);

  it('measures every case, and says nothing of goals by its exit code', () => {
    expect(ended.code, ended.stderr).toBe(0);
    expect(report.results.map((result) => result.case)).toEqual(CASES);
    expect(report).toMatchObject({ benchmark: 'overhead', formatVersion: 1, quick: true, rounds: 2, python: null });
  });

  it.each(CASES)('%s has finite figures', (name) => {
    const result = report.results.find((one) => one.case === name) as Result;
    const { values, missing, goalValue, goal, met } = result;
    expect(missing['ours']).toBeUndefined();
    expect(values.ours?.median).toSatisfy(Number.isFinite);
    // read-copied is this package's alone
    if (WITH_C.includes(name) && result.unit !== 'bytes') expect(values.c?.median).toSatisfy(positive);
    if (WITH_FLOOR.includes(name)) {
      expect(values.floor?.median).toSatisfy(positive);
      expect(result.ratios.floor?.median).toSatisfy(positive);
    } else expect(values.floor).toBeNull();
    expect(values.python).toBeNull();
    expect(missing['python']).toBeTypeOf('string');
    expect(goal.atMost ?? goal.atLeast).toBeTypeOf('number');
    if (goalValue === null) expect(met).toBeNull();
    else {
      const within = goalValue.median <= (goal.atMost ?? Infinity) && goalValue.median >= (goal.atLeast ?? -Infinity);
      expect(met).toBe(within);
    }
  });

  it('shows the floor beside each way to have inferences in flight, the same for all ways', () => {
    expect(WITH_FLOOR).toEqual(expect.arrayContaining(ASYNC));
    for (const model of new Set(report.results.map((result) => result.model))) {
      const results = report.results.filter((one) => one.model === model && ASYNC.includes(one.case));
      for (const { ratios } of results) expect(ratios.floor).toEqual(results[0]?.ratios.floor);
    }
    const lines = readFileSync(join(folder, 'result.md'), 'utf8').split('\n');
    for (const name of ASYNC) {
      const [, , , , floor, ours] = lines.find((line) => line.startsWith(`| ${name} |`))?.split(' | ') ?? [];
      for (const cell of [floor, ours]) expect(cell).toMatch(/^[\d.]+ \([\d.]+×\)$/);
    }
  });

  it('writes the same rows as a table and as Markdown', () => {
    const markdown = readFileSync(join(folder, 'result.md'), 'utf8').split('\n');
    for (const name of CASES) {
      expect(ended.stdout).toMatch(new RegExp(`^${name} `, 'm'));
      expect(markdown.filter((line) => line.startsWith(`| ${name} |`))).toHaveLength(1);
    }
  });
});

it('documents each case', () => {
  const text = readFileSync(join(ROOT, 'docs', 'overhead.md'), 'utf8');
  for (const name of CASES) {
    expect(text).toContain(`\`${name.startsWith('async-tiny-') ? 'async-tiny-…' : name}\``);
  }
});

it.each([
  [['--help'], 0, /^Usage: npm run bench:overhead/],
  [['--only', 'nothing'], 1, /knows no case nothing; there are sync-infer, /],
  [['--rounds', '0'], 1, /takes a whole number from 1/],
  [['--model', 'none.xml', '--python', 'none'], 1, /there is no model none\.xml/],
  [['--python', '/none/python3'], 1, /can't import openvino/],
])('main.mjs %j ends with %i', async (args, code, said) => {
  const ended = await main(...args);
  expect(ended.code).toBe(code);
  expect(code === 0 ? ended.stdout : ended.stderr).toMatch(said);
});

it('takes medians and quartiles', () => {
  expect(spread([])).toBeNull();
  expect(spread([3])).toEqual({ median: 3, q1: 3, q3: 3, min: 3, max: 3 });
  expect(spread([4, 1, 3, 2])).toEqual({ median: 2.5, q1: 1.75, q3: 3.25, min: 1, max: 4 });
});
