import { OpenVINOError } from '../index.js';

/** Shape asked for an input; `input` is undefined for a model's only one. */
export interface ShapeOption {
  readonly input: string | undefined;
  readonly shape: readonly number[];
}

/** When a measured loop ends. */
export type Stop =
  /** `atLeastMs`: goes on until that is over as well. */
  | { readonly kind: 'count'; readonly iterations: number; readonly atLeastMs?: number }
  | { readonly kind: 'time'; readonly timeMs: number };

/**
 * How requests are driven: one after the other, or several in flight.
 *
 * @category Benchmarks
 * @example
 * ```ts
 * const api: Api[] = ['sync', 'async'];
 * const { results } = await benchmark({ model: 'model.xml', api, iterations: 20 });
 * assert.deepEqual(results.map((each) => each.api), api);
 * ```
 */
export type Api = 'sync' | 'async';

/** Values of `--hint`; `none` leaves the choice to the device. */
export const HINTS: readonly Hint[] = ['latency', 'throughput', 'cumulative', 'none'];
/**
 * A performance hint for the compilation; `none` leaves the choice to the device.
 *
 * @category Benchmarks
 * @example
 * ```ts
 * const hint: Hint = 'throughput';
 * await benchmark({ model: 'model.xml', hint, iterations: 20 });
 * ```
 */
export type Hint = 'latency' | 'throughput' | 'cumulative' | 'none';

export function usageError(message: string): OpenVINOError {
  return new OpenVINOError('USAGE', message);
}

/** A parser of whole numbers, for one option. */
export function wholeNumber(option: string, min: number, max = 10_000_000): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw usageError(`${option} takes a whole number from ${min} to ${max}, not ${quote(text)}.`);
  };
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `10s`, `500ms`, `1.5m` or `1h` in milliseconds; a day at most, as `ov-bench app -t` takes it. */
export function parseDuration(option: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  const milliseconds = Number(match?.[1]) * (UNIT_MS[match?.[2] ?? ''] ?? Number.NaN);
  if (milliseconds >= 1 && milliseconds <= 86_400_000) return milliseconds;
  throw usageError(
    `${option} takes a time with its unit, from 1ms to 24h, such as 10s, 500ms or 2m, not ${quote(text)}.`,
  );
}

/** `KEY=VALUE`; the value may hold further equal signs. */
export function parseProperty(text: string, option = '--property'): readonly [key: string, value: string] {
  const at = text.indexOf('=');
  const key = text.slice(0, Math.max(at, 0));
  if (/^[A-Za-z][A-Za-z0-9_]*$/.test(key) && at < text.length - 1) return [key, text.slice(at + 1)];
  throw usageError(`${option} takes KEY=VALUE, such as INFERENCE_PRECISION_HINT=f32, not ${quote(text)}.`);
}

/** `[1,3,300,300]` for the only input, `name:[1,3,300,300]` for one of several. */
export function parseShape(text: string): ShapeOption {
  const match = /^(?:(.+):)?\[([^\]]*)\]$/s.exec(text.trim());
  const dimensions = match?.[2]?.split(',').map((part) => part.trim());
  if (match === null || dimensions === undefined || !dimensions.every((part) => /^[1-9]\d{0,8}$/.test(part))) {
    throw usageError(
      `--shape takes dimensions as whole numbers from 1, as in [1,3,300,300] or data:[1,3,300,300], not ${quote(text)}.`,
    );
  }
  return { input: match[1], shape: dimensions.map(Number) };
}

/** `PORT:FILE`, still in one piece: names of ports hold colons too, and only the model tells where the name ends. */
export function parseInput(text: string): string {
  const at = text.indexOf(':');
  if (at > 0 && at < text.length - 1) return text;
  throw usageError(`--input takes PORT:FILE, such as data:picture.png or 0:data.npy, not ${quote(text)}.`);
}

