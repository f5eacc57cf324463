import { OpenVINOError, type OpenVINOErrorCode } from './errors.js';

/** Statuses of the C API (`ov_status_e`) that name their cause; nearly every failure is −1. */
const CODES: ReadonlyMap<number, OpenVINOErrorCode> = new Map([
  [-2, 'NOT_IMPLEMENTED'],
  [-8, 'REQUEST_BUSY'],
  [-13, 'CANCELLED'],
  [-14, 'INVALID_ARGUMENT'],
  [-16, 'NOT_IMPLEMENTED'],
]);

/** Texts that tell more than the status, which is −1; the tests run on each supported runtime. */
const TEXT_CODES: readonly (readonly [RegExp, OpenVINOErrorCode])[] = [[/^Not Implemented\b/, 'NOT_IMPLEMENTED']];

/** What an operation's failure means where neither status nor a later diagnosis says more. */
const OPERATION_CODES: ReadonlyMap<string, OpenVINOErrorCode> = new Map([
  ['ov_core_read_model', 'MODEL_INVALID'],
  ['ov_core_read_model_from_memory_buffer', 'MODEL_INVALID'],
  ['ov_core_import_model', 'MODEL_INVALID'],
  ['ov_core_compile_model', 'COMPILE_FAILED'],
  ['ov_core_compile_model_from_file', 'COMPILE_FAILED'],
  ['ov_core_compile_model_with_context', 'COMPILE_FAILED'],
  ['ov_layout_create', 'INVALID_ARGUMENT'],
  ['ov_infer_request_infer', 'INFER_FAILED'],
  ['ov_infer_request_start_async', 'INFER_FAILED'],
  ['ov_infer_request_wait', 'INFER_FAILED'],
]);

const SENTENCES: ReadonlyMap<number, string> = new Map([
  [-2, 'the device does not implement this'],
  [-8, 'the infer request is running; await it, or use another request'],
  [-13, 'the inference was cancelled'],
  [-14, 'the library refused an argument'],
  [-17, 'the library threw an unknown exception'],
]);

/**
 * Error of a failed native call: the addon calls it with the C symbol, its status and the library's last error text (empty
 * where there is none), or with a code of its own.
 */
export function errorFromNative(operation: string, status: number, detail: string, code?: string): OpenVINOError {
  const text = cleanMessage(detail);
  const own = code === undefined || code === '' ? undefined : (code as OpenVINOErrorCode);
  if (own !== undefined) return new OpenVINOError(own, text, { operation });
  const told = TEXT_CODES.find(([pattern]) => status === -1 && pattern.test(text))?.[1];
  const resolved = CODES.get(status) ?? told ?? codeOfOperation(operation) ?? 'GENERAL_ERROR';
  // the text may be another thread's, or an older one, where the status alone tells everything
  const sentence = SENTENCES.get(status) ?? (text === '' ? 'the library gave no reason' : text);
  return new OpenVINOError(resolved, `${operation} failed (status ${status}): ${sentence}`, { operation, status });
}

function codeOfOperation(operation: string): OpenVINOErrorCode | undefined {
  return OPERATION_CODES.get(operation) ?? (operation.startsWith('ov_preprocess_') ? 'PREPROCESS_FAILED' : undefined);
}

/**
 * The library's text without its layers: "Exception from src/…:88:" headers, "Check '…' failed at …" frames and the
 * indentation, so that the last cause is left.
 */
export function cleanMessage(detail: string): string {
  const lines = detail
    .split('\n')
    .map((line) => line.replace(/^\s*Exception from \S+:\d+:\s*/, '').trim())
    .map((line) => line.replace(/^Check '.*' failed at \S+:\d+:?\s*/, '').trim())
    .map((line) => line.replace(/^\[ *(GENERAL_ERROR|NOT_FOUND|PARAMETER_MISMATCH|NOT_IMPLEMENTED) *\]\s*/, '').trim())
    .filter((line) => line !== '' && !/^(While validating|Exception from)\b/.test(line));
  return [...new Set(lines)].join(' ').trim();
}
