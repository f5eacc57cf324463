import { expect, it } from 'vitest';
import { compareRepeatedly, verdictCounts } from '../../../benchmarks/comparison/a-a.mjs';

// The same thing against itself, and against one that takes 5 % longer, on simulated devices: five processes a row that
// differ by 1 %, latencies that differ by 10 %, and a machine that gets slower by 5 % meanwhile. docs/benchmarking.md has the
// rates of a thousand such comparisons.
it('finds a difference in at most 1 of 20 where there is none', async () => {
  const { faster, slower } = verdictCounts(await compareRepeatedly(20, 1));
  expect(faster + slower).toBeLessThanOrEqual(1);
});

it('finds 5 % in at least 18 of 20', async () => {
  const { faster, slower } = verdictCounts(await compareRepeatedly(20, 1.05));
  expect(faster).toBe(0);
  expect(slower).toBeGreaterThanOrEqual(18);
});