/** `FROM=TO`: a device of the exercise, and what stands for it today. */
export function parseMapping(text: string): readonly [from: string, to: string] {
  const match = /^([A-Za-z][\w.]*)=([A-Za-z][\w.]*)$/.exec(text);
  if (match?.[1] !== undefined && match[2] !== undefined) return [match[1], match[2]];
  throw usageError(`--map takes FROM=TO, such as MYRIAD=NPU, not ${quote(text)}.`);
}

/** A name for the files of one run: no folder, nothing that a file system reads as something else. */
export function parseRunName(text: string): string {
  if (/^[^/\\\u0000-\u001f\u007f:*?"<>|]{1,200}$/.test(text) && text !== '.' && text !== '..') return text;
  throw usageError(
    `--path takes the name of the result, such as cpu_stats (its folder is --output DIR), not ${quote(text)}.`,
  );
}

/** Adds to a repeatable option's list. */
export function collect<T>(parse: (text: string) => T): (text: string, previous: readonly T[] | undefined) => T[] {
  return (text, previous) => [...(previous ?? []), parse(text)];
}

/** A parser that takes one of some words; it has them, for a shell to complete. */
export function oneOf<T extends string>(
  option: string,
  words: readonly T[],
): ((text: string) => T) & { readonly words: readonly T[] } {
  const parse = (text: string): T => {
    const word = words.find((candidate) => candidate === text.toLowerCase());
    if (word !== undefined) return word;
    throw usageError(`${option} takes ${words.slice(0, -1).join(', ')} or ${words.at(-1)}, not ${quote(text)}.`);
  };
  return Object.assign(parse, { words });
}

/** A parser with words for a shell to offer, though it takes others as well. */
export function offering<T extends (...given: never[]) => unknown>(
  parse: T,
  words: readonly string[],
): T & { readonly words: readonly string[] } {
  const offered = (...given: Parameters<T>): unknown => parse(...given);
  return Object.assign(offered as T, { words });
}

/** A name of a file, or `-` for stdout. */
export function fileOrStdout(option: string): (text: string) => string {
  return (text) => {
    if (text === '') throw usageError(`${option} takes the name of a file, or '-' for stdout.`);
    return text;
  };
}

/** `5%`, `0.5 %` or `0.05` as a share. */
export function parseShare(option: string, text: string): number {
  const [, number, percent] = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(text.trim()) ?? [];
  const share = Number(number) / (percent === '%' ? 100 : 1);
  if (share > 0 && share <= 1) return share;
  throw usageError(`${option} takes a share of more than 0 and at most 100 %, such as 5% or 0.05, not ${quote(text)}.`);
}

/** What makes both a count and a time of one loop. */
export function chooseStop(iterations: number | undefined, timeMs: number | undefined, otherwise: Stop): Stop {
  if (iterations !== undefined && timeMs !== undefined) {
    throw usageError('--iterations and --time exclude each other: give the number of inferences, or how long to run.');
  }
  if (iterations !== undefined) return { kind: 'count', iterations };
  return timeMs === undefined ? otherwise : { kind: 'time', timeMs };
}

const HINT_VALUES: Readonly<Record<Hint, string | undefined>> = {
  latency: 'LATENCY',
  throughput: 'THROUGHPUT',
  cumulative: 'CUMULATIVE_THROUGHPUT',
  none: undefined,
};

/**
 * Properties of a compilation: those given, and the hint unless a property names it.
 *
 * @param fallback The hint where none was asked for; a PERFORMANCE_HINT among the properties comes first.
 */
export function withHint(
  properties: readonly (readonly [string, string])[],
  hint: Hint | undefined,
  fallback: Hint,
): Readonly<Record<string, string>> {
  const given = Object.fromEntries(properties);
  if (given.PERFORMANCE_HINT !== undefined) {
    if (hint === undefined) return given;
    throw usageError('--hint and --property PERFORMANCE_HINT=… say the same: give one of them.');
  }
  const value = HINT_VALUES[hint ?? fallback];
  return value === undefined ? given : { PERFORMANCE_HINT: value, ...given };
}

export function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
