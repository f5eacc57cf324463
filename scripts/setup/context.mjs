import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * One step of the set-up.
 * @typedef {object} Step
 * @property {string} title
 * @property {(context: Context, earlierPending: boolean) => string | undefined | Promise<string | undefined>} pending
 *   why the step has to run, or undefined when it is done. `earlierPending` tells that a step before it will run.
 * @property {(context: Context) => Requirement[]} requirements what its work needs of the machine
 * @property {(context: Context) => Promise<string>} run does it and returns what it did, for the reader
 *
 * What a step needs of the machine.
 * @typedef {object} Requirement
 * @property {string} name
 * @property {() => string | undefined | Promise<string | undefined>} problem what is wrong, or undefined
 * @property {import('./install-hints.mjs').PackageKey} packages what to install then
 */

/**
 * Where the set-up works and how it speaks. It speaks on stderr, so that `npm run bench -- --json -` keeps stdout pure.
 */
export function createContext() {
  const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
  return {
    root,
    env: process.env,
    /** @param {string} relative */
    path: (relative) => path.join(root, relative),
    /** @type {(text: string) => void} */
    say: (text) => {
      process.stderr.write(`${text}\n`);
    },
    /** The program that this checkout builds. */
    cli: path.join(root, 'dist', 'bench', 'main.js'),
  };
}

/** @typedef {ReturnType<typeof createContext>} Context */
