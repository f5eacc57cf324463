import { Command, Option } from 'commander';
import { collect, quote, usageError } from '../../options.js';
import { OWN_DIRECTIVE } from '../folder/exercise-script.js';
import {
  directives,
  parseAccount,
  parseArray,
  parseJobName,
  parseQueue,
  parseResources,
  parseVariables,
  splitArguments,
} from './qsub.js';

/** qsub's options, as they stand on a command line or in a script. */
export interface QsubOptions {
  readonly d?: string;
  readonly l?: readonly string[];
  readonly F?: string;
  readonly N?: string;
  readonly q?: string;
  readonly A?: string;
  readonly t?: string;
  readonly v?: readonly string[];
}

/** What they ask for; undefined where they say nothing. */
export interface QsubOrder {
  readonly workingFolder: string | undefined;
  readonly arguments: readonly string[] | undefined;
  readonly name: string | undefined;
  readonly partition: string | undefined;
  readonly account: string | undefined;
  readonly tasks: number | undefined;
  readonly mostAtOnce: number | undefined;
  readonly nodes: number | undefined;
  readonly processorsPerNode: number | undefined;
  readonly features: readonly string[];
  readonly nodelist: string | undefined;
  readonly timeLimitMs: number | undefined;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Whether a script says for itself that a dropped device is a failure: `#OV-BENCH --strict-devices`, which is all that such a
 * line may say.
 *
 * @throws OpenVINOError `USAGE`
 */
export function isStrictScript(script: string): boolean {
  const lines = [...script.matchAll(new RegExp(`^${OWN_DIRECTIVE}\\b(.*)$`, 'gm'))].map(([, text = '']) => text.trim());
  const other = lines.find((text) => text !== '--strict-devices');
  if (other === undefined) return lines.length > 0;
  throw usageError(
    `A ${OWN_DIRECTIVE} line of the script says ${quote(other)}: it takes --strict-devices and nothing else.`,
  );
}

/**
 * What qsub's options say, those of the script's `#PBS` lines first and those of the command line after them.
 *
 * @throws OpenVINOError `USAGE`
 */
export function readQsub(given: QsubOptions, script: string, env: NodeJS.ProcessEnv): QsubOrder {
  const own = parseDirectives(directives(script));
  const lists = [...(own.l ?? []), ...(given.l ?? [])];
  const { d, F, N, q, A, t } = { ...own, ...given };
  const resources = parseResources(lists);
  const array = t === undefined ? undefined : parseArray(t);
  const asksForNodes = lists.some((list) => /(^|,)\s*nodes=/.test(list));
  return {
    workingFolder: d,
    arguments: F === undefined ? undefined : splitArguments(F),
    name: N === undefined ? undefined : parseJobName(N),
    partition: q === undefined ? undefined : parseQueue(q),
    account: A === undefined ? undefined : parseAccount(A),
    tasks: array?.tasks,
    mostAtOnce: array?.mostAtOnce,
    nodes: asksForNodes ? resources.nodes : undefined,
    processorsPerNode: resources.processorsPerNode,
    features: resources.features,
    nodelist: resources.hosts.length === 0 ? undefined : resources.hosts.join(','),
    timeLimitMs: resources.timeLimitMs,
    variables: variablesOf([...(own.v ?? []), ...(given.v ?? [])], env),
  };
}

function variablesOf(lists: readonly string[], env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    [...parseVariables(lists)].map(([name, value]) => {
      const text = value ?? env[name];
      if (text !== undefined) return [name, text];
      throw usageError(`-v names ${name}, which is not set: give it a value, as in -v ${name}=VALUE.`);
    }),
  );
}

/** Flags of qsub that are understood: of `job submit`, and of a script's `#PBS` lines. */
export function qsubFlags(): Option[] {
  const list = collect((text) => text);
  return [
    new Option('-d <dir>', 'the folder to begin in (default: the current one)'),
    new Option('-l <list>', 'nodes=N[:ppn=K][:FEATURE]…, walltime=HH:MM:SS; repeatable').argParser(list),
    new Option('-F <words>', "the script's arguments"),
    new Option('-N <name>', "of the job (default: the script's)"),
    new Option('-q <queue>', 'queue'),
    new Option('-A <account>', 'account'),
    new Option('-t <array>', 'tasks: 1-N, or 1-N%M for M at the same time'),
    new Option('-v <list>', 'variables for the job: A=B,C; repeatable').argParser(list),
  ];
}

function parseDirectives(words: readonly string[]): QsubOptions {
  if (words.length === 0) return {};
  const command = new Command('#PBS')
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .helpOption(false)
    .allowExcessArguments();
  for (const flag of qsubFlags()) command.addOption(flag);
  try {
    command.parse(words, { from: 'user' });
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^error: /, '') : String(error);
    throw usageError(
      `The script's #PBS lines can't be followed: ${why}. What is understood is -d, -l, -F, -N, -q, -A, -t and -v; mail, logs (-j, -o, -e) and -V have no meaning here: take them out.`,
    );
  }
  const [word] = command.args;
  if (word !== undefined) throw usageError(`The script's #PBS lines have a word that belongs to no option: ${word}.`);
  return command.opts<QsubOptions>();
}
