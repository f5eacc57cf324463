import { type AnyTensor, type ElementType, encodeHalf, OpenVINOError, Tensor, type TypedArray } from '../index.js';
import { xxh32 } from './xxh32.js';

/**
 * An output of a model, as {@link expectedOutput} takes it.
 *
 * @example
 * ```ts
 * const port: OutputPort<'f32'> = { type: 'f32', shape: [1, 3, 32, 32] };
 * const values: Float32Array = expectedOutput(port, [tensor]).data;
 * ```
 */
export interface OutputPort<Type extends ElementType = ElementType> {
  /** Element type of the output. */
  readonly type: Type;
  /** The shape that the output has after the inference; `[]` for a scalar. */
  readonly shape: readonly number[];
  /** Which of the model's outputs it is, counted from 0; the first where left out. */
  readonly index?: number | undefined;
}

/**
 * What an inference was given: tensors, or typed arrays with the elements of one.
 *
 * @example
 * ```ts
 * const inputs: OutputInput[] = [tensor, Uint8Array.of(1, 2, 3)];
 * expectedOutput({ type: 'i64', shape: [4], index: 1 }, inputs);
 * ```
 */
export type OutputInput = Tensor | TypedArray;

const GOLDEN = 0x9e3779b1;

/**
 * What a mocked device makes of inputs: a function of their bytes, of the output's index, element type and shape, and of
 * nothing else. It knows nothing of the model's meaning; it is there so that wrong wiring shows.
 *
 * @param port The output: `{ type, shape, index }`.
 * @param inputs All inputs of the model, in the order of their index.
 * @returns A tensor of the output's type and shape. A f32 output of shape `[1, 1, N, 7]` holds from 2 to 5 plausible
 *   detections (image, label, confidence, x and y of two corners from 0 to 1), then a row that begins with −1.
 * @throws OpenVINOError `INVALID_ARGUMENT` for what is no port or input; and for the types `string` and `dynamic`, which
 *   have no values here.
 * @example
 * ```ts
 * using runtime = mockRuntime({ devices: ['GPU'] });
 * const compiled = await new Core().compileModel('model.xml', 'GPU');
 * const { boxes } = await compiled.run({ image: tensor });
 * assert.deepEqual(boxes?.data, expectedOutput({ type: 'f32', shape: [1, 3, 32, 32] }, [tensor]).data);
 * ```
 */
export function expectedOutput<Type extends ElementType>(
  port: OutputPort<Type>,
  inputs: readonly OutputInput[],
): AnyTensor<Type> {
  if (typeof port !== 'object' || port === null || !Array.isArray(inputs)) {
    throw new OpenVINOError('INVALID_ARGUMENT', 'expectedOutput takes { type, shape, index } and an array of inputs.');
  }
  const { type, shape, index = 0 } = port;
  if (!Number.isSafeInteger(index) || index < 0) {
    throw new OpenVINOError('INVALID_ARGUMENT', `An output's index is a whole number from 0, not ${String(index)}.`);
  }
  if (type === 'string') {
    throw new OpenVINOError('INVALID_ARGUMENT', 'The mocked OpenVINO makes up no strings; ask for another output.');
  }
  const start = (hashOf(inputs) + Math.imul(GOLDEN, index + 1)) >>> 0;
  const output: Tensor = new Tensor(type, shape);
  if (type === 'f32' && shape.length === 4 && shape[0] === 1 && shape[1] === 1 && shape[3] === 7) {
    fillDetections(output.data as Float32Array, shape[2] as number, start);
  } else {
    fill(output.data, type, start);
  }
  return output as AnyTensor<Type>;
}

function hashOf(inputs: readonly OutputInput[]): number {
  let hash = 0;
  for (const [index, input] of inputs.entries()) {
    const data = input instanceof Tensor ? input.data : input;
    if (!ArrayBuffer.isView(data) || data instanceof DataView) {
      throw new OpenVINOError('INVALID_ARGUMENT', `Input ${index} is neither a Tensor nor a typed array.`);
    }
    hash = xxh32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), hash);
  }
  return hash;
}

/** MurmurHash3's finalizer. */
function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function fill(data: TypedArray, type: ElementType, start: number): void {
  const number = (element: number): number => mix(start + element);
  const fraction = (element: number): number => (number(element) >>> 8) / 2 ** 24;
  if (type === 'f16' || type === 'bf16') {
    const fractions = Float32Array.from({ length: data.length }, (_, element) => fraction(element));
    (data as Uint16Array).set(encodeHalf(fractions, type));
    return;
  }
  const make = makerOf(type, number, fraction);
  for (let element = 0; element < data.length; element++) data[element] = make(element);
}

type Maker<T> = (element: number) => T;

function makerOf(type: ElementType, number: Maker<number>, fraction: Maker<number>): Maker<number | bigint> {
  if (type === 'f32' || type === 'f64') return fraction;
  if (type === 'boolean') return (element) => number(element) & 1;
  if (type === 'i64' || type === 'u64') return (element) => BigInt(number(element) % 100);
  if (/^[iu](8|16|32)$/.test(type)) return (element) => number(element) % 100;
  return (element) => number(element) & 0xff;
}

/** Rows as SSD's DetectionOutput gives them. */
function fillDetections(data: Float32Array, rows: number, start: number): void {
  const count = Math.min(rows, 2 + (mix(start) % 4));
  for (let row = 0; row < count; row++) {
    const v = (index: number): number => mix(start + 7 * row + index) / 2 ** 32;
    const [x, y] = [0.6 * v(2), 0.6 * v(3)];
    const corners = [x, y, x + 0.1 + 0.25 * v(4), y + 0.1 + 0.2 * v(4)];
    data.set([0, 1 + (row % 2), 0.95 - 0.1 * row + 0.04 * v(1), ...corners], row * 7);
  }
  if (count < rows) data[count * 7] = -1;
}
