// How often a comparison finds a difference where there is none, and one of 5 % where there is one, on simulated devices with
// noise: node benchmarks/comparison/a-a.mjs [COMPARISONS]
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { normal } from './noise.mjs';

/** @param {string} name */
const bench = (name) => import(new URL(`../../dist/bench/${name}.js`, import.meta.url).href);

/** @typedef {import('../../lib/bench/compare/comparison.js').RowComparison} RowComparison */

const ROUNDS = 5;
const INFERENCES = 200;
/** Between processes: a factor that each of them keeps. */
const PROCESS_DEVIATION = 0.01;
/** Between inferences of a process, lognormal. */
const JITTER = 0.1;
/** The machine gets slower by so much from one process to the next. */
const DRIFT = 0.005;
const LATENCY_MS = 5;

/**
 * Compares two rows of five processes each, in rounds, on simulated devices: all of the benchmark but its processes.
 *
 * @param {number} comparisons
 * @param {number} slowdown how many times as long an inference takes in the second row
 * @param {number} [seed]
 * @returns {Promise<RowComparison[]>}
 */
export async function compareRepeatedly(comparisons, slowdown, seed = 1) {
  const { seededRandom } = await bench('compare/random');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'a-a-'));
  const environment = { ...process.env };
  try {
    const setting = await prepare(folder);
    const random = seededRandom(seed);
    const found = [];
    for (let index = 0; index < comparisons; index++) found.push(await compareOnce(setting, slowdown, random));
    return found;
  } finally {
    // simulated worlds set the folder for temporary files
    for (const name of ['TMPDIR', 'TEMP', 'TMP']) {
      if (environment[name] === undefined) delete process.env[name];
      else process.env[name] = environment[name];
    }
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What is shared by all processes: max(x, 0), since what is simulated does not depend on the model, and its input.
 * @param {string} folder
 */
async function prepare(folder) {
  const { IrGraph, ops } = await bench('model/ir/index');
  const { inspect } = await bench('child/inspect');
  const graph = new IrGraph('relu');
  graph.result(ops.relu(graph, 'relu', graph.parameter('x', 'f32', [1, 16]), ['y']));
  const { xml, weights } = graph.build();
  const model = { path: path.join(folder, 'relu.xml'), standIn: false };
  fs.writeFileSync(model.path, xml);
  fs.writeFileSync(path.join(folder, 'relu.bin'), weights);
  const world = await simulatedWorld(folder, LATENCY_MS, 1);
  try {
    const job = { kind: 'inspect', model, input: { kind: 'files', files: [] }, shapes: [], folder };
    return { model, folder, inspection: await inspect(job) };
  } finally {
    world.close();
  }
}

/** @typedef {Awaited<ReturnType<typeof prepare>>} Setting */

/**
 * @param {string} folder
 * @param {number} meanMs of the latencies
 * @param {number} seed
 */
async function simulatedWorld(folder, meanMs, seed) {
  const { openSimulatedWorld } = await bench('child/simulated-world');
  const latencyMs = { mean: meanMs, sd: JITTER * meanMs, distribution: 'lognormal' };
  return openSimulatedWorld(
    { devices: [{ name: 'CPU', latencyMs }], version: '2026.4.1', seed, speed: undefined },
    folder,
  );
}

/**
 * @param {Setting} setting
 * @param {number} slowdown
 * @param {() => number} random
 * @returns {Promise<RowComparison>}
 */
async function compareOnce({ model, folder, inspection }, slowdown, random) {
  const { summarize } = await bench('result/summarize');
  const { describeHost } = await bench('machine/host');
  const { runTrial } = await bench('child/trial');
  const specs = [specOf(), specOf()];
  const outcomes = [];
  for (let turn = 0; turn < 2 * ROUNDS; turn++) {
    // each round begins with the other row
    const row = (turn + Math.floor(turn / 2)) % 2;
    const lasting = Math.exp(PROCESS_DEVIATION * normal(random)) * (1 + DRIFT * turn) * (row === 1 ? slowdown : 1);
    const world = await simulatedWorld(folder, LATENCY_MS * lasting, Math.floor(random() * 2 ** 32));
    const { runtimePath, prepared: inputs } = inspection;
    const job = { kind: 'trial', runtimePath, modelPath: model.path, shapes: [], inputs, spec: specs[row], folder };
    try {
      outcomes.push({ spec: specs[row], measurement: await runTrial(job, { world, onProgress: () => {} }) });
    } finally {
      world.close();
    }
  }
  const result = summarize(
    { model, inspection, outcomes, interrupted: false },
    { createdAt: new Date(), host: describeHost() },
  );
  return result.comparisons[0];
}

function specOf() {
  return {
    device: 'CPU',
    api: 'sync',
    properties: {},
    stop: { kind: 'count', iterations: INFERENCES },
    requests: 1,
    warmupPerRequest: 2,
    firstApart: true,
  };
}

/** @param {readonly RowComparison[]} comparisons */
export function verdictCounts(comparisons) {
  const counts = { faster: 0, slower: 0, inconclusive: 0 };
  for (const { verdict } of comparisons) if (verdict !== null) counts[verdict]++;
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const comparisons = Number(process.argv[2] ?? 1000);
  for (const slowdown of [1, 1.05]) {
    const counts = verdictCounts(await compareRepeatedly(comparisons, slowdown));
    console.log(`${slowdown} times as slow, ${comparisons} comparisons: ${JSON.stringify(counts)}`);
  }
}
