import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BenchResult } from '../../../lib/bench/result/result.js';
import { childrenOf, runCli, startCli, until } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { reluModel, writeModel } from '../../helpers/models.js';
import { readResult, scenario, simulated } from './simulate.js';

const folder = testFolder();
const model = writeModel(folder, 'relu', reluModel());
const devices = [
  { name: 'CPU', loadMs: 100, latencyMs: { mean: 5, sd: 0.5 } },
  { name: 'GPU', loadMs: 900, latencyMs: { mean: 4, sd: 0.4 }, streams: 2 },
  { name: 'NPU', loadMs: 100, latencyMs: 5, faults: [{ kind: 'inference-fails', at: 100 }] },
];
const simulate = scenario(folder, 'devices', { devices });
const run = ['run', '--model', model, '--simulate', simulate, '--time', '1s'];
const duet = (args: readonly string[], code = 0): Promise<BenchResult> => simulated([...run, '--duet', ...args], code);

describe('ov-bench run --duet', () => {
  it('measures two devices in turns, five times, and compares slice by slice', async () => {
    const { results, duet: slices, comparisons } = await duet(['--device', 'CPU', '--device', 'GPU', '--api', 'sync']);
    expect(slices).toMatchObject({ sliceMs: 200 });
    // a second of 200 ms each, an even number of slices
    expect(slices?.ratios.map((pair) => pair.length)).toEqual([6, 6, 6, 6, 6]);
    expect(comparisons).toMatchObject([{ design: 'duet', processes: [5, 5], verdict: 'faster' }]);
    expect(comparisons?.[0]?.ratio).toBeCloseTo(1.25, 1);
    for (const row of results) {
      expect(row.processes).toHaveLength(5);
      expect(row.totalMs).toBeGreaterThanOrEqual(1200);
      expect(row.iterations).toBeCloseTo((row.totalMs ?? 0) / (row.latencyMs?.mean ?? 1), -1);
    }
  });

  it('takes one device with two sets of properties, asynchronously as well', async () => {
    const args = ['--device', 'GPU', '--against', 'PERFORMANCE_HINT=LATENCY', '--repeat', '2', '--slice', '100ms'];
    const { results, duet: slices, comparisons } = await duet(args);
    expect(results.map(({ performanceHint }) => performanceHint)).toEqual(['THROUGHPUT', 'LATENCY']);
    expect(slices?.ratios.map((pair) => pair.length)).toEqual([10, 10]);
    expect(comparisons).toHaveLength(1);
  });

  it('keeps the row that went on where the other one failed', async () => {
    const args = ['--device', 'CPU', '--device', 'NPU', '--api', 'sync', '--repeat', '1'];
    const { results } = await duet(args, 1);
    expect(results.map(({ status }) => status)).toEqual(['ok', 'failed']);
    expect(results[0]?.iterations).toBeGreaterThan(10);
    expect(results[1]?.error?.message).toMatch(/^After \d+ inferences: /);
  });

  it.runIf(process.platform === 'linux')('interrupted, ends both processes', async () => {
    const args = ['--simulate-time', 'real', '--device', 'CPU', '--device', 'GPU', '--api', 'sync', '--time', '30s'];
    const running = startCli([...run, '--duet', ...args]);
    const pid = running.process.pid as number;
    const children = await until(() => {
      const found = childrenOf(pid);
      return found.length === 2 ? found : undefined;
    }, 'two processes at once');
    running.process.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    await until(() => (childrenOf(pid).length === 0 ? true : undefined), 'their end');
    for (const child of children) expect(() => process.kill(child, 0)).toThrow();
  });

  it('interrupted midway, has whole pairs alone, compared slice by slice, in what it keeps as in what it writes', async () => {
    const dir = join(folder, 'midway');
    const args = ['--device', 'CPU', '--device', 'GPU', '--api', 'sync', '--repeat', '50', '--output', dir];
    const running = startCli([...run, '--duet', ...args]);
    const kept = (): BenchResult | undefined => {
      const [name = ''] = existsSync(dir) ? readdirSync(dir) : [];
      const file = join(dir, name, 'result.json');
      return existsSync(file) ? readResult(file) : undefined;
    };
    const expectWholePairs = ({ results, duet: slices, comparisons, interrupted }: BenchResult): number => {
      const pairs = slices?.ratios.length ?? 0;
      expect(interrupted).toBe(true);
      expect(slices?.ratios.map((pair) => pair.length)).toEqual(Array(pairs).fill(6));
      expect(results.map(({ processes }) => processes?.length ?? 1)).toEqual([pairs, pairs]);
      expect(comparisons).toMatchObject([{ design: 'duet', processes: [pairs, pairs] }]);
      return pairs;
    };
    const pairs = await until(() => {
      const result = kept();
      const so = result === undefined ? 0 : expectWholePairs(result);
      return so >= 2 ? so : undefined;
    }, 'two pairs');
    running.process.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    expect(expectWholePairs(readResult(join(dir, 'result.json')))).toBeGreaterThanOrEqual(pairs);
  });

  it('refuses what is no pair', async () => {
    const { code, stderr } = await runCli([...run, '--duet']);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/--duet takes exactly two rows, not 1/)]);
    const slice = await runCli([...run, '--slice', '100ms']);
    expect([slice.code, slice.stderr]).toEqual([2, expect.stringMatching(/give --duet, too/)]);
    const against = await runCli([...run, '--against', 'nonsense']);
    expect([against.code, against.stderr]).toEqual([2, expect.stringMatching(/--against takes KEY=VALUE/)]);
  });
});
