import { basename, dirname } from 'node:path';
import type { Command } from 'commander';
import { parseCondition } from '../checks/condition.js';
import { at, type ConfigFile, type ConfigModel, type PropertySet, readConfig, textOf } from '../config/read.js';
import { parseDuration, parseInput, parseProperty, parseShape, parseShare, usageError } from '../options.js';
import { parseSource, parseTime } from '../simulation/choice.js';
import type { RunOptions } from './run.js';
import { modesIn, OF_WAYS, WAYS } from './run-config-modes.js';

type Changes = { -readonly [Member in keyof RunOptions]?: RunOptions[Member] };

/** Options of which one, where it is given, takes the place of the other of the file. */
const RIVALS: readonly (readonly (keyof RunOptions)[])[] = [
  ['iterations', 'time'],
  ['image', 'input'],
  ['repeat', 'quick'],
];

/**
 * The options of each model of a configuration: those of the file, and before them those of the command line. Properties of
 * the command line are added to each set of the file, or take the place of those of the same name.
 *
 * @throws OpenVINOError `USAGE` where the file or the two together make no sense.
 */
export async function configured(given: RunOptions, command: Command): Promise<RunOptions[]> {
  const file = await readConfig(given.config ?? '');
  const isGiven = (key: string): boolean => command.getOptionValueSource(key) === 'cli';
  const chosen = Object.fromEntries(Object.entries(given).filter(([key]) => isGiven(key))) as Changes;
  const shared = sharedOptions(file);
  for (const pair of RIVALS)
    if (pair.some((key) => chosen[key] !== undefined)) for (const key of pair) delete shared[key];
  if (WAYS.some((way) => chosen[way] !== undefined)) for (const key of [...WAYS, ...OF_WAYS]) delete shared[key];
  const { property: over = [], ...others } = chosen;
  const sets = (shared.propertySets ?? [[]]).map((set) => [...new Map([...set, ...over])]);
  const models = modelsOf(given, file);
  if (models.length > 1) refuseSingleFiles(given);
  return models.map(({ options, name }) => {
    const own = { ...options };
    if (chosen.image !== undefined || chosen.input !== undefined) {
      delete own.image;
      delete own.input;
    }
    const all = { ...given, ...shared, ...own, ...others, propertySets: sets } as RunOptions;
    const { property: _, ...rest } = all;
    const apis = isGiven('api') ? [given.api] : (shared.apis ?? [given.api]);
    const apiGiven = isGiven('api') || shared.apis !== undefined;
    return { ...rest, apis, apiGiven, name, ...(models.length > 1 && { of: models.length }) };
  });
}

function sharedOptions(file: ConfigFile): Changes {
  const { config, path } = file;
  const { hint, iterations, warmup, requests, repeat, apis, allowDropped, simulateSeed, strict } = config;
  const plain = { hint, iterations, warmup, requests, repeat, apis, allowDropped, simulateSeed };
  const parsed = {
    device: config.devices,
    time: optional(config.time, (text) => at(file, '$.time', () => parseDuration('--time', text))),
    propertySets: optional(config.properties, (sets) => propertySets(sets, file)),
    failIf: config.failIf?.map((text, index) => at(file, `$.failIf[${index}]`, () => parseCondition(text))),
    strict:
      typeof strict === 'string' ? at(file, '$.strict', () => parseShare('--strict', strict)) : strict || undefined,
    maxRegression: optional(config.maxRegression, (text) =>
      at(file, '$.maxRegression', () => parseShare('--max-regression', text)),
    ),
    baselineMetric: config.baselineMetrics,
    baseline: optional(config.baseline, path),
    output: optional(config.output, path),
    profile: config.profile || undefined,
    simulate: optional(config.simulate, (text) =>
      at(file, '$.simulate', () => parseSource(text.endsWith('.json') ? path(text) : text)),
    ),
    simulateTime: optional(config.simulateTime, (text) => at(file, '$.simulateTime', () => parseTime(text))),
    ...subject(file, config, '$'),
    ...modesIn(file),
  };
  return withoutUndefined({ ...plain, ...parsed });
}

