// What is made of a peer's answer, and what it should be.

/**
 * A peer's answer to a run.
 * @typedef {Record<string, number>} Reply
 *
 * @typedef {object} Metric
 * @property {string} unit
 * @property {(reply: Reply) => number | undefined} of undefined where the peer does not tell
 * @property {(reply: Reply) => number | undefined} [idle] what an "excess" is over
 *
 * What a case should come to. It is information: a goal that is missed is no failure.
 * @typedef {object} Goal
 * @property {'ratio' | 'value' | 'excess'} of the ratio to another peer; this package's value; its value over its idle one
 * @property {number} [atMost]
 * @property {number} [atLeast]
 */

/** @param {Reply} reply */
const nanosecondsEach = ({ nanoseconds = Number.NaN, iterations = Number.NaN }) => nanoseconds / iterations;

/** @type {Metric} */
export const microseconds = { unit: 'us', of: (reply) => nanosecondsEach(reply) / 1e3 };

/** Inferences a second. @type {Metric} */
export const fps = { unit: 'FPS', of: (reply) => 1e9 / nanosecondsEach(reply) };

/** @type {Metric} */
export const copiedBytes = { unit: 'bytes', of: ({ copiedBytes: bytes }) => bytes };

/** @type {Metric} */
export const peakMegabytes = { unit: 'MB', of: ({ peakBytes = Number.NaN }) => peakBytes / 1e6 };

/** The 99th percentile of the event loop's delay. @type {Metric} */
export const eventLoop = { unit: 'ms', of: ({ busyP99Ms }) => busyP99Ms, idle: ({ idleP99Ms }) => idleP99Ms };

/** The share of the time that the event loop was not idle in. @type {Metric} */
export const utilization = { unit: '', of: ({ utilization: share }) => share };

/** From start to end of a process. @type {Metric} */
export const processMs = { unit: 'ms', of: ({ processMs: milliseconds }) => milliseconds };

/** @type {Metric} */
export const importMs = { unit: 'ms', of: ({ importMs: milliseconds }) => milliseconds };

/** What a process takes besides the inferences that it measures. @type {Metric} */
export const besides = {
  unit: 'ms',
  of: ({ processMs: milliseconds = Number.NaN, nanoseconds = Number.NaN }) => milliseconds - nanoseconds / 1e6,
};
