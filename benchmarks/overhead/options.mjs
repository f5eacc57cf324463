import { parseArgs } from 'node:util';
import { CASES } from './cases.mjs';

/**
 * @typedef {object} Options
 * @property {boolean} help
 * @property {string[]} models paths of .xml files for the cases with a detector; empty for the default
 * @property {string | undefined} python undefined for python3 where it has openvino; "none" for no Python
 * @property {number} rounds of each case
 * @property {boolean} quick
 * @property {string[]} only names of cases; empty for all
 * @property {string | undefined} json
 * @property {string | undefined} markdown
 */

/** Fewer say little of the spread. */
const ROUNDS = 9;
const QUICK_ROUNDS = 3;

/**
 * Names under the options, in lines that a terminal shows whole.
 * @param {string[]} names
 */
function listed(names) {
  const indent = ' '.repeat(20);
  const lines = [indent];
  for (const name of names) {
    const last = lines.length - 1;
    if (`${lines[last]}${name}, `.length > 118) lines.push(`${indent}${name}, `);
    else lines[last] += `${name}, `;
  }
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/,$/, '');
}

export const USAGE = `Usage: npm run bench:overhead -- [options]

Measures, side by side, what this package costs over OpenVINO's C API. It takes some minutes.

  --model FILE      .xml of a model with one f32 input and one f32 output for the cases with a detector; may be given
                    several times. Default: the detectors of ../shared where they are, else a built-in stand-in
  --python PATH     Python with openvino to measure as well; none for no Python. Default: python3 if it has openvino
  --rounds N        rounds of each case (${ROUNDS}; ${QUICK_ROUNDS} with --quick)
  --quick           short rounds, all in the same processes: for trying it, not for results
  --only CASE,…     these cases alone, of
${listed(CASES)}
  --json FILE       writes all there is
  --markdown FILE   writes the table
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
      python: { type: 'string' },
      rounds: { type: 'string' },
      quick: { type: 'boolean' },
      only: { type: 'string' },
      json: { type: 'string' },
      markdown: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const quick = values.quick ?? false;
  return {
    help: values.help ?? false,
    models: values.model ?? [],
    python: values.python,
    rounds: parseRounds(values.rounds) ?? (quick ? QUICK_ROUNDS : ROUNDS),
    quick,
    only: parseOnly(values.only),
    json: values.json,
    markdown: values.markdown,
  };
}

/** @param {string | undefined} text */
function parseRounds(text) {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new Error(`--rounds takes a whole number from 1, not ${text}`);
}

/** @param {string | undefined} text */
function parseOnly(text) {
  const names = text?.split(',').filter(Boolean) ?? [];
  for (const name of names) {
    if (!CASES.includes(name)) throw new Error(`--only knows no case ${name}; there are ${CASES.join(', ')}`);
  }
  return names;
}
