import { quote, usageError, wholeNumber } from '../../options.js';
import { splitWords } from './shell-words.js';

/** What `-l` asks for. */
export interface Resources {
  /** How many nodes; the number of `hosts` where they are named. */
  readonly nodes: number;
  readonly processorsPerNode: number | undefined;
  /** What each node has to have. */
  readonly features: readonly string[];
  /** Names of the nodes, where the job is for these. */
  readonly hosts: readonly string[];
  readonly timeLimitMs: number | undefined;
}

/** What `-t` asks for: tasks from 1 to `tasks`. */
export interface ArrayRange {
  readonly tasks: number;
  readonly mostAtOnce: number | undefined;
}

const MOST_NODES = 100_000;
const MOST_TASKS = 1_000_000;
const LONGEST_HOURS = 10_000;
/** Of nodes, features, queues and accounts: a dash at the beginning would be another command's option. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const UNDERSTOOD = 'nodes=N[:ppn=K][:FEATURE]..., nodes=HOST[+HOST]... and walltime=[[HH:]MM:]SS';

type NodesAsked = Omit<Resources, 'timeLimitMs'>;

/**
 * The values of all `-l`, in their order: of a resource that stands in several of them the last one counts, so that the command
 * line comes after the script's own. What is not understood is refused, for a job without it would be another job.
 *
 * @throws OpenVINOError `USAGE`
 */
export function parseResources(values: readonly string[]): Resources {
  let nodes: NodesAsked = { nodes: 1, processorsPerNode: undefined, features: [], hosts: [] };
  let timeLimitMs: number | undefined;
  for (const value of values) {
    const seen = new Set<string>();
    for (const part of value.split(',').map((text) => text.trim())) {
      const at = part.indexOf('=');
      const name = part.slice(0, Math.max(at, 0));
      if (seen.has(name)) throw usageError(`-l asks for ${name} twice in ${quote(value)}: give it once.`);
      seen.add(name);
      if (name === 'nodes') nodes = parseNodes(part.slice(at + 1), value);
      else if (name === 'walltime') timeLimitMs = parseWalltime(part.slice(at + 1));
      else throw usageError(`-l understands ${UNDERSTOOD}, separated by commas, not ${quote(part)}.`);
    }
  }
  return { ...nodes, timeLimitMs };
}

/** `1:ppn=2:tank-870:intel-ncs2`, or `tank-870-01+tank-870-02`. */
function parseNodes(text: string, whole: string): NodesAsked {
  const [first = '', ...rest] = text.split(':');
  if (!/^\d+$/.test(first)) return parseHosts(text, whole);
  const nodes = wholeNumber('-l nodes=', 1, MOST_NODES)(first);
  let processorsPerNode: number | undefined;
  const features: string[] = [];
  for (const part of rest) {
    const count = /^ppn=(.*)$/s.exec(part)?.[1];
    if (count === undefined) {
      if (!NAME.test(part)) throw badNodes(whole);
      if (!features.includes(part)) features.push(part);
    } else if (processorsPerNode === undefined) processorsPerNode = wholeNumber('ppn=', 1, MOST_NODES)(count);
    else throw usageError(`-l has ppn= twice in ${quote(whole)}: give it once.`);
  }
  return { nodes, processorsPerNode, features, hosts: [] };
}

function parseHosts(text: string, whole: string): NodesAsked {
  const hosts = text.split('+');
  if (!hosts.every((host) => NAME.test(host) && /[A-Za-z]/.test(host))) throw badNodes(whole);
  const twice = hosts.find((host, index) => hosts.indexOf(host) !== index);
  if (twice !== undefined) throw usageError(`-l names the node ${twice} twice in ${quote(whole)}: name it once.`);
  return { nodes: hosts.length, processorsPerNode: undefined, features: [], hosts };
}

function badNodes(whole: string): Error {
  return usageError(
    `-l takes nodes=N[:ppn=K][:FEATURE]..., the same for all N nodes, or nodes=HOST[+HOST]..., with letters, digits, '_', '.' ` +
      `and '-' in the names, not ${quote(whole)}.`,
  );
}

