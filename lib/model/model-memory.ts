import { types } from 'node:util';
import { OpenVINOError } from '../errors.js';
import { type NativeMemory, nativeAddon } from '../native.js';
import { isTypedArray, type TypedArray } from '../tensor/element.js';
import { Tensor } from '../tensor/tensor.js';
import { isDetached } from '../tensor/tensor-memory.js';
import { checkIr, WeightsExtent } from './ir.js';

/** A model given in memory. */
export interface ModelInMemory {
  readonly xml: Uint8Array;
  readonly weights: Uint8Array | undefined;
}

/** How much of an .xml's beginning and end is looked at. */
const PIECE_BYTES = 4096;

/** How much is copied before the event loop gets its turn: 2 to 4 ms. */
const CHUNK_BYTES = 8 * 1024 * 1024;

/**
 * The bytes of a model given in memory; undefined where it is a path.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT`, `DETACHED_BUFFER`, `MODEL_INVALID`, `MODEL_TOO_OLD`.
 */
export function modelInMemory(model: unknown, weights: unknown): ModelInMemory | undefined {
  const isText = typeof model === 'string' && /^\s*</.test(model);
  if (!isText && !types.isUint8Array(model)) return undefined;
  const xml = typeof model === 'string' ? new TextEncoder().encode(model) : (model as Uint8Array);
  checkThere(xml, 'model');
  if (xml.byteLength === 0) throw new OpenVINOError('MODEL_INVALID', 'The model is empty.');
  const head = textOf(xml.subarray(0, PIECE_BYTES));
  if (/^(\u00ef\u00bb\u00bf)?\s*</.test(head)) checkIr('The model', head, textOf(xml.subarray(-PIECE_BYTES)));
  if (weights === undefined) return { xml, weights };
  const data = weights instanceof Tensor ? weights.data : weights;
  if (isTypedArray(data)) {
    checkThere(data, 'weights');
    return { xml, weights: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
  }
  throw new OpenVINOError('INVALID_ARGUMENT', 'The weights of a model in memory are a Uint8Array or a Tensor.');
}

function checkThere(bytes: TypedArray, what: string): void {
  if (bytes.byteLength > 0 || !isDetached(bytes)) return;
  throw new OpenVINOError(
    'DETACHED_BUFFER',
    `The buffer of the ${what} is detached (it was transferred elsewhere); give the bytes from where they are now.`,
  );
}

/** Copies weights out of JavaScript's reach; null for none. */
export function copyWeights(weights: Uint8Array | undefined): NativeMemory | null {
  if (weights === undefined) return null;
  const memory = new (nativeAddon().Memory)(weights.byteLength);
  memory.write(0, weights);
  return memory;
}

/**
 * {@link copyWeights}, letting the event loop turn in between: a gigabyte takes half a second.
 *
 * @throws OpenVINOError `DETACHED_BUFFER` where the buffer is transferred meanwhile.
 */
export async function copyWeightsAsync(weights: Uint8Array | undefined): Promise<NativeMemory | null> {
  if (weights === undefined || weights.byteLength <= CHUNK_BYTES) return copyWeights(weights);
  const { byteLength } = weights;
  const memory = new (nativeAddon().Memory)(byteLength);
  for (let offset = 0; offset < byteLength; offset += CHUNK_BYTES) {
    if (weights.byteLength !== byteLength) {
      throw new OpenVINOError('DETACHED_BUFFER', 'The buffer of the weights was transferred while they were read.');
    }
    memory.write(offset, weights.subarray(offset, offset + CHUNK_BYTES));
    await new Promise(setImmediate);
  }
  return memory;
}

/** Finds out why the library could not read a model in memory. */
export function explainMemoryFailure(error: unknown, { xml, weights }: ModelInMemory): unknown {
  if (!(error instanceof OpenVINOError) || error.code !== 'MODEL_INVALID') return error;
  const extent = new WeightsExtent();
  extent.add(textOf(xml));
  const options = {
    cause: error,
    ...(error.operation !== undefined && { operation: error.operation }),
    ...(error.status !== undefined && { status: error.status }),
  };
  if (weights === undefined && extent.end > 0) {
    return new OpenVINOError(
      'WEIGHTS_NOT_FOUND',
      `The model needs ${extent.end} bytes of weights, and none were given; give them as the second argument.`,
      options,
    );
  }
  if (weights !== undefined && weights.byteLength < extent.end) {
    return new OpenVINOError(
      'WEIGHTS_INVALID',
      `The weights have ${weights.byteLength} bytes and the model needs ${extent.end}: they are cut off, or of another model.`,
      options,
    );
  }
  return new OpenVINOError('MODEL_INVALID', `The model could not be read: ${error.message}`, options);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
