// How often 95 % intervals hold the truth, by simulation: node benchmarks/comparison/coverage.mjs [TRIALS]
import { seededRandom } from '../../dist/bench/compare/random.js';
import { independent, METHODS } from './methods.mjs';
import { NOISES } from './noise.mjs';

const TRIALS = Number(process.argv[2] ?? 4000);
const COUNTS = [3, 5, 10, 20];

/**
 * @param {(draw: () => number) => readonly [number, number]} interval of what draws give, whose truth is 0
 * @param {import('./noise.mjs').Noise} noise
 */
function coverage(interval, noise) {
  const random = seededRandom(2026);
  let [held, width] = [0, []];
  const widths = /** @type {number[]} */ (width);
  for (let trial = 0; trial < TRIALS; trial++) {
    const [low, high] = interval(() => noise(random));
    if (low <= 0 && high >= 0) held++;
    widths.push(high - low);
  }
  widths.sort((a, b) => a - b);
  return { held: held / TRIALS, width: widths[Math.floor(TRIALS / 2)] ?? 0 };
}

const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;

for (const [name, noise] of NOISES) {
  console.log(`\n| ${name}; differences of pairs | ${COUNTS.map((count) => `n = ${count}`).join(' | ')} |`);
  console.log(`|---|${COUNTS.map(() => '---|').join('')}`);
  for (const [method, interval] of METHODS) {
    const auxiliary = seededRandom(7);
    const cells = COUNTS.map((count) => {
      // a row's noise and its partner's
      const draws = (/** @type {() => number} */ draw) => Array.from({ length: count }, () => draw() - draw());
      const { held, width } = coverage((draw) => interval(draws(draw), auxiliary), noise);
      return `${percent(held)}, width ${width < 1e6 ? width.toFixed(2) : 'infinite'}`;
    });
    console.log(`| ${method} | ${cells.join(' | ')} |`);
  }
  const apart = COUNTS.map((count) => {
    const draws = (/** @type {() => number} */ draw) => Array.from({ length: count }, draw);
    const { held, width } = coverage((draw) => independent(draws(draw), draws(draw)), noise);
    return `${percent(held)}, width ${width.toFixed(2)}`;
  });
  console.log(`| stretched percentile, not paired | ${apart.join(' | ')} |`);
}
