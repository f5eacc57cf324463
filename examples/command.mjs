// What the examples are as commands: arguments that are checked (exit code 2), failures in one sentence (exit code 1).
import { parseArgs } from 'node:util';

/**
 * The command's arguments, as parseArgs() of Node.js gives them; a wrong one ends the program.
 *
 * @param usage The command line: as many positional arguments as it has words in capitals, those in brackets at will.
 * @param options As of parseArgs(): `{ port: { type: 'string', default: '8080' } }`.
 */
export function readArguments(usage, options = {}) {
  const { positionals, values, tokens } = parseArgs({ options, allowPositionals: true, strict: false, tokens: true });
  const help = `Usage: node examples/${usage}`;
  for (const { rawName, name, value } of tokens.filter(({ kind }) => kind === 'option')) {
    if (name === 'help' || rawName === '-h') explain(help);
    const type = Object.hasOwn(options, name) ? options[name].type : undefined;
    if (type === undefined) refuse(`There is no option ${rawName}. ${help}`);
    if (type === 'string' && value === undefined) refuse(`The option ${rawName} needs a value. ${help}`);
    if (type === 'boolean' && value !== undefined) refuse(`The option ${rawName} takes no value. ${help}`);
  }
  // words in capitals; a bracket before one says that it may be left out
  const places = usage.replace(/\[--[^\]]*\]/g, '').match(/ \[?[A-Z]+[^ ]*/g) ?? [];
  if (positionals.length < places.filter((place) => !place.startsWith(' [')).length) refuse(help);
  if (positionals.length > places.length) refuse(`${quote(positionals[places.length])} is one too many. ${help}`);
  return { positionals, values };
}

/** The number that an argument is, whole unless `fraction`; another one ends the program. */
export function readNumber(name, text, { from, to, of = '', fraction = false }) {
  const value = (fraction ? /^\d+(\.\d+)?$/ : /^\d+$/).test(text) ? Number(text) : Number.NaN;
  if (value >= from && value <= to) return value;
  const kind = fraction ? 'number' : 'whole number';
  return refuse(`${name} takes a ${kind}${of && ` of ${of}`} from ${from} to ${to}, not ${quote(text)}.`);
}

/** Ends the program: what was asked for can't be done. Mistakes of the program itself keep their stack. */
export function fail(error) {
  const isMistake = [TypeError, RangeError, ReferenceError].some((kind) => error instanceof kind);
  console.error(isMistake || !(error instanceof Error) ? error : error.message);
  process.exit(1);
}

/** The first line of a message: sharp's have one for everything that was wrong with a picture. */
export function firstLine(message) {
  return message.trim().split('\n', 1)[0].replace(/:$/, '');
}

function explain(help) {
  console.log(help);
  process.exit(0);
}

/** Ends the program: it was called wrongly. */
function refuse(sentence) {
  console.error(sentence);
  process.exit(2);
}

const quote = (text) => JSON.stringify(text);
