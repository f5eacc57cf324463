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
 * @param {Setup} setup
 * @returns {Program} it prints milliseconds
 */
export function importTimeProgram(setup) {
  const script = path.join(setup.root, 'benchmarks/overhead/peers/import-time.mjs');
  return { program: process.execPath, args: [script], env: process.env };
}
