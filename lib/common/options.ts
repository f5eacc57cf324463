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
  if (typeof options !== 'object' || options === null || isPromise(options)) {
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

/** Refuses arguments of a method that has none: whoever gives one expects something else of it. */
export function checkNoArguments(method: string, given: readonly unknown[]): void {
  if (given.length === 0) return;
  throw new OpenVINOError('INVALID_ARGUMENT', `${method}() takes no arguments, and was given ${describe(given[0])}.`);
}

/** Refuses what should be a function, and is given and none. */
export function checkFunction(name: string, value: unknown): void {
  if (value === undefined || typeof value === 'function') return;
  throw new OpenVINOError('INVALID_ARGUMENT', `${name} is a function, not ${describe(value)}.`);
}
