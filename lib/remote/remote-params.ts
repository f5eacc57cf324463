import { capital, describe } from '../common/describe.js';
import { isPlainObject } from '../common/plain-object.js';
import { OpenVINOError } from '../errors.js';
import type { NativeParams } from '../native.js';

/**
 * Parameters of a remote context or remote tensor, by OpenVINO's own names. Handles are addresses that a driver gave (an
 * OpenCL context, a VA display, a Level Zero context); they are bigints. Nobody can check what is behind one: a wrong handle
 * crashes the process.
 *
 * @category Remote memory
 * @example
 * ```ts
 * const inDeviceMemory: RemoteParams = { SHARED_MEM_TYPE: 'USM_DEVICE_BUFFER' };
 * using context = core.getDefaultContext('GPU');
 * using tensor = context.createTensor('f32', [1, 3, 32, 32], inDeviceMemory);
 * console.log(tensor.getParams()); // { SHARED_MEM_TYPE: 'USM_DEVICE_BUFFER', OCL_CONTEXT: …n, MEM_HANDLE: …n }
 * ```
 */
export interface RemoteParams {
  /** GPU: what the context is made of: `'OCL'` (`OCL_CONTEXT` is needed) or `'VA_SHARED'` (`VA_DEVICE` is needed). */
  readonly CONTEXT_TYPE?: 'OCL' | 'VA_SHARED' | (string & {}) | undefined;
  /** GPU: a `cl_context`. */
  readonly OCL_CONTEXT?: bigint | undefined;
  /** GPU: a `cl_command_queue`. */
  readonly OCL_QUEUE?: bigint | undefined;
  /** GPU: which device of a `cl_context` of several, from 0. */
  readonly OCL_CONTEXT_DEVICE_ID?: number | undefined;
  /** GPU: which tile of a device of several, from 0. */
  readonly TILE_ID?: number | undefined;
  /** GPU: a `VADisplay`, or on Windows an `ID3D11Device*`. */
  readonly VA_DEVICE?: bigint | undefined;
  /** GPU: what a tensor's memory is: `'USM_DEVICE_BUFFER'` and `'USM_HOST_BUFFER'` are made, the others wrapped. */
  readonly SHARED_MEM_TYPE?:
    | 'OCL_BUFFER'
    | 'OCL_IMAGE2D'
    | 'USM_USER_BUFFER'
    | 'USM_HOST_BUFFER'
    | 'USM_DEVICE_BUFFER'
    | 'VA_SURFACE'
    | 'DX_BUFFER'
    | (string & {})
    | undefined;
  /** The memory to wrap: a `cl_mem`, a USM pointer; NPU: a file descriptor of a DMA buffer, or on Windows an NT handle. */
  readonly MEM_HANDLE?: bigint | undefined;
  /** GPU: a `VASurfaceID`, or on Windows an `ID3D11Texture2D*` or `ID3D11Buffer*`. */
  readonly DEV_OBJECT_HANDLE?: bigint | number | undefined;
  /** GPU: which plane of a surface, from 0. */
  readonly VA_PLANE?: number | undefined;
  /** NPU: a `ze_context_handle_t`, as the device's own context tells it; no context is made from one. */
  readonly L0_CONTEXT?: bigint | undefined;
  /** NPU: what a tensor's memory is: made (`'L0_INTERNAL_BUF'`), or wrapped. */
  readonly MEM_TYPE?: 'L0_INTERNAL_BUF' | 'SHARED_BUF' | 'CPU_VA' | (string & {}) | undefined;
  /** NPU: what a tensor is for. */
  readonly TENSOR_TYPE?: 'INPUT' | 'OUTPUT' | 'BINDED' | (string & {}) | undefined;
  /** Others, as text or number. */
  readonly [key: string]: string | number | bigint | undefined;
}

/**
 * How a key's value gets into the library. Its C functions take the value of four keys as a pointer and that of all others
 * as text, whatever the parameter is (measured from 2024.3 to 2026.4); of text, the library makes a pointer by reading
 * hexadecimal digits, and `0x7` read as a number is 0.
 */
type Kind = 'pointer' | 'address' | 'number' | 'objectHandle';

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['OCL_CONTEXT', 'pointer'],
  ['OCL_QUEUE', 'pointer'],
  ['VA_DEVICE', 'pointer'],
  ['MEM_HANDLE', 'pointer'],
  ['L0_CONTEXT', 'address'],
  ['CPU_VA', 'address'],
  // a pointer on Windows, a number of 32 bits elsewhere
  ['DEV_OBJECT_HANDLE', 'objectHandle'],
  ['OS_HANDLE', 'objectHandle'],
  ['OCL_CONTEXT_DEVICE_ID', 'number'],
  ['TILE_ID', 'number'],
  ['VA_PLANE', 'number'],
  ['CPU_VA_SIZE', 'number'],
]);

const MOST = 16;

/**
 * Parameters as the addon takes them.
 *
 * @param what Whose they are, for messages: `A remote tensor`.
 * @throws OpenVINOError `INVALID_ARGUMENT`, `NOT_IN_C_API`.
 */
