import { spread } from '../overhead/statistics.mjs';

/**
 * @typedef {import('../overhead/statistics.mjs').Spread} Spread
 *
 * CPU milliseconds of a request answered with 200. Decoding and filling were measured alone; the server's and the load's
 * are those of their processes under load.
 * @typedef {object} Cpu
 * @property {number} inferenceMs what the cores give the C program for one, in the same rounds
 * @property {number} decodeMs
 * @property {number} fillMs
 * @property {number} serverMs
 * @property {number} restMs of the server: HTTP, garbage collection, and what parts take more when they share the cores;
 *   below 0 where others had the cores while the C program ran, for inferenceMs counts that as well
 * @property {number} loadMs
 *
 * @typedef {object} Result
 * @property {string} model
 * @property {string} body
 * @property {number} bodyBytes
 * @property {number} sent
 * @property {Record<string, number>} answered by status
 * @property {number} lost
 * @property {Spread | null} perSecond requests answered with 200
 * @property {Spread | null} p50Ms
 * @property {Spread | null} p99Ms
 * @property {Spread | null} rawPerSecond the C program's inferences
 * @property {Spread | null} ratio of both, within a round
 * @property {{ atLeast: number }} goal
 * @property {boolean | null} met
 * @property {Cpu} cpu
 * @property {number} bound what the ratio can be at most: the inference's share of all that a request costs
 * @property {number} partsBound the same from the parts alone, as if HTTP were free
 * @property {number | null} decodesPerSecond with nothing else to do; null where nothing is decoded
 * @property {number} rssBytes of the server
 */

const GOAL = 0.9;

/**
 * @param {string} model
 * @param {import('./bodies.mjs').Body} body
 * @param {import('./run.mjs').Round[]} rounds
 * @param {import('./parts.mjs').Parts} parts
 * @param {number} cores
 * @returns {Result}
 */
export function summarize(model, body, rounds, parts, cores) {
  const good = (/** @type {import('./run.mjs').Round} */ { load }) => load.answered['200'] ?? 0;
  const perSecond = (/** @type {import('./run.mjs').Round} */ round) => good(round) / round.load.seconds;
  const total = (/** @type {(round: import('./run.mjs').Round) => number} */ of) =>
    rounds.reduce((sum, round) => sum + of(round), 0);
  /** @type {Record<string, number>} */
  const answered = {};
  for (const { load } of rounds) {
    for (const [status, count] of Object.entries(load.answered)) answered[status] = (answered[status] ?? 0) + count;
  }
  const requests = Math.max(1, total(good));
  const serverMs = total(({ serverCpuMs }) => serverCpuMs) / requests;
  const loadMs = total(({ load }) => load.cpuMs) / requests;
  const { decodeMs, fillMs, decodesPerSecond } = parts;
  const rawPerSecond = spread(rounds.map((round) => round.rawPerSecond));
  // measured alone, after the rounds, it strays with what the machine's neighbours do then
  const inferenceMs = (cores * 1000) / (rawPerSecond?.median ?? Number.NaN);
  const partsMs = inferenceMs + decodeMs + fillMs;
  const ratio = spread(rounds.map((round) => perSecond(round) / round.rawPerSecond));
  return {
    model,
    body: body.name,
    bodyBytes: body.byteLength,
    sent: total(({ load }) => load.sent),
    answered,
    lost: total(({ load }) => load.lost),
    perSecond: spread(rounds.map(perSecond)),
    p50Ms: spread(rounds.map(({ load }) => load.p50Ms)),
    p99Ms: spread(rounds.map(({ load }) => load.p99Ms)),
    rawPerSecond,
    ratio,
    goal: { atLeast: GOAL },
    met: ratio === null ? null : ratio.median >= GOAL,
    cpu: { inferenceMs, decodeMs, fillMs, serverMs, restMs: serverMs - partsMs, loadMs },
    bound: inferenceMs / (serverMs + loadMs),
    partsBound: inferenceMs / partsMs,
    decodesPerSecond: Number.isFinite(decodesPerSecond) ? decodesPerSecond : null,
    rssBytes: Math.max(...rounds.map(({ rssBytes }) => rssBytes)),
  };
}
