import { expect } from 'vitest';
import { OpenVINOError, type OpenVINOErrorCode } from '../../lib/index.js';

/** Runs what must throw an OpenVINOError, and gives the error. */
export function expectError(code: OpenVINOErrorCode, run: () => unknown, message?: RegExp): OpenVINOError {
  try {
    run();
  } catch (error) {
    return checkError(error, code, message);
  }
  throw new Error(`nothing was thrown, ${code} was expected`);
}

/** Awaits what must reject with an OpenVINOError, and gives the error; a synchronous throw fails. */
export async function expectRejection(
  code: OpenVINOErrorCode,
  run: () => Promise<unknown>,
  message?: RegExp,
): Promise<OpenVINOError> {
  const promise = run();
  expect(promise).toBeInstanceOf(Promise);
  return promise.then(
    () => {
      throw new Error(`nothing was rejected, ${code} was expected`);
    },
    (error: unknown) => checkError(error, code, message),
  );
}

function checkError(error: unknown, code: OpenVINOErrorCode, message?: RegExp): OpenVINOError {
  expect(error).toBeInstanceOf(OpenVINOError);
  const { code: actual, message: text } = error as OpenVINOError;
  expect(`${actual}: ${text}`).toMatch(new RegExp(`^${code}: `));
  if (message !== undefined) expect(text).toMatch(message);
  expect(text).not.toMatch(/Exception from|src\/.*\.cpp/);
  return error as OpenVINOError;
}
