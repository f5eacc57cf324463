// Rounds: in each, every peer has its turn, in another order each time. What disturbs a machine for a while then disturbs
// all of them alike, and a ratio is taken within a round.

import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { PeerProcess } from './peer-process.mjs';
import { importTimeProgram, programOf, steadyProgram } from './peers.mjs';

/** Processes of one program differ by more than rounds of one process do. */
const FRESH_STARTS = 3;

/** Between turns: the threads of the peer before may still wait for work in a loop. */
const PAUSE_MS = 20;

/**
 * @typedef {Record<string, import('./metrics.mjs').Reply>} Round answers by entry
 * @typedef {object} Measured
 * @property {Round[]} rounds
 * @property {Record<string, string>} missing why an entry has no answers
 * @property {number} requests in flight
 *
 * @typedef {object} Plan
 * @property {import('./peers.mjs').Setup} setup
 * @property {number} rounds
 * @property {boolean} quick
 * @property {string | undefined} noPython why there is none
 */

/**
 * @param {import('./cases.mjs').Group} group
 * @param {string} model path
 * @param {Plan} plan
 * @returns {Promise<Measured>}
 */
export async function measure(group, model, plan) {
  /** @type {Measured} */
  const measured = { rounds: [], missing: {}, requests: 1 };
  for (const [key, { peer }] of Object.entries(group.entries)) {
    if (peer === 'python' && plan.noPython !== undefined) measured.missing[key] = plan.noPython;
  }
  if (group.kind === 'program') measurePrograms(group, model, plan, measured);
  else if (group.kind === 'fixed') await measureFixed(group, model, plan, measured);
  else await measureLoops(group, model, plan, measured);
  return measured;
}

/**
 * @param {import('./cases.mjs').Group} group
 * @param {string} model
 * @param {Plan} plan
 * @param {Measured} measured
 */
function measurePrograms(group, model, plan, measured) {
  const rounds = plan.quick ? plan.rounds : Math.max(plan.rounds, group.rounds ?? 0);
  const keys = Object.keys(group.entries).filter((key) => measured.missing[key] === undefined);
  // the first start of each brings files into memory
  for (let round = -1; round < rounds; round++) {
    const answers = inTurn(keys, round + 1).map((key) => [key, runProgram(group, key, model, plan)]);
    if (round >= 0) measured.rounds.push(Object.fromEntries(answers));
  }
}

/**
 * @param {import('./cases.mjs').Group} group
 * @param {string} key
 * @param {string} model
 * @param {Plan} plan
 * @returns {import('./metrics.mjs').Reply}
 */
function runProgram(group, key, model, { setup, quick }) {
  const { peer } = /** @type {import('./cases.mjs').Entry} */ (group.entries[key]);
  const roundMs = (group.roundMs ?? 0) / (quick ? 10 : 1);
  const { program, args, env } =
    group.task === 'import-time'
      ? importTimeProgram(setup)
      : group.task === 'command'
        ? steadyProgram(setup, peer, model, roundMs)
        : programOf(setup, peer, model);
  const started = process.hrtime.bigint();
  const { status, stdout, stderr, error } = spawnSync(program, args, { env, encoding: 'utf8' });
  const processMs = Number(process.hrtime.bigint() - started) / 1e6;
  if (status !== 0) throw new Error(`${group.task} of ${peer} failed: ${error?.message ?? stderr.trim()}`);
  if (group.task === 'import-time') return { importMs: Number(stdout) };
  return { processMs, ...(group.task === 'command' && measuredBy(peer, JSON.parse(stdout))) };
}

/**
 * @param {import('./cases.mjs').Entry['peer']} peer
 * @param {any} printed
 * @returns {import('./metrics.mjs').Reply}
 */
function measuredBy(peer, printed) {
  if (peer === 'c') return printed;
  const { iterations, totalMs } = printed.results[0];
  return { iterations, nanoseconds: totalMs * 1e6 };
}

/**
 * Peak memory and the like: each answer is that of a process that did nothing else.
 * @param {import('./cases.mjs').Group} group
 * @param {string} model
 * @param {Plan} plan
 * @param {Measured} measured
 */
async function measureFixed(group, model, plan, measured) {
  const iterations = (plan.quick ? group.quickIterations : group.iterations) ?? 1;
  const rounds = plan.quick ? 1 : Math.min(plan.rounds, group.rounds ?? plan.rounds);
  for (let round = 0; round < rounds; round++) {
    /** @type {Round} */
    const answers = {};
    for (const key of inTurn(Object.keys(group.entries), round)) {
      if (measured.missing[key] !== undefined) continue;
      const peers = await start(group, [key], model, plan, measured);
      for (const peer of peers.values()) answers[key] = await peer.ask({ do: 'run', iterations });
      await stop(peers);
    }
    measured.rounds.push(answers);
  }
}

