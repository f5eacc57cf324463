import { OpenVINOError, type OpenVINOErrorCode } from '../index.js';

/** An error as it crosses the channel between the processes. */
export interface Failure {
  readonly code: OpenVINOErrorCode;
  readonly message: string;
}

/** What another process is told of an error. */
export function toFailure(error: unknown): Failure {
  if (error instanceof OpenVINOError) return { code: error.code, message: error.message };
  return { code: 'TRIAL_FAILED', message: error instanceof Error ? error.message : String(error) };
}
