import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { OpenVINOError } from '../../index.js';
import { printable } from '../../runtime/printable.js';
import type { BaselineMetric } from '../checks/regression.js';
import { isHandedOver, readInput } from '../files/read-input.js';
import type { ScenarioName } from '../modes/scenario.js';
import type { Api, Hint } from '../options.js';
import { usageError } from '../options.js';
import { mistakeIn, type Schema } from './validate.js';

/** A value of a property: truth values stand for YES and NO. */
export type PropertyValue = string | number | boolean;
export type PropertySet = Readonly<Record<string, PropertyValue>>;

export interface ConfigModel {
  readonly path: string;
  readonly name?: string;
  readonly image?: string;
  readonly inputs?: readonly string[];
  readonly shapes?: readonly string[];
}

/** A file of --config, as config-schema.json describes it. */
export interface Config extends Omit<ConfigModel, 'path' | 'name'> {
  readonly models?: readonly (string | ConfigModel)[];
  readonly devices?: readonly string[];
  readonly apis?: readonly Api[];
  readonly properties?: PropertySet | readonly PropertySet[];
  readonly hint?: Hint;
  readonly iterations?: number;
  readonly time?: string;
  readonly warmup?: number;
  readonly requests?: number;
  readonly repeat?: number;
  readonly profile?: boolean | number;
  readonly output?: string;
  readonly failIf?: readonly string[];
  readonly baseline?: string;
  readonly maxRegression?: string;
  readonly baselineMetrics?: readonly BaselineMetric[];
  readonly strict?: boolean | string;
  readonly allowDropped?: boolean;
  readonly sweep?: Readonly<Record<string, readonly PropertyValue[]>>;
  readonly batch?: number;
  readonly rate?: number | string;
  readonly findRate?: string;
  readonly backlog?: number;
  readonly rateSeed?: number;
  readonly samplesPerQuery?: number;
  readonly loadOnly?: boolean;
  readonly cacheDir?: string;
  readonly endToEnd?: boolean;
  readonly scenario?: ScenarioName;
  readonly simulate?: string;
  readonly simulateTime?: string;
  readonly simulateSeed?: number;
}

/** A configuration and where it stands. */
export interface ConfigFile {
  readonly file: string;
  readonly config: Config;
  /** A path in it, from its folder. */
  readonly path: (relative: string) => string;
}

/**
 * Reads a configuration and checks it against its schema.
 *
 * @throws OpenVINOError `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, or `USAGE` with the JSON path of the first mistake.
 */
export async function readConfig(file: string): Promise<ConfigFile> {
  const value = parse(await readText(file), file);
  const schema = JSON.parse(await readFile(new URL('./config-schema.json', import.meta.url), 'utf8')) as Schema;
  const mistake = mistakeIn(value, schema);
  if (mistake !== undefined) throw usageError(`${printable(file)}: ${mistake}${mistake.endsWith('?') ? '' : '.'}`);
  // a pipe's folder is the system's: what comes through it means the folder at hand
  const folder = isHandedOver(file) ? '.' : dirname(file);
  return { file, config: value as Config, path: (relative) => resolve(folder, relative) };
}

/** A value of a property as the command line has it. */
export function textOf(value: PropertyValue): string {
  return typeof value === 'boolean' ? (value ? 'YES' : 'NO') : String(value);
}

/** What a parser of options says of a value of the file, under its JSON path. */
export function at<T>({ file }: ConfigFile, path: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    if (!(cause instanceof OpenVINOError)) throw cause;
    throw usageError(`${printable(file)}: ${path}: ${cause.message.replace(/^--[\w-]+ /, '')}`);
  }
}

async function readText(file: string): Promise<string> {
  const reading = await readInput(file);
  if (reading.kind === 'text') return reading.text;
  throw reading.kind === 'missing'
    ? new OpenVINOError('FILE_NOT_FOUND', `There is no configuration ${file}.`)
    : new OpenVINOError('FILE_NOT_READABLE', `The configuration ${file} can not be read: ${reading.reason}.`);
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? printable(cause.message, 200) : String(cause);
    throw usageError(`${printable(file)} is not JSON: ${why}.`);
  }
}
