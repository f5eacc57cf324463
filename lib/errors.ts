/**
 * What went wrong, as a word that code can switch on. Messages may be reworded between versions; codes stay.
 *
 * @category Errors
 * @example
 * ```ts
 * const wait: OpenVINOErrorCode[] = ['QUEUE_FULL', 'REQUEST_BUSY'];
 * const tryLater = (error: unknown): boolean => error instanceof OpenVINOError && wait.includes(error.code);
 * ```
 */
export type OpenVINOErrorCode =
  // the runtime library
  | 'RUNTIME_NOT_FOUND'
  | 'RUNTIME_NOT_LOADABLE'
  | 'RUNTIME_INSTALL_FAILED'
  | 'NOT_SUPPORTED_BY_RUNTIME'
  | 'NOT_IN_C_API'
  | 'ADDON_NOT_FOUND'
  // arguments and state
  | 'INVALID_ARGUMENT'
  | 'CLOSED'
  | 'NOT_STARTED'
  | 'REQUEST_BUSY'
  | 'QUEUE_FULL'
  | 'CANCELLED'
  | 'DETACHED_BUFFER'
  | 'SHAPE_MISMATCH'
  | 'ELEMENT_TYPE_MISMATCH'
  | 'PORT_NOT_FOUND'
  // devices and properties
  | 'INVALID_DEVICE'
  | 'DEVICE_NOT_FOUND'
  | 'UNKNOWN_PROPERTY'
  | 'INVALID_PROPERTY_VALUE'
  | 'READ_ONLY_PROPERTY'
  // models
  | 'MODEL_NOT_FOUND'
  | 'MODEL_NOT_READABLE'
  | 'MODEL_INVALID'
  | 'MODEL_TOO_OLD'
  | 'WEIGHTS_NOT_FOUND'
  | 'WEIGHTS_INVALID'
  | 'COMPILE_FAILED'
  | 'INFER_FAILED'
  | 'PREPROCESS_FAILED'
  // files, images, downloads
  | 'FILE_NOT_FOUND'
  | 'FILE_NOT_READABLE'
  | 'NOT_WRITABLE'
  | 'IMAGE_INVALID'
  | 'MISSING_DEPENDENCY'
  | 'DOWNLOAD_FAILED'
  | 'CHECKSUM_MISMATCH'
  | 'ARCHIVE_INVALID'
  // ov-bench
  | 'USAGE'
  | 'TRIAL_FAILED'
  | 'MODEL_REPLACED'
  | 'INTERRUPTED'
  // jobs
  | 'SCHEDULER_NOT_FOUND'
  | 'SCHEDULER_UNAVAILABLE'
  | 'JOB_REJECTED'
  | 'JOB_NOT_FOUND'
  | 'JOB_FAILED'
  // anything else that the library reports
  | 'NOT_IMPLEMENTED'
  | 'GENERAL_ERROR';

/**
 * Further facts about an {@link OpenVINOError}; all optional.
 *
 * @category Errors
 * @example
 * ```ts
 * const options: OpenVINOErrorOptions = { operation: 'decode', cause: new Error('no picture') };
 * throws(new OpenVINOError('IMAGE_INVALID', 'The picture can not be decoded; give another one.', options));
 *
 * function throws(error: OpenVINOError): void {
 *   console.log(error.code, error.operation, error.cause);
 * }
 * ```
 */
export interface OpenVINOErrorOptions {
  /** Status of the C API (`ov_status_e`), where a C call failed: 0 is OK, -1 the general error. */
  readonly status?: number;
  /** The operation that failed: a C symbol (`ov_core_read_model`) or a method of this package. */
  readonly operation?: string;
  /** The error or value that led to this one. */
  readonly cause?: unknown;
}

/**
 * The one error class of this package. `message` is a sentence that names the cause and what to do next; `code` is for
 * programs; `status` and `operation` say which C call failed, where one did.
 *
 * An error with the code `CANCELLED` has the name `AbortError`, as the web platform's own cancellations do.
 *
 * @category Errors
 * @example
 * ```ts
 * try {
 *   await core.compileModel('model.xml', 'NPU');
 * } catch (error) {
 *   if (!(error instanceof OpenVINOError) || error.code !== 'DEVICE_NOT_FOUND') throw error;
 *   await core.compileModel('model.xml', 'CPU');
 * }
 * ```
 *
 * Which call of the library failed:
 *
 * ```ts
 * try {
 *   core.readModelSync('no-such-model.xml');
 * } catch (error) {
 *   if (error instanceof OpenVINOError) console.log(error.code, error.status, error.operation, error.message);
 * }
 * ```
 */
export class OpenVINOError extends Error {
  /** What went wrong, for programs. */
  readonly code: OpenVINOErrorCode;
  /** Status of the C API (`ov_status_e`), where a C call failed: 0 is OK, -1 the general error. */
  readonly status: number | undefined;
  /** The operation that failed, where it is known: a C symbol (`ov_core_read_model`) or a method of this package. */
  readonly operation: string | undefined;

  /**
   * @param code What went wrong.
   * @param message A sentence that names the cause and what to do next.
   * @param options Further facts.
   */
  constructor(code: OpenVINOErrorCode, message: string, options: OpenVINOErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = code === 'CANCELLED' ? 'AbortError' : 'OpenVINOError';
    this.code = code;
    this.status = options.status;
    this.operation = options.operation;
  }
}

/** What `new` throws on a class whose objects others make. */
export function notConstructible(name: string, maker: string): OpenVINOError {
  return new OpenVINOError('INVALID_ARGUMENT', `A ${name} can not be made by new: ${maker} makes one.`);
}
