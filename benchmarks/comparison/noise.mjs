/**
 * Noise of one process against another, as logarithms of FPS: each of these has mean 0.
 * @typedef {(random: () => number) => number} Noise
 */

/** @param {() => number} random */
export function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * Student's t with three degrees of freedom: its fourth moment does not exist.
 * @param {() => number} random
 */
export function heavy(random) {
  const chi = normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2;
  return normal(random) / Math.sqrt(chi / 3);
}

/**
 * Skewed: a lognormal's own values, not their logarithms.
 * @param {() => number} random
 */
export function skewed(random) {
  return Math.exp(0.5 * normal(random)) - Math.exp(0.125);
}

/**
 * One process in ten is disturbed and ten times as far off, always to the slow side.
 * @param {() => number} random
 */
export function disturbed(random) {
  return (random() < 0.1 ? 10 : 1) * -Math.abs(normal(random)) + 1.9 * Math.sqrt(2 / Math.PI);
}

/** @type {readonly (readonly [name: string, noise: Noise])[]} */
export const NOISES = [
  ['normal', normal],
  ['log-normal (skewed)', skewed],
  ['heavy-tailed (t, 3 degrees)', heavy],
  ['1 in 10 disturbed', disturbed],
];
