import path from 'node:path';

/**
 * @typedef {object} Program
 * @property {string} program
 * @property {string[]} args
 * @property {NodeJS.ProcessEnv} env
 *
 * What the peers' programs need.
 * @typedef {object} Setup
 * @property {string} root of the checkout
 * @property {string} library path of libopenvino_c, the same for all but Python
 * @property {string} preload path of the library to open before it, or ""
 * @property {string} raw
 * @property {string} floor
 * @property {string} python program, or "" for none
 */

/**
 * How to start a peer that reads commands, or (with a model) one that does the whole of a cold start.
 * @param {Setup} setup
 * @param {import('./cases.mjs').Entry['peer']} peer
 * @param {string} [coldStartModel]
 * @returns {Program}
 */
export function programOf(setup, peer, coldStartModel) {
  const { library, preload } = setup;
  const env = { ...process.env, OPENVINO_NODE_LIBRARY: library };
  const script = (/** @type {string} */ name) => path.join(setup.root, 'benchmarks/overhead/peers', name);
  const cold = coldStartModel === undefined ? [] : [coldStartModel];
  const coldWord = coldStartModel === undefined ? [] : ['cold-start', coldStartModel];
  switch (peer) {
    case 'c':
      return { program: setup.raw, args: [library, preload, ...coldWord], env };
    case 'python':
      return { program: setup.python, args: [script('peer.py'), ...coldWord], env };
    case 'floor': {
      const file = coldStartModel === undefined ? 'floor.mjs' : 'cold-start-floor.mjs';
      return { program: process.execPath, args: [script(file), setup.floor, library, preload, ...cold], env };
    }
    case 'ours': {
      const file = coldStartModel === undefined ? ['--expose-gc', script('ours.mjs')] : [script('cold-start-ours.mjs')];
      return { program: process.execPath, args: [...file, ...cold], env };
    }
  }
}

/**
 * A whole process that loads a model and infers synchronously for some time: `ov-bench`, with the input that C's has
 * written before; or C's, which prints what a peer answers.
 * @param {Setup} setup
 * @param {import('./cases.mjs').Entry['peer']} peer
 * @param {string} model
 * @param {number} milliseconds
 * @returns {Program}
 */
export function steadyProgram(setup, peer, model, milliseconds) {
  const input = path.join(path.dirname(setup.raw), 'input.bin');
  if (peer === 'c') {
    const { program, args, env } = programOf(setup, peer);
    return { program, args: [...args, 'steady', model, String(milliseconds), input], env };
  }
  const command = path.join(setup.root, 'dist/bench/main.js');
  const asked = ['--device', 'CPU', '--api', 'sync', '--hint', 'latency', '--time', `${milliseconds}ms`, '--quick'];
  const args = [command, 'run', '--model', model, '--input', `0:${input}`, ...asked, '--json', '-'];
  return { program: process.execPath, args, env: programOf(setup, 'ours').env };
}

/**
 * @param {Setup} setup
 * @returns {Program} it prints milliseconds
 */
export function importTimeProgram(setup) {
  const script = path.join(setup.root, 'benchmarks/overhead/peers/import-time.mjs');
  return { program: process.execPath, args: [script], env: process.env };
}
