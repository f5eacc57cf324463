import { describe, expect, it } from 'vitest';
import type { BenchResult } from '../../../lib/bench/result/result.js';
import { runCli } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { reluModel, writeModel } from '../../helpers/models.js';
import { expectValid } from '../../helpers/result-schema.js';

const relu = writeModel(testFolder(), 'relu', reluModel());

describe('ov-bench run, on this machine', () => {
  it('says what ran, and under which conditions', async () => {
    const devices = ['--device', 'CPU', '--device', 'MULTI:CPU'];
    const run = await runCli(['run', '--model', relu, ...devices, '--time', '600ms', '--quick', '--json', '-']);
    const result = JSON.parse(run.stdout) as BenchResult;
    expectValid(result);
    expect(result.host.openvino?.devices.find(({ device }) => device === 'CPU')?.pluginVersion).toMatch(/^20\d\d/);
    expect(result.results).toHaveLength(2);
    for (const row of result.results) {
      const [cpu] = row.compiled?.devices ?? [];
      expect(cpu).toMatchObject({ device: 'CPU', performanceHint: 'THROUGHPUT', streams: row.streams });
      expect(cpu?.threads).toBeGreaterThan(0);
      expect(row.peakRssBytes).toBeGreaterThan(20e6);
      expect(row.disturbed).toBeDefined();
      // next to the loop: what is between them is the loop, not the snapshots
      expect(row.conditions?.elapsedMs).toBeGreaterThanOrEqual((row.totalMs ?? 0) * 0.99);
      if (process.platform === 'linux') expect(row.conditions?.ownCpuShare).toBeGreaterThan(0);
    }
  });
});
