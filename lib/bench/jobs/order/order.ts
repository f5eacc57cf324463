import { createHash } from 'node:crypto';
import { quote, usageError } from '../../options.js';
import type { JobSpec } from '../engine.js';

/** What is to be done, before any engine or folder comes into it. */
export interface Order
  extends Pick<
    JobSpec,
    | 'name'
    | 'tasks'
    | 'mostAtOnce'
    | 'nodes'
    | 'processorsPerNode'
    | 'features'
    | 'exclusive'
    | 'timeLimitMs'
    | 'partition'
    | 'account'
    | 'qos'
    | 'gres'
    | 'nodelist'
  > {
  /** The folder that the script begins in. */
  readonly workingFolder: string;
  /** The script's text. */
  readonly script: string;
  /** Its arguments, for each task; one list for all of them, or for a job that is no array. */
  readonly argumentsOf: readonly (readonly string[])[];
  /** What each of them does, for people. */
  readonly titles: readonly string[];
  /** Set for the script, besides what all jobs get. */
  readonly variables: Readonly<Record<string, string>>;
  readonly strictDevices: boolean;
  /** Text of shell commands that come before. */
  readonly prologue: string | undefined;
  /** The `ov-bench` of the nodes; undefined for this one. */
  readonly command: string | undefined;
}

const NAME = /^[A-Za-z0-9_.-]+$/;
/** Lists of hosts, resources, accounts: `tank-[01-04],up2-01`, `ncs2:1`, `lab/edge`. */
const VALUE = /^[A-Za-z0-9_./:,=[\]@+-]+$/;
const LONGEST_NAME = 64;
const MOST_TASKS = 100_000;

/**
 * Refuses what some engine would read as something else than it is.
 *
 * @throws OpenVINOError `USAGE`
 */
export function checkOrder(order: Order): void {
  const { name, features, tasks, nodes, timeLimitMs, partition, account, qos, gres, nodelist } = order;
  if (!NAME.test(name) || name.length > LONGEST_NAME || name.startsWith('-'))
    throw usageError(
      `A job's name takes letters, digits, "_", "." and "-", ${LONGEST_NAME} at most, not ${quote(name)}.`,
    );
  for (const feature of features) {
    if (NAME.test(feature)) continue;
    throw usageError(`A feature takes letters, digits, "_", "." and "-", such as tank-870, not ${quote(feature)}.`);
  }
  for (const [option, value] of Object.entries({ partition, account, qos, gres, nodelist })) {
    if (value === undefined || (VALUE.test(value) && !value.startsWith('-'))) continue;
    throw usageError(`--${option} takes a name or a list of names, without blanks and quotes, not ${quote(value)}.`);
  }
  if (tasks !== undefined && tasks > MOST_TASKS) throw usageError(`An array has ${MOST_TASKS} tasks at most.`);
  if (order.mostAtOnce !== undefined && tasks === undefined)
    throw usageError(
      '--most-at-once is of arrays, and this job is none: leave it away, or give several models, or --array.',
    );
  if (order.command === '') throw usageError('--ov-bench takes a command, and is given an empty text.');
  if (nodes < 1) throw usageError('A job takes one node or more.');
  if (timeLimitMs !== undefined && timeLimitMs < 1000) throw usageError('A job takes a time limit of 1 s or more.');
  refuseCarriageReturns(order.script);
}

/** `#!/bin/bash\r` names an interpreter that is nowhere. */
function refuseCarriageReturns(script: string): void {
  if (/^#![^\n]*\r\n/.test(script))
    throw usageError(
      'The script has the line ends of Windows (CR LF): no shell runs that. Convert it, as dos2unix does.',
    );
}

/**
 * The path of a job's folder: engines take it as an option, and logs and lists show it.
 *
 * @throws OpenVINOError `USAGE` where a path can't be passed on exactly.
 */
export function checkFolder(folder: string): void {
  if (/[\u0000-\u001f\u007f]/.test(folder))
    throw usageError(`The folder of a job can't have control characters or line breaks in its path: ${quote(folder)}.`);
}

/** What tells an order from another one: the same folder may be given again for the same order, and for no other. */
export function fingerprint(order: Order): string {
  return createHash('sha256').update(JSON.stringify(order, sorted)).digest('hex');
}

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
