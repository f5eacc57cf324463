import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Result, summarize } from '../../benchmarks/server/summarize.mjs';
import { writeStandInModel } from '../../lib/bench/model/stand-in.js';
import { testFolder } from '../helpers/folder.js';
import { ROOT, run } from '../setup/checkout.js';

const folder = testFolder();
const main = (...args: string[]) =>
  run(process.execPath, [join(ROOT, 'benchmarks', 'server', 'main.mjs'), ...args], { cwd: ROOT });

it('npm run bench:server loses nothing, and says what a request costs', async () => {
  const model = await writeStandInModel(folder);
  const files = ['--json', join(folder, 'result.json'), '--markdown', join(folder, 'result.md')];
  const { code, stdout, stderr } = await main('--quick', '--model', model, '--body', 'jpeg-300', ...files);
  expect(code, stderr).toBe(0);
  const report = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
  expect(report).toMatchObject({ benchmark: 'server', formatVersion: 1, quick: true, rounds: 1, connections: 64 });
  const [result] = report.results as [Result];
  expect(result).toMatchObject({ body: 'jpeg-300', lost: 0, answered: { 200: result.sent }, goal: { atLeast: 0.9 } });
  expect(result.met).toBe((result.ratio?.median ?? 0) >= 0.9);
  for (const value of [result.perSecond?.median, result.rawPerSecond?.median, result.cpu.decodeMs, result.bound]) {
    expect(value).toSatisfy((one: number) => Number.isFinite(one) && one > 0);
  }
  const { inferenceMs, serverMs, loadMs } = result.cpu;
  const rawMs = 1000 / (result.rawPerSecond?.median ?? 0);
  expect(inferenceMs).toBeCloseTo(availableParallelism() * rawMs, 6);
  expect(result.bound).toBeCloseTo(inferenceMs / (serverMs + loadMs), 6);
  expect(stdout).toMatch(/ ≥ 0\.9 +(met|missed)\n/);
  expect(readFileSync(join(folder, 'result.md'), 'utf8')).toContain('| jpeg-300 |');
});

it('takes the inference of the bound from the C program in the same rounds', () => {
  const rounds = [600, 400, 500].map((rawPerSecond) => ({
    load: { seconds: 1, sent: 200, lost: 0, answered: { 200: 200 }, p50Ms: 5, p99Ms: 9, cpuMs: 200 },
    serverCpuMs: 1400,
    rssBytes: 1,
    rawPerSecond,
  }));
  const body = { name: 'jpeg-300', file: '', type: 'image/jpeg', byteLength: 1 } as const;
  const parts = { decodeMs: 2, fillMs: 0.5, decodesPerSecond: 1000 };
  const { cpu, bound, partsBound } = summarize('model', body, rounds, parts, 2);
  expect(cpu).toMatchObject({ inferenceMs: 4, serverMs: 7, loadMs: 1, restMs: 0.5 });
  expect(bound).toBe(0.5);
  expect(partsBound).toBeCloseTo(4 / 6.5, 9);
});

it.each([
  [['--help'], 0, /^Usage: npm run bench:server/],
  [['--body', 'gif'], 1, /--body knows no gif; there are jpeg-300, /],
  [['--rounds', '0'], 1, /--rounds takes a whole number from 1/],
  [['--model', 'none.xml'], 1, /there is no model none\.xml/],
])('main.mjs %j ends with %i', async (args, code, said) => {
  const ended = await main(...args);
  expect(ended.code).toBe(code);
  expect(code === 0 ? ended.stdout : ended.stderr).toMatch(said);
});
