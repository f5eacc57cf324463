import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../../../lib/bench/devices/wilson.js';

describe("Wilson's interval", () => {
  // worked out apart from this code
  it.each([
    [5, 10, 0.2365931, 0.7634069],
    [0, 10, 0, 0.2775328],
    [10, 10, 0.7224672, 1],
    [142, 200, 0.6436252, 0.7684597],
    [1, 1000, 0.000176546, 0.00564254],
  ])('%i of %i', (count, of, low, high) => {
    const interval = wilsonInterval(count, of);
    expect(interval[0]).toBeCloseTo(low, 5);
    expect(interval[1]).toBeCloseTo(high, 5);
  });

  it('knows nothing of nothing, and holds the share of anything', () => {
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
    for (let count = 0; count <= 30; count++) {
      const [low, high] = wilsonInterval(count, 30);
      expect(low).toBeLessThanOrEqual(count / 30);
      expect(high).toBeGreaterThanOrEqual(count / 30);
    }
  });
});
