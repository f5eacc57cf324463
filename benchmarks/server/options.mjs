import { parseArgs } from 'node:util';
import { BODIES } from './bodies.mjs';

/**
 * @typedef {object} Options
 * @property {boolean} help
 * @property {string[]} models paths of .xml files; empty for the default
 * @property {import('./bodies.mjs').BodyName[]} bodies
 * @property {number} rounds
 * @property {number} seconds of load in a round
 * @property {number} connections
 * @property {boolean} quick
 * @property {string | undefined} json
 * @property {string | undefined} markdown
 */

const ROUNDS = 3;
const SECONDS = 10;
const CONNECTIONS = 64;

export const USAGE = `Usage: npm run bench:server -- [options]

Holds load on examples/server.mjs, and beside it, in turns, lets a C program do as many inferences. Some minutes.

  --model FILE      .xml of a detector as the example takes it; may be given several times. Default: the detectors of
                    ../shared where they are, else a built-in stand-in
  --body NAME,…     what requests send: ${Object.keys(BODIES).join(', ')}. Default: all
  --rounds N        rounds of each (${ROUNDS})
  --seconds N       of load in a round (${SECONDS})
  --connections N   that each send the next request when the last is answered (${CONNECTIONS})
  --quick           one round of a second: for trying it, not for results
  --json FILE       writes all there is
  --markdown FILE   writes the tables
  --help            this
`;

/**
 * @param {string[]} args
 * @returns {Options}
 */
export function parseOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      model: { type: 'string', multiple: true },
      body: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      connections: { type: 'string' },
      quick: { type: 'boolean' },
      json: { type: 'string' },
      markdown: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const quick = values.quick ?? false;
  return {
    help: values.help ?? false,
    models: values.model ?? [],
    bodies: parseBodies(values.body),
    rounds: parseCount('--rounds', values.rounds) ?? (quick ? 1 : ROUNDS),
    seconds: parseCount('--seconds', values.seconds) ?? (quick ? 1 : SECONDS),
    connections: parseCount('--connections', values.connections) ?? CONNECTIONS,
    quick,
    json: values.json,
    markdown: values.markdown,
  };
}

/**
 * @param {string} name
 * @param {string | undefined} text
 */
function parseCount(name, text) {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new Error(`${name} takes a whole number from 1, not ${text}`);
}

/**
 * @param {string | undefined} text
 * @returns {import('./bodies.mjs').BodyName[]}
 */
function parseBodies(text) {
  const all = /** @type {import('./bodies.mjs').BodyName[]} */ (Object.keys(BODIES));
  const names = text?.split(',').filter(Boolean) ?? all;
  for (const name of names) {
    if (!all.some((one) => one === name)) throw new Error(`--body knows no ${name}; there are ${all.join(', ')}`);
  }
  return all.filter((one) => names.includes(one));
}
