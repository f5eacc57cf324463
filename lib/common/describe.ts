import { isTypedArray } from '../tensor/element.js';

/** A text longer than this is cut. */
const LONGEST = 60;

/**
 * A value in few words, for messages of what was given instead of what was expected: `"4"`, `null`, `an array`,
 * `a Float32Array of 3 elements`, `a promise (await it first)`, `an object of the class Model`.
 */
export function describe(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(shorten(value));
    case 'bigint':
      return value > -(10n ** 60n) && value < 10n ** 60n ? `${value}n` : 'a bigint of more than 60 digits';
    case 'function':
      return 'a function';
    case 'object':
      return value === null ? 'null' : describeObject(value);
    default:
      return String(value);
  }
}

/** Text that is told as it is, cut where it is too long for a message. */
export function shorten(text: string, most = LONGEST): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

function describeObject(value: object): string {
  try {
    if (isTypedArray(value)) return `${withArticle(value.constructor.name)} of ${value.length} elements`;
    if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
    if (isPromise(value)) return 'a promise (await it first)';
    const { name } = value.constructor;
    return name === 'Object' ? 'a plain object' : `${withArticle(name)} object`;
  } catch {
    // a proxy, or an object without a prototype
    return 'an object';
  }
}

function withArticle(name: string): string {
  if (name === '') return 'an';
  return `${/^[AEIOU]/i.test(name) && !name.startsWith('U') ? 'an' : 'a'} ${name}`;
}

/** As a sentence begins, but for a keyword: `undefined` is written small. */
export function capital(text: string): string {
  return /^an? /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** Whether a value is a promise, of whatever library. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
}
