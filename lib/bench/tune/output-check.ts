import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CompiledModel, decodeHalf, type ElementType, type InferRequest, type Tensor } from '../../index.js';
import { isDetectionOutput } from '../result/detections.js';
import { type Accuracy, type BoxError, boxError, outputError, refusalOf, worst } from './accuracy.js';

/** What a trial does with its outputs. They never leave its process but as a file: they may be of any size. */
export interface OutputCheck {
  /** `write` makes them the reference, `compare` says how far they are from it. */
  readonly kind: 'write' | 'compare';
  readonly folder: string;
  readonly tolerance: number;
  /** How many times the reference's input stands in one inference. */
  readonly batch: number;
}

/** An output of the reference; its elements are in a file beside. */
interface ReferenceOutput {
  readonly name: string;
  readonly elementType: ElementType;
  readonly shape: readonly number[];
}

const FLOATS: ReadonlySet<string> = new Set(['f16', 'bf16', 'f32', 'f64']);
const INDEX = 'reference.json';
const DETECTION_ROW = 7;

/** Writes the outputs of the request's last inference, or compares them; undefined where it wrote. */
export function checkOutputsOf(
  compiled: CompiledModel,
  request: InferRequest,
  check: OutputCheck,
): Accuracy | undefined {
  const tensors = compiled.outputs.map((port, index) => ({
    name: port.anyName,
    tensor: request.getOutputTensor(index),
  }));
  if (check.kind === 'write') return write(tensors, check.folder);
  const references = JSON.parse(readFileSync(join(check.folder, INDEX), 'utf8')) as ReferenceOutput[];
  return worst(
    references.map((reference, index) => {
      const tensor = tensors[index]?.tensor;
      const bytes = readFileSync(join(check.folder, fileOf(index)));
      return tensor === undefined ? incomparable(reference.name) : compare(reference, bytes, tensor, check);
    }),
  );
}

function fileOf(index: number): string {
  return `reference-${index}.raw`;
}

function write(tensors: readonly { name: string; tensor: Tensor }[], folder: string): undefined {
  const index = tensors.map(({ name, tensor }, at): ReferenceOutput => {
    writeFileSync(join(folder, fileOf(at)), bytesOf(tensor));
    return { name, elementType: tensor.elementType, shape: [...tensor.shape] };
  });
  writeFileSync(join(folder, INDEX), JSON.stringify(index));
}

function bytesOf({ data }: Tensor): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function compare(reference: ReferenceOutput, bytes: Buffer, tensor: Tensor, check: OutputCheck): Accuracy {
  const { name, elementType, shape } = reference;
  if (tensor.elementType !== elementType) return incomparable(name);
  const candidate = bytesOf(tensor);
  const isFloat = FLOATS.has(elementType);
  if (isFloat && isDetectionOutput(shape)) return compareDetections(reference, bytes, tensor, check);
  if (candidate.byteLength !== bytes.byteLength * check.batch) return incomparable(name);
  if (!isFloat) return sameItems(name, bytes, candidate);
  const values = floatsOf(elementType, candidate);
  const expected = floatsOf(elementType, bytes);
  return worst(
    Array.from({ length: check.batch }, (_, item) => {
      const error = outputError(expected, values.subarray(item * expected.length, (item + 1) * expected.length));
      return accuracyOf(name, error, undefined, check.tolerance);
    }),
  ) as Accuracy;
}

/** Integers, booleans and what has no arithmetic must be equal, each item of a batch. */
function sameItems(name: string, reference: Buffer, candidate: Uint8Array): Accuracy {
  for (let at = 0; at < candidate.byteLength; at += reference.byteLength) {
    if (reference.equals(candidate.subarray(at, at + reference.byteLength))) continue;
    const refused = `output ${name} differs from the f32 reference: integers must be equal`;
    return { maxError: Number.POSITIVE_INFINITY, cosine: 0, refused };
  }
  return { maxError: 0, cosine: 1 };
}

/**
 * A list's elements are compared one by one only where the reference found nothing: else objects are, for a change of one
 * confidence may move all rows after it.
 */
function compareDetections(
  { name, elementType }: ReferenceOutput,
  bytes: Buffer,
  tensor: Tensor,
  check: OutputCheck,
): Accuracy {
  const expected = floatsOf(elementType, bytes);
  const values = floatsOf(elementType, bytesOf(tensor));
  if (values.length !== expected.length * check.batch) return incomparable(name);
  return worst(
    Array.from({ length: check.batch }, (_, image) => {
      const rows = check.batch === 1 ? values : rowsOfImage(values, image, expected.length);
      const boxes = boxError(expected, rows, check.tolerance);
      return accuracyOf(name, outputError(expected, rows), boxes, check.tolerance);
    }),
  ) as Accuracy;
}

/** The rows of an image of a batch as a list of its own: of image 0, and ended as such lists are. */
function rowsOfImage(values: FloatElements, image: number, length: number): FloatElements {
  const rows = new Float64Array(length);
  let at = 0;
  for (let from = 0; from < values.length && values[from] !== -1 && at < length; from += DETECTION_ROW) {
    if (values[from] !== image) continue;
    rows.set(values.subarray(from, from + DETECTION_ROW), at);
    rows[at] = 0;
    at += DETECTION_ROW;
  }
  if (at < length) rows[at] = -1;
  return rows;
}

function accuracyOf(
  name: string,
  error: ReturnType<typeof outputError>,
  boxes: BoxError | undefined,
  tolerance: number,
): Accuracy {
  const refused = refusalOf(name, error, boxes, tolerance);
  return {
    ...error,
    ...(boxes !== undefined && boxes.objects > 0 && { boxes }),
    ...(refused !== undefined && { refused }),
  };
}

function incomparable(name: string): Accuracy {
  const refused = `output ${name} has not the reference's type and shape, so nothing is known of it`;
  return { maxError: Number.POSITIVE_INFINITY, cosine: 0, refused };
}

type FloatElements = Float32Array | Float64Array;

function floatsOf(elementType: ElementType, bytes: Uint8Array): FloatElements {
  // a copy: a file's bytes may stand at any address
  const { buffer } = Uint8Array.from(bytes);
  if (elementType === 'f32') return new Float32Array(buffer);
  if (elementType === 'f64') return new Float64Array(buffer);
  return decodeHalf(new Uint16Array(buffer), elementType as 'f16' | 'bf16');
}
