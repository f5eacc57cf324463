import { OpenVINOError } from '../errors.js';
import { describe, isPromise } from './describe.js';

/**
 * Refuses options that are no object, and such as nobody would read: a misspelt signal would never abort anything.
 *
 * @param names All options that there are.
 * @param example Options as they are written: `{ size: 4 }`.
 * @throws OpenVINOError `INVALID_ARGUMENT`.
 */
export function checkOptions(options: unknown, names: readonly string[], example: string): asserts options is object {
  if (typeof options !== 'object' || options === null || Array.isArray(options) || isPromise(options)) {
    throw new OpenVINOError('INVALID_ARGUMENT', `Options are an object such as ${example}, not ${describe(options)}.`);
  }
  if (typeof (options as Partial<AbortSignal>).addEventListener === 'function') {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      'An AbortSignal is given in options, as { signal }, not in their place.',
    );
  }
  for (const name of Object.keys(options)) {
    if (names.includes(name) || (options as { [name: string]: unknown })[name] === undefined) continue;
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `There is no option ${describe(name)} here; ${names.length === 1 ? 'the only one is' : 'the options are'} ${names.join(', ')}.`,
    );
  }
}

/** Checks an option that is a boolean. */
export function checkFlag(name: string, value: unknown, otherwise: boolean): boolean {
  if (value === undefined) return otherwise;
  if (typeof value === 'boolean') return value;
  throw new OpenVINOError('INVALID_ARGUMENT', `${name} is true or false, not ${describe(value)}.`);
}

/**
 * Refuses arguments beyond those that a method takes: whoever gives one expects something else of it. One that is undefined
 * was left out.
 *
 * @param call The method, with what it takes: `isDynamic()`, `input(key)`.
 * @param given What was given besides.
 * @param instead What does what was expected, as the end of the sentence.
 */
export function checkNoMore(call: string, given: readonly unknown[], instead = ''): void {
  const extra = given.find((value) => value !== undefined);
  if (extra === undefined) return;
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    `${call} takes no ${call.endsWith('()') ? '' : 'more '}arguments, and was given ${describe(extra)}${instead}.`,
  );
}

/** Refuses what should be a function, and is given and none. */
export function checkFunction(name: string, value: unknown): void {
  if (value === undefined || typeof value === 'function') return;
  throw new OpenVINOError('INVALID_ARGUMENT', `${name} is a function, not ${describe(value)}.`);
}