export function packRemoteParams(params: unknown, what: string): NativeParams {
  if (params === undefined) return [];
  if (!isPlainObject(params)) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `${what} is made from an object of parameters such as { MEM_TYPE: "L0_INTERNAL_BUF" }, not from ${describe(params)}.`,
    );
  }
  const entries = Object.entries(params).filter(([, value]) => value !== undefined);
  if (entries.length > MOST) {
    throw new OpenVINOError('INVALID_ARGUMENT', `${entries.length} parameters are too many; ${MOST} are the most.`);
  }
  return entries.flatMap(([key, value]) => [key, packValue(key, value)]);
}

function packValue(key: string, value: unknown): string | bigint {
  if (key === '' || key.includes('\0')) throw refused(key, value, 'it is no name of a parameter');
  if (key === 'FILE_DESCRIPTOR') {
    throw new OpenVINOError(
      'NOT_IN_C_API',
      'FILE_DESCRIPTOR holds a C++ object, which the C API has no form for; map the file yourself and give its handle.',
    );
  }
  switch (KINDS.get(key)) {
    case 'pointer':
      return checkHandle(key, value);
    case 'address':
      return `0x${checkHandle(key, value).toString(16)}`;
    case 'objectHandle':
      if (process.platform === 'win32') return `0x${checkHandle(key, value).toString(16)}`;
      return String(checkWhole(key, value, 2 ** 32 - 1));
    case 'number':
      return String(checkWhole(key, value, Number.MAX_SAFE_INTEGER));
    default:
      return packText(key, value);
  }
}

function packText(key: string, value: unknown): string {
  if (typeof value === 'string' && !value.includes('\0')) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'boolean') return value ? 'YES' : 'NO';
  if (typeof value === 'bigint') throw refused(key, value, 'it is no handle that this package knows; give it as text');
  throw refused(key, value, 'its value is text or a number');
}

function checkHandle(key: string, value: unknown): bigint {
  if (typeof value !== 'bigint') throw refused(key, value, 'its value is a handle, a bigint such as 0x7f0012345678n');
  if (value === 0n) throw refused(key, value, 'that is no handle; leave the parameter out');
  if (value < 0n || value >= 2n ** 64n) throw refused(key, value, 'a handle has at most 64 bits');
  return value;
}

function checkWhole(key: string, value: unknown, most: number): bigint {
  const number = typeof value === 'bigint' ? value : Number.isSafeInteger(value) ? BigInt(value as number) : -1n;
  if (number >= 0n && number <= BigInt(most)) return number;
  throw refused(key, value, `its value is a whole number from 0 to ${most}`);
}

function refused(key: string, value: unknown, why: string): OpenVINOError {
  return new OpenVINOError('INVALID_ARGUMENT', `The parameter ${describe(key)} can't be ${describe(value)}: ${why}.`);
}

/**
 * Reads the library's text: `{CONTEXT_TYPE:OCL,OCL_CONTEXT:0x55…,OCL_QUEUE:0}` (every release from 2024.3 on), or the pairs
 * that its headers speak of, `KEY value KEY value` and `KEY:value;KEY:value;`. Handles become bigints, null ones 0n.
 */
export function parseRemoteParams(text: string): RemoteParams {
  const params: { [key: string]: string | number | bigint } = {};
  for (const [key, value] of pairsOf(text.trim())) params[key] = parseValue(key, value);
  return params;
}

function pairsOf(text: string): (readonly [string, string])[] {
  const braced = text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1) : undefined;
  if (braced !== undefined || text.includes(';')) {
    // only a comma before the next key ends a value: names of files have commas, too
    const pieces = braced === undefined ? text.split(';') : braced.split(/,(?=[A-Z0-9_]+:)/);
    return pieces
      .filter((piece) => piece.includes(':'))
      .map((piece) => {
        const colon = piece.indexOf(':');
        return [piece.slice(0, colon).trim(), piece.slice(colon + 1).trim()] as const;
      });
  }
  const words = text.split(/\s+/).filter((word) => word !== '');
  return words.flatMap((key, i) => (i % 2 === 0 ? [[key, words[i + 1] ?? ''] as const] : []));
}

function parseValue(key: string, value: string): string | number | bigint {
  const kind = KINDS.get(key);
  const isAddress =
    kind === 'pointer' || kind === 'address' || (kind === 'objectHandle' && process.platform === 'win32');
  // Windows writes a pointer without 0x
  if (isAddress && /^(0x)?[0-9a-f]{1,16}$/i.test(value)) return BigInt(`0x${value.replace(/^0x/i, '')}`);
  if (kind === 'objectHandle' && /^\d{1,20}$/.test(value)) return BigInt(value);
  if (kind === 'number' && /^-?\d{1,15}$/.test(value)) return Number(value);
  return value;
}

/** The error of an object that a device refused to make. */
export function notMade(what: string, error: unknown): unknown {
  if (!(error instanceof OpenVINOError) || error.status === undefined) return error;
  return new OpenVINOError(error.code, `${capital(what)} could not be made: ${error.message}`, {
    cause: error,
    status: error.status,
    ...(error.operation !== undefined && { operation: error.operation }),
  });
}

/** The error of a device, or of a compiled model's, that has no contexts. */
export function withoutContext(device: string, cause?: OpenVINOError): OpenVINOError {
  return new OpenVINOError(
    'NOT_IMPLEMENTED',
    `${device} has no remote contexts; GPU and NPU have them, each by its own name (GPU.0, NPU).`,
    {
      ...(cause !== undefined && { cause, ...(cause.status !== undefined && { status: cause.status }) }),
      ...(cause?.operation !== undefined && { operation: cause.operation }),
    },
  );
}