/**
 * @param {import('./cases.mjs').Group} group
 * @param {string} model
 * @param {Plan} plan
 * @param {Measured} measured
 */
async function measureLoops(group, model, plan, measured) {
  const starts = plan.quick ? 1 : Math.min(FRESH_STARTS, plan.rounds);
  for (let fresh = 0; fresh < starts; fresh++) {
    const peers = await start(group, Object.keys(group.entries), model, plan, measured);
    try {
      const iterations = await warmUp(group, peers, plan.quick);
      const end = Math.round((plan.rounds * (fresh + 1)) / starts);
      while (measured.rounds.length < end) {
        measured.rounds.push(await round(peers, iterations, measured.rounds.length));
      }
    } finally {
      await stop(peers);
    }
  }
}

/**
 * @param {Map<string, PeerProcess>} peers
 * @param {Map<string, number>} iterations
 * @param {number} number
 * @returns {Promise<Round>}
 */
async function round(peers, iterations, number) {
  /** @type {Round} */
  const answers = {};
  for (const key of inTurn([...peers.keys()], number)) {
    await sleep(PAUSE_MS);
    answers[key] = await peers.get(key)?.ask({ do: 'run', iterations: iterations.get(key) });
  }
  return answers;
}

/**
 * Warms each peer up, and finds how many iterations fill a round's time.
 * @param {import('./cases.mjs').Group} group
 * @param {Map<string, PeerProcess>} peers
 * @param {boolean} quick
 */
async function warmUp(group, peers, quick) {
  const shorter = quick ? 10 : 1;
  const roundNs = ((group.roundMs ?? 100) * 1e6) / shorter;
  const first = Math.max(1, Math.round((group.iterations ?? 1) / shorter));
  /** @type {Map<string, number>} */
  const iterations = new Map();
  for (const [key, peer] of peers) {
    // the first run compiles and grows things; the second tells how long it takes
    await peer.ask({ do: 'run', iterations: first });
    const { nanoseconds } = await peer.ask({ do: 'run', iterations: first });
    iterations.set(key, Math.max(10, Math.round((roundNs * first) / nanoseconds)));
  }
  return iterations;
}

/**
 * Starts peers and has them prepare. How many requests are in flight is for the first of them to say: C, where it takes
 * part.
 * @param {import('./cases.mjs').Group} group
 * @param {string[]} keys
 * @param {string} model
 * @param {Plan} plan
 * @param {Measured} measured
 */
async function start(group, keys, model, plan, measured) {
  const [first, ...others] = keys.filter((key) => measured.missing[key] === undefined);
  if (first === undefined) return new Map();
  const leader = await prepare(group, first, model, plan, group.requests ?? 1);
  measured.requests = leader.requests;
  const followers = others.map((key) => prepare(group, key, model, plan, leader.requests));
  /** @type {Map<string, PeerProcess>} */
  const peers = new Map();
  for (const { key, child, unavailable } of [leader, ...(await Promise.all(followers))]) {
    if (unavailable === undefined) {
      peers.set(key, child);
    } else {
      measured.missing[key] = unavailable;
      await child.stop();
    }
  }
  return peers;
}

/**
 * @param {import('./cases.mjs').Group} group
 * @param {string} key
 * @param {string} model
 * @param {Plan} plan
 * @param {number} requests
 * @returns {Promise<{ key: string, child: PeerProcess, requests: number, unavailable?: string }>}
 */
async function prepare(group, key, model, plan, requests) {
  const { peer, ...details } = /** @type {import('./cases.mjs').Entry} */ (group.entries[key]);
  const child = new PeerProcess(peer, programOf(plan.setup, peer));
  const { task, hint = 'LATENCY' } = group;
  const reply = await child.ask({ do: 'prepare', task, model, hint, requests, ...details });
  return { key, child, ...reply };
}

/** @param {Map<string, PeerProcess>} peers */
async function stop(peers) {
  await Promise.all([...peers.values()].map((peer) => peer.stop()));
}

/**
 * The same keys, beginning with another one each round.
 * @param {string[]} keys
 * @param {number} round
 */
function inTurn(keys, round) {
  const first = round % keys.length;
  return [...keys.slice(first), ...keys.slice(0, first)];
}
