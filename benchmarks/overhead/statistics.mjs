/**
 * @typedef {object} Spread
 * @property {number} median
 * @property {number} q1 the first quartile
 * @property {number} q3 the third quartile
 * @property {number} min
 * @property {number} max
 */

/**
 * @param {number[]} samples
 * @returns {Spread | null} null of no samples
 */
export function spread(samples) {
  if (samples.length === 0) return null;
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => quantile(sorted, share);
  return { median: at(0.5), q1: at(0.25), q3: at(0.75), min: at(0), max: at(1) };
}

/**
 * @param {number[]} sorted
 * @param {number} share
 */
function quantile(sorted, share) {
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
