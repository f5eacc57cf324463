import { independentEstimate, pairedEstimate } from '../../dist/bench/compare/interval.js';
import { NORMAL_975, studentQuantile } from '../../dist/bench/compare/student.js';

/**
 * @typedef {(values: readonly number[], random: () => number) => readonly [low: number, high: number]} Method
 */

const RESAMPLES = 2000;

/** @param {readonly number[]} values */
export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** @param {readonly number[]} values */
function deviation(values) {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

/**
 * @param {readonly number[]} values
 * @param {() => number} random
 */
function resample(values, random) {
  return values.map(() => values[Math.floor(random() * values.length)] ?? 0);
}

/**
 * @param {readonly number[]} values
 * @param {() => number} random
 */
function resampledMeans(values, random) {
  return Float64Array.from({ length: RESAMPLES }, () => mean(resample(values, random))).sort();
}

/**
 * @param {Float64Array} sorted
 * @param {number} share
 */
function at(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))] ?? 0;
}

/**
 * The normal distribution function (Abramowitz and Stegun 7.1.26).
 * @param {number} x
 */
function phi(x) {
  const t = 1 / (1 + 0.3275911 * (Math.abs(x) / Math.SQRT2));
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const above = (series * Math.exp((-x * x) / 2)) / 2;
  return x > 0 ? 1 - above : above;
}

/** @param {number} probability */
function inversePhi(probability) {
  let [low, high] = [-9, 9];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (phi(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** @type {Method} */
function percentile(values, random) {
  const means = resampledMeans(values, random);
  return [at(means, 0.025), at(means, 0.975)];
}

/** @type {Method} Hesterberg 2015 */
function expanded(values, random) {
  const means = resampledMeans(values, random);
  const count = values.length;
  const tail = phi(-Math.sqrt(count / (count - 1)) * studentQuantile(0.975, count - 1));
  return [at(means, tail), at(means, 1 - tail)];
}

/** @type {Method} Efron 1987 */
function bca(values, random) {
  const means = resampledMeans(values, random);
  const centre = mean(values);
  const below = means.filter((each) => each < centre).length + means.filter((each) => each === centre).length / 2;
  const bias = inversePhi(Math.min(Math.max(below / RESAMPLES, 1e-4), 1 - 1e-4));
  const jackknife = values.map((value) => (centre - value) / (values.length - 1));
  const cubes = jackknife.reduce((sum, value) => sum - value ** 3, 0);
  const squares = jackknife.reduce((sum, value) => sum + value ** 2, 0);
  const skew = squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
  const share = (/** @type {number} */ z) => phi(bias + (bias + z) / (1 - skew * (bias + z)));
  return [at(means, share(-NORMAL_975)), at(means, share(NORMAL_975))];
}

/** @type {Method} */
function studentized(values, random) {
  const centre = mean(values);
  const error = deviation(values) / Math.sqrt(values.length);
  const ratios = Float64Array.from({ length: RESAMPLES }, () => {
    const drawn = resample(values, random);
    const own = deviation(drawn) / Math.sqrt(values.length);
    const off = mean(drawn) - centre;
    return own > 0 ? off / own : off === 0 ? 0 : Math.sign(off) * Number.MAX_VALUE;
  }).sort();
  return [centre - at(ratios, 0.975) * error, centre - at(ratios, 0.025) * error];
}

/** @type {Method} */
function student(values) {
  const reach = (studentQuantile(0.975, values.length - 1) * deviation(values)) / Math.sqrt(values.length);
  return [mean(values) - reach, mean(values) + reach];
}

/** @type {Method} the package's own */
function stretched(values) {
  const { low, high } = pairedEstimate(values);
  return [low, high];
}

/** @type {readonly (readonly [name: string, method: Method])[]} */
export const METHODS = [
  ['percentile', percentile],
  ['BCa', bca],
  ['expanded percentile', expanded],
  ['bootstrap-t', studentized],
  ["Student's t", student],
  ['stretched percentile', stretched],
];

/**
 * The package's own, of two sets that were not measured together.
 * @param {readonly number[]} a
 * @param {readonly number[]} b
 */
export function independent(a, b) {
  const { low, high } = independentEstimate(a, b);
  return /** @type {const} */ ([low, high]);
}
