import { quote, usageError } from '../options.js';
import { FLAGS, type Flag, flagOf } from './flags.js';

/** Flags by their first names, with their values. */
export interface GivenFlags {
  has(name: string): boolean;
  /** The last value; undefined where it was not given. */
  text(name: string): string | undefined;
  /** All values of a flag that takes many. */
  list(name: string): readonly string[];
  /** Whether a yes-or-no flag is on. */
  on(name: string): boolean;
  /** All, as they were given. */
  readonly all: readonly (readonly [name: string, value: string])[];
  /** Those that have no effect, in their order. */
  readonly idle: readonly Flag[];
}

/**
 * benchmark_app's command line: long names after one dash, `-d CPU` or `-d=CPU`.
 *
 * @throws OpenVINOError `USAGE` for a flag that is unknown, that would change what is measured and is not supported, or that
 *   lacks its value.
 */
export function parseFlags(args: readonly string[]): GivenFlags {
  const values = new Map<string, string[]>();
  const idle: Flag[] = [];
  for (let at = 0; at < args.length; ) {
    const [head = '', inline] = splitInline(args[at++] as string);
    const flag = flagOf(head);
    if (flag === undefined) throw unknownFlag(head);
    const [name] = flag.names;
    if (flag.support === 'refused') throw usageError(`-${name} of benchmark_app is not supported: ${flag.note}.`);
    if (flag.support === 'no effect' && !idle.includes(flag)) idle.push(flag);
    const given = inline === undefined ? [] : [inline];
    const most = inline !== undefined || flag.takes === 'none' ? 0 : flag.takes === 'many' ? args.length : 1;
    while (given.length < most && at < args.length && isValue(args[at] as string, flag))
      given.push(args[at++] as string);
    if (given.length === 0 && (flag.takes === 'one' || flag.takes === 'many'))
      throw usageError(`-${name} needs a value.`);
    values.set(name, flag.takes === 'many' ? [...(values.get(name) ?? []), ...given] : given);
  }
  return {
    has: (name) => values.has(name),
    text: (name) => values.get(name)?.at(-1),
    list: (name) => values.get(name) ?? [],
    on: (name) => values.has(name) && truth(name, values.get(name)?.at(-1) ?? 'true'),
    all: [...values].map(([name, texts]) => [name, texts.join(' ')]),
    idle,
  };
}

function splitInline(argument: string): [head: string, value: string | undefined] {
  const at = argument.startsWith('-') ? argument.indexOf('=') : -1;
  return at === -1 ? [argument, undefined] : [argument.slice(0, at), argument.slice(at + 1)];
}

function isValue(argument: string, { takes }: Flag): boolean {
  if (takes === 'maybe') return /^(yes|true|t|y|1|no|false|f|n|0)$/i.test(argument);
  // a value may be a negative number
  return !argument.startsWith('-') || /^-\d/.test(argument);
}

function truth(name: string, text: string): boolean {
  if (/^(yes|true|t|y|1)$/i.test(text)) return true;
  if (/^(no|false|f|n|0)$/i.test(text)) return false;
  throw usageError(`-${name} takes true or false, not ${quote(text)}.`);
}

function unknownFlag(argument: string): Error {
  if (!argument.startsWith('-'))
    return usageError(`${quote(argument)} stands where a flag of benchmark_app is expected, such as -m or -niter.`);
  const name = argument.replace(/^-+/, '').toLowerCase();
  const near = FLAGS.flatMap(({ names }) => names).find(
    (each) => name.length > 2 && (each.startsWith(name) || (name.startsWith(each) && each.length > 2)),
  );
  return usageError(
    `benchmark_app has no flag ${quote(argument)}${near === undefined ? '' : `: did you mean -${near}?`} (ov-bench app --help lists them)`,
  );
}