/** `1:30:00`, `90:00` or `5400`; minutes and seconds may be more than 59, as schedulers take them. */
function parseWalltime(text: string): number {
  const parts = /^\d{1,9}(:\d{1,2}){0,2}$/.test(text) ? text.split(':').map(Number) : [];
  const seconds = parts.reduce((sum, part) => sum * 60 + part, 0);
  if (seconds > 0 && seconds <= LONGEST_HOURS * 3600) return seconds * 1000;
  throw usageError(
    `-l walltime= takes [[HH:]MM:]SS, such as 1:30:00, or seconds, from 1 second to ${LONGEST_HOURS} hours, not ${quote(text)}.`,
  );
}

/**
 * The words of `-F`, as a shell would split them; nothing is expanded.
 *
 * @throws OpenVINOError `USAGE` for a quote that is not closed.
 */
export function splitArguments(text: string): string[] {
  return splitWords(text, '-F').map((word) => word.text);
}

/**
 * The options on a script's `#PBS` lines, as an argument list that goes before those of the command line. They stand before the
 * first command; a line such as `##PBS` or `# PBS` is a comment.
 *
 * @throws OpenVINOError `USAGE` naming the line.
 */
export function directives(scriptText: string): string[] {
  const found: string[] = [];
  const lines = scriptText.replace(/^\ufeff/, '').split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    // the old way to say that a script is one for the Bourne shell
    const isComment = /^\s*(#|$)/.test(line) || (index === 0 && line.startsWith(':'));
    if (!isComment) break;
    const options = /^\s*#PBS(?:\s+(.*))?$/s.exec(line);
    if (options !== null) found.push(...directive(options[1] ?? '', index + 1));
  }
  return found;
}

function directive(text: string, line: number): string[] {
  const what = `Line ${line} of the script, a #PBS line,`;
  const words = splitWords(text, what);
  const comment = words.find((word) => word.bare && word.text.startsWith('#'));
  if (comment !== undefined)
    throw usageError(`${what} has a comment behind its options: give it a line of its own, not ${quote(text)}.`);
  const [first] = words;
  if (first !== undefined && !first.text.startsWith('-'))
    throw usageError(`${what} takes options of qsub, such as -N NAME, not ${quote(text)}.`);
  return words.map((word) => word.text);
}

/** `1-1000` or `1-1000%5`. */
export function parseArray(text: string): ArrayRange {
  const [, last, most] = /^1-(\d+)(?:%(\d+))?$/.exec(text) ?? [];
  if (last === undefined)
    throw usageError(
      `-t takes 1-N or 1-N%M, such as 1-1000%5: tasks are counted from 1, one by one, not ${quote(text)}.`,
    );
  return {
    tasks: wholeNumber('-t 1-', 1, MOST_TASKS)(last),
    mostAtOnce: most === undefined ? undefined : wholeNumber('The number after % of -t', 1, MOST_TASKS)(most),
  };
}

/** The name of a job: `-N`. */
export function parseJobName(text: string): string {
  if (/^[A-Za-z0-9_.-]{1,64}$/.test(text)) return text;
  throw usageError(`-N takes a name of at most 64 letters, digits, '_', '.' and '-', not ${quote(text)}.`);
}

/** The queue: `-q`. One at another server is refused. */
export function parseQueue(text: string): string {
  if (NAME.test(text)) return text;
  throw usageError(
    `-q takes the name of a queue, of letters, digits, '_', '.' and '-', without @SERVER, not ${quote(text)}.`,
  );
}

/** Who pays: `-A`. */
export function parseAccount(text: string): string {
  if (NAME.test(text)) return text;
  throw usageError(`-A takes the name of an account, of letters, digits, '_', '.' and '-', not ${quote(text)}.`);
}

/**
 * The values of all `-v`: `A=B,C`. Of a variable that stands in several of them the last one counts.
 *
 * @returns undefined for one whose value is that of the environment, such as C.
 * @throws OpenVINOError `USAGE`
 */
export function parseVariables(values: readonly string[]): ReadonlyMap<string, string | undefined> {
  const all = new Map<string, string | undefined>();
  for (const value of values) {
    const names = new Set<string>();
    for (const { text } of splitWords(value, '-v', 'commas')) {
      const [, name, rest] = /^([A-Za-z_][A-Za-z0-9_]*)(?:=(.*))?$/s.exec(text) ?? [];
      if (name === undefined)
        throw usageError(
          `-v takes NAME=VALUE or NAME, separated by commas; a value with commas stands in quotes, as in A="1,2", not ${quote(value)}.`,
        );
      if (names.has(name)) throw usageError(`-v has ${name} twice in ${quote(value)}: give it once.`);
      names.add(name);
      all.set(name, rest);
    }
  }
  return all;
}
