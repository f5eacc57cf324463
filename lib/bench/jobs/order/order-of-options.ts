import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { OpenVINOError } from '../../../index.js';
import { printable, systemCode } from '../../../runtime/printable.js';
import { usageError } from '../../options.js';
import type { EngineName } from '../engine.js';
import { matrixScript } from '../folder/exercise-script.js';
import { refuseOwnOptions, tasksOfMatrix } from './matrix.js';
import type { Order } from './order.js';
import { isStrictScript, type QsubOptions, type QsubOrder, readQsub } from './qsub-order.js';
import { parseTimeLimit } from './time-limit.js';

/** Where and how a job runs, as options say it; all forms of submitting have them. */
export interface PlaceOptions {
  readonly engine?: EngineName;
  readonly name?: string;
  readonly features?: readonly string[];
  readonly nodes?: number;
  readonly time?: string;
  readonly shared?: true;
  readonly partition?: string;
  readonly account?: string;
  readonly qos?: string;
  readonly gres?: string;
  readonly nodelist?: string;
  readonly mostAtOnce?: number;
  readonly prologue?: string;
  readonly ovBench?: string;
  readonly strictDevices?: true;
}

/** What a job of the modern form measures, as options say it. */
export interface SubjectOptions {
  readonly model?: readonly string[];
  readonly device?: readonly string[];
  readonly image?: string;
  readonly api?: string;
  readonly iterations?: number;
  readonly repeat?: number;
  readonly simulate?: string;
  readonly array?: true;
}

export interface Surroundings {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The order of the modern form: a matrix of models and devices.
 *
 * @param more Options of `ov-bench run`, after `--`.
 */
export async function orderOfMatrix(
  options: SubjectOptions & PlaceOptions,
  more: readonly string[],
  { cwd }: Surroundings,
): Promise<Order> {
  const { model = [], device = [], image, api, iterations, repeat, simulate, array } = options;
  refuseOwnOptions(more);
  const values = { api, iterations, repeat, simulate, image: image === undefined ? undefined : resolve(cwd, image) };
  const common = Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [`--${key}`, String(value)],
  );
  const matrix = { models: model, devices: device, split: array === true, common: [...common, ...more] };
  return {
    ...tasksOfMatrix(matrix, cwd),
    ...(await placeOf(options)),
    name: options.name ?? 'ov-bench',
    workingFolder: cwd,
    script: matrixScript(['run']),
    variables: {},
  };
}

/**
 * The order of the exercise's form: a script, with qsub's options.
 *
 * @param words The script, and its arguments where they are not in `-F`.
 */
export async function orderOfScript(
  options: QsubOptions & PlaceOptions,
  [file = '', ...rest]: readonly string[],
  { cwd, env }: Surroundings,
): Promise<Order> {
  const script = await readText(resolve(cwd, file), 'script');
  if (!script.trim().startsWith('#!')) {
    throw usageError(
      `"${printable(file)}" does not begin with #! and what runs it, such as #!/bin/bash: it is no script. \`ov-bench job script\` writes one.`,
    );
  }
  const qsub = readQsub(options, script, env);
  if (rest.length > 0 && qsub.arguments !== undefined)
    throw usageError(`The script's arguments stand in -F and behind it: ${rest.join(' ')}. Give them once.`);
  const place = await placeOf(options);
  return {
    ...place,
    ...merged(options, qsub, place),
    name: once('--name', options.name, '-N', qsub.name) ?? nameOf(file),
    workingFolder: resolve(cwd, qsub.workingFolder ?? '.'),
    script,
    argumentsOf: [qsub.arguments ?? rest],
    titles: [''],
    tasks: qsub.tasks,
    mostAtOnce: once('--most-at-once', options.mostAtOnce, '-t', qsub.mostAtOnce),
    variables: qsub.variables,
    strictDevices: place.strictDevices || isStrictScript(script),
  };
}

type Place = Omit<Order, 'name' | 'workingFolder' | 'script' | 'argumentsOf' | 'titles' | 'tasks' | 'variables'>;

export async function placeOf(options: PlaceOptions): Promise<Place> {
  const { features = [], nodes = 1, time, shared, partition, account, qos, gres, nodelist } = options;
  const { mostAtOnce, prologue, ovBench, strictDevices } = options;
  return {
    features: [...new Set(features)],
    nodes,
    processorsPerNode: undefined,
    timeLimitMs: time === undefined ? undefined : parseTimeLimit(time),
    exclusive: shared !== true,
    partition,
    account,
    qos,
    gres,
    nodelist,
    mostAtOnce,
    prologue: prologue === undefined ? undefined : await readPrologue(prologue),
    command: ovBench,
    strictDevices: strictDevices === true,
  };
}

/** It is copied into the job's folder, and OpenVINO's own script looks for things beside itself. */
async function readPrologue(file: string): Promise<string> {
  if (basename(file) === 'setupvars.sh')
    throw usageError(
      `--prologue is copied, and setupvars.sh must stay where it is: give a file with the line \`source ${printable(resolve(file))}\`.`,
    );
  return await readText(file, 'prologue');
}

/** What both kinds of options may say. */
function merged(options: PlaceOptions, qsub: QsubOrder, place: Place): Partial<Place> {
  return {
    features: [...new Set([...place.features, ...qsub.features])],
    nodes: once('--nodes', options.nodes, '-l nodes=', qsub.nodes) ?? 1,
    processorsPerNode: qsub.processorsPerNode,
    timeLimitMs: once('--time', place.timeLimitMs, '-l walltime=', qsub.timeLimitMs),
    partition: once('--partition', place.partition, '-q', qsub.partition),
    account: once('--account', place.account, '-A', qsub.account),
    nodelist: once('--nodelist', place.nodelist, '-l nodes=', qsub.nodelist),
  };
}

function once<T>(first: string, a: T | undefined, second: string, b: T | undefined): T | undefined {
  if (a !== undefined && b !== undefined && a !== b)
    throw usageError(`${first} and ${second} say different things: give one of them.`);
  return a ?? b;
}

/** As qsub names a job: by its script. */
function nameOf(file: string): string {
  return (
    basename(file)
      .replace(/[^A-Za-z0-9_.-]/g, '_')
      .replace(/^[-.]+/, '')
      .slice(0, 64) || 'job'
  );
}

/** Larger than this no script is. */
const MOST_BYTES = 1024 * 1024;

async function readText(file: string, what: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const code = systemCode(cause);
    const reason = code === 'ENOENT' ? 'it is not there' : `the system says ${code ?? String(cause)}`;
    throw new OpenVINOError(
      code === 'ENOENT' ? 'FILE_NOT_FOUND' : 'FILE_NOT_READABLE',
      `The ${what} "${printable(file)}" can't be read: ${reason}.`,
      { cause },
    );
  }
  if (text.includes('\0') || text.length > MOST_BYTES)
    throw usageError(`"${printable(file)}" is no ${what}: it is not text, or is larger than 1 MiB.`);
  return text;
}
