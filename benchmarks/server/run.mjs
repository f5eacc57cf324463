import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { BUILD_FOLDER, buildPeers } from '../overhead/build.mjs';
import { machine } from '../overhead/machine.mjs';
import { prepareModels } from '../overhead/models.mjs';
import { PeerProcess } from '../overhead/peer-process.mjs';
import { programOf } from '../overhead/peers.mjs';
import { findLibrary, ROOT } from '../overhead/setup.mjs';
import { makeBody } from './bodies.mjs';
import { ServerProcess } from './server-process.mjs';
import { summarize } from './summarize.mjs';

/**
 * A round: the server under load, and the C program with as many inferences.
 * @typedef {object} Round
 * @property {import('./load.mjs').LoadResult} load
 * @property {number} serverCpuMs meanwhile
 * @property {number} rssBytes of the server, at its end
 * @property {number} rawPerSecond inferences of the C program
 *
 * @typedef {object} Outcome
 * @property {string} date
 * @property {boolean} quick
 * @property {number} rounds
 * @property {number} seconds
 * @property {number} connections
 * @property {ReturnType<typeof machine>} machine
 * @property {string} openvino
 * @property {import('./summarize.mjs').Result[]} results
 */

/** Before what is measured: code gets compiled, buffers grow, the model's memory is touched. */
const WARM_UP_SECONDS = 1;

/**
 * @param {import('./options.mjs').Options} options
 * @param {(text: string) => void} say for progress
 * @returns {Promise<Outcome>}
 */
export async function runBenchmark(options, say) {
  const peers = buildPeers(ROOT, say);
  const { library, preload, version } = await findLibrary();
  const { detectors } = await prepareModels(ROOT, options.models);
  const raw = programOf({ root: ROOT, library, preload, python: '', ...peers }, 'c');
  const results = [];
  for (const model of detectors) {
    for (const name of options.bodies) {
      say(`${name} on ${model.name}`);
      const body = await makeBody(path.join(ROOT, BUILD_FOLDER, 'bodies'), name);
      const rounds = await measure(model.file, body, raw, options);
      /** @type {import('./parts.mjs').Parts} */
      const parts = await answerOf('parts.mjs', {
        model: model.file,
        body: body.file,
        raw: name === 'pixels',
        seconds: Math.min(options.seconds, 4),
      });
      results.push(summarize(model.name, body, rounds, parts, availableParallelism()));
    }
  }
  const { quick, rounds, seconds, connections } = options;
  const date = new Date().toISOString();
  return { date, quick, rounds, seconds, connections, machine: machine(), openvino: version, results };
}

/**
 * @param {string} model
 * @param {import('./bodies.mjs').Body} body
 * @param {import('../overhead/peers.mjs').Program} program
 * @param {import('./options.mjs').Options} options
 * @returns {Promise<Round[]>}
 */
async function measure(model, body, program, { rounds, seconds, connections }) {
  const raw = new PeerProcess('c', program);
  const server = new ServerProcess(ROOT, model, ['--max-waiting', String(connections)]);
  try {
    await Promise.all([
      raw.ask({ do: 'prepare', task: 'async', model, hint: 'THROUGHPUT', requests: 0 }),
      server.listening(),
    ]);
    const load = { port: server.port, connections, body: body.file, type: body.type };
    const warmUp = await answerOf('load.mjs', { ...load, seconds: WARM_UP_SECONDS });
    let iterations = Math.max(1, warmUp.answered['200'] ?? 0);
    await raw.ask({ do: 'run', iterations });
    const done = [];
    for (let round = 0; round < rounds; round++) {
      /** @type {Promise<number> | undefined} */
      let rawPerSecond;
      // every other round C is the first, with as many inferences as the server had in the round before
      if (round % 2 === 1) rawPerSecond = Promise.resolve(await runRaw(raw, iterations));
      const before = await server.usage();
      const result = await answerOf('load.mjs', { ...load, seconds });
      const { cpuMs, rssBytes } = await server.usage();
      iterations = Math.max(1, result.answered['200'] ?? 0);
      rawPerSecond ??= runRaw(raw, iterations);
      done.push({
        load: result,
        serverCpuMs: cpuMs - before.cpuMs,
        rssBytes,
        rawPerSecond: await rawPerSecond,
      });
    }
    return done;
  } finally {
    await Promise.all([raw.stop(), server.stop()]);
  }
}

/**
 * @param {PeerProcess} raw
 * @param {number} iterations
 */
async function runRaw(raw, iterations) {
  const { nanoseconds } = await raw.ask({ do: 'run', iterations });
  return iterations / (nanoseconds / 1e9);
}

/**
 * What a program of this folder says.
 * @param {string} name
 * @param {object} options
 * @returns {Promise<any>}
 */
async function answerOf(name, options) {
  const child = fork(path.join(ROOT, 'benchmarks/server', name), [JSON.stringify(options)], {
    serialization: 'advanced',
  });
  const ended = once(child, 'exit');
  const [answer] = await Promise.race([once(child, 'message'), ended]);
  await ended;
  if (typeof answer !== 'object' || answer === null) throw new Error(`${name} ended with ${answer}`);
  return answer;
}