/** What a model is shown, and its shapes. */
function subject(file: ConfigFile, from: Omit<ConfigModel, 'path'>, where: string): Changes {
  const inputs = from.inputs?.map((text, index) =>
    at(file, `${where}.inputs[${index}]`, () => inputFrom(file, parseInput(text))),
  );
  return withoutUndefined({
    image: optional(from.image, file.path),
    input: inputs,
    shape: from.shapes?.map((text, index) => at(file, `${where}.shapes[${index}]`, () => parseShape(text))),
  });
}

/** `PORT:FILE` with the file's path from the configuration's folder; names of ports hold colons, names of files hardly. */
function inputFrom({ path }: ConfigFile, text: string): string {
  const colon = text.lastIndexOf(':') + 1;
  return text.slice(0, colon) + path(text.slice(colon));
}

function propertySets(given: PropertySet | readonly PropertySet[], file: ConfigFile): [string, string][][] {
  const isList = (value: typeof given): value is readonly PropertySet[] => Array.isArray(value);
  const sets = isList(given) ? given : [given];
  return sets.map((set, index) =>
    Object.entries(set).map(([key, value]) => {
      const where = `$.properties${isList(given) ? `[${index}]` : ''}`;
      return [...at(file, where, () => parseProperty(`${key}=${textOf(value)}`))] as [string, string];
    }),
  );
}

interface Subject {
  readonly name: string;
  readonly options: Changes;
}

/** The models: that of the command line alone, or those of the file, each with a name of its own. */
function modelsOf({ model }: RunOptions, file: ConfigFile): Subject[] {
  if (model !== undefined) return [{ name: nameOf(model), options: { model } }];
  const { models } = file.config;
  if (models === undefined) throw usageError(`${file.file}: $ has no "models", and no --model is given.`);
  const all = models.map((each, index) => {
    const { path, name, ...rest } = typeof each === 'string' ? { path: each } : { name: undefined, ...each };
    const own = subject(file, rest, `$.models[${index}]`);
    // a picture of its own takes the place of the shared inputs, and the other way round
    const rival = own.image !== undefined ? { input: undefined } : own.input !== undefined ? { image: undefined } : {};
    return { given: name, path: file.path(path), options: { ...rival, ...own, model: file.path(path) } as Changes };
  });
  const plain = all.map(({ given, path }) => given ?? nameOf(path));
  return all.map(({ given, path, options }, index) => {
    const name = plain[index] as string;
    const clashes = plain.filter((each) => each === name).length > 1;
    if (!clashes) return { name, options };
    // the same model in several precisions: their folders tell them apart
    const longer = given ?? `${basename(dirname(path))}-${name}`;
    const others = all.filter(
      (each) => (each.given ?? `${basename(dirname(each.path))}-${nameOf(each.path)}`) === longer,
    );
    if (others.length === 1 && given === undefined) return { name: longer, options };
    throw usageError(`${file.file}: $.models[${index}] has the name of another: give it a "name" of its own.`);
  });
}

function nameOf(path: string): string {
  return basename(path).replace(/\.(xml|onnx)$/i, '');
}

function refuseSingleFiles(given: RunOptions): void {
  const single = {
    json: '--json',
    csv: '--csv',
    markdown: '--markdown',
    samples: '--samples',
    profileCsv: '--profile-csv',
  };
  for (const [key, option] of Object.entries(single)) {
    if (given[key as keyof typeof single] === undefined) continue;
    throw usageError(`${option} takes the result of one model, and there are several: --output DIR takes all of them.`);
  }
}

function optional<T, R>(value: T | undefined, use: (value: T) => R): R | undefined {
  return value === undefined ? undefined : use(value);
}

function withoutUndefined(options: object): Changes {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Changes;
}
