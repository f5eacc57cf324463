import { OpenVINOError } from '../errors.js';

/** Throws where a value is not what it should be. `where` names it: `devices[0].loadMs`. */
export type Check = (value: unknown, where: string) => void;

/** The error of a value that is not what it should be. */
export function unfit(where: string, takes: string, value: unknown): OpenVINOError {
  return new OpenVINOError('INVALID_ARGUMENT', `${where} takes ${takes}, not ${show(value)}.`);
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}

/** A value for which `fits` holds. */
export function matching(takes: string, fits: (value: unknown) => boolean): Check {
  return (value, where) => {
    if (!fits(value)) throw unfit(where, takes, value);
  };
}

export function numberIn(least: number, most: number, what = 'a number'): Check {
  return matching(
    `${what} from ${least} to ${most}`,
    (value) => typeof value === 'number' && value >= least && value <= most,
  );
}

export function wholeNumber(least: number, most: number): Check {
  return matching(
    `a whole number from ${least} to ${most}`,
    (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
  );
}

/** 11 days, a limit of the library's: its clock counts nanoseconds in 64 bits, and shall last for thousands of the longest. */
export const MOST_MS = 1e9;

export const milliseconds: Check = numberIn(0, MOST_MS, 'a number of milliseconds');

/** Something that times are multiplied by. */
export const factor: Check = numberIn(1e-9, 1e9);

/** Characters that XML can't hold would be lost on the way to the library. */
export const text: Check = matching(
  'a text without control characters',
  (value) => typeof value === 'string' && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(value),
);

export function oneOf(...words: readonly string[]): Check {
  return matching(words.map((word) => JSON.stringify(word)).join(' or '), (value) => words.includes(value as string));
}

/** An array whose elements all pass. */
export function listOf(check: Check, takes: string, least = 0): Check {
  return (value, where) => {
    if (!Array.isArray(value) || value.length < least) throw unfit(where, takes, value);
    for (const [index, element] of value.entries()) check(element, `${where}[${index}]`);
  };
}

/**
 * An object with these members and no others, since a member with a misspelt name would change nothing and say nothing.
 * Those that are undefined count as left out.
 */
export function objectOf(members: { readonly [key: string]: Check }, required: readonly string[] = []): Check {
  return (value, where) => {
    if (!isObject(value)) throw unfit(where, 'an object', value);
    const known = Object.keys(members);
    for (const [key, member] of Object.entries(value)) {
      const check = Object.hasOwn(members, key) ? members[key] : undefined;
      if (check === undefined) {
        throw new OpenVINOError('INVALID_ARGUMENT', `${where} has no ${key}; it takes ${known.join(', ')}.`);
      }
      if (member !== undefined) check(member, `${where}.${key}`);
    }
    const missing = required.find((key) => (value as { [key: string]: unknown })[key] === undefined);
    if (missing !== undefined) throw new OpenVINOError('INVALID_ARGUMENT', `${where} lacks ${missing}.`);
  };
}

export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
