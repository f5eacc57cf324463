import { type Dimension, type Model, OpenVINOError, type Output, Tensor } from '../../index.js';
import { describeImageInput } from '../image/input.js';

/** What makes an input one that holds a batch: frames of a batch are its first dimension. */
export interface BatchedInput {
  readonly index: number;
  readonly dimensions: readonly Dimension[];
}

/** The inputs that have one; to be asked for before the first batch, for later ones look like any other size. */
export function batchedInputs(model: Model): readonly BatchedInput[] {
  return model.inputs.flatMap((port, index) => batched(port, index));
}

/**
 * Gives the model a batch: the first dimension of each input that has one. The C API has no layouts, so an input has a batch
 * where it has two dimensions or more and the first is 1 or dynamic, or where it has four or more. (A picture without one,
 * [300,300,3], must not become 8 rows of one.) Where the model has outputs that do not grow with the batch, it is none.
 *
 * @throws OpenVINOError `SHAPE_MISMATCH` where the model can't be batched.
 */
export function applyBatch(model: Model, batch: number, inputs = batchedInputs(model)): void {
  if (inputs.length === 0) {
    throw noBatch(`none of its inputs (${describe(model.inputs)}) has a first dimension of 1, or a dynamic one`, batch);
  }
  const before = model.outputs.map(sizeOf);
  const old = inputs.map(({ index }) => model.inputs[index]?.getPartialShape().getDimensions()[0]);
  const shapes = new Map(
    inputs.map(({ index, dimensions }) => [index, [batch, ...dimensions.slice(1)] as Dimension[]]),
  );
  try {
    model.reshape(shapes);
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split('\n', 1)[0] ?? '') : String(cause);
    throw noBatch(
      `its operations do not take it (${why
        .replace(/^The model can not take that shape: /, '')
        .replace(/\.$/, '')
        .slice(0, 300)})`,
      batch,
      cause,
    );
  }
  const [first] = old;
  if (typeof first !== 'number' || old.some((size) => size !== first)) return;
  const fixed = model.outputs.filter((port, index) => {
    const [was, is] = [before[index], sizeOf(port)];
    return was !== undefined && is !== undefined && is * first !== was * batch;
  });
  if (fixed.length > 0) throw noBatch(`its output ${describe(fixed)} stays the same with it`, batch);
}

/** Frames of the model's picture, where it takes one; else 1. */
export function pictureBatch(model: Model): number {
  return pictureFrames(model.inputs.flatMap((port) => (port.getPartialShape().isDynamic() ? [] : [port.shape])));
}

/** The same, by the shapes of a model's inputs. */
export function pictureFrames(shapes: readonly (readonly number[])[]): number {
  for (const shape of shapes) {
    try {
      return describeImageInput(shape).batch;
    } catch {
      // no picture's
    }
  }
  return 1;
}

/** Elements as often as a larger batch needs them; they are those of the only batch, or of a batch of 1. */
export function repeated(tensor: Tensor, shape: readonly number[] | undefined): Tensor {
  if (shape === undefined || shape.join() === tensor.shape.join()) return tensor;
  const whole = new Tensor(tensor.elementType, shape);
  const [from, to] = [bytesOf(tensor), bytesOf(whole)];
  for (let at = 0; at + from.length <= to.length; at += from.length) to.set(from, at);
  return whole;
}

function bytesOf({ data }: Tensor): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function batched(port: Output, index: number): BatchedInput[] {
  const dimensions = port.getPartialShape().getDimensions();
  const [first] = dimensions;
  const isBatch = dimensions.length >= 4 || (dimensions.length >= 2 && (first === 1 || typeof first !== 'number'));
  return isBatch ? [{ index, dimensions }] : [];
}

function sizeOf(port: Output): number | undefined {
  const dimensions = port.getPartialShape().getDimensions();
  const sizes = dimensions.filter((size) => typeof size === 'number');
  return sizes.length < dimensions.length ? undefined : sizes.reduce((product, size) => product * size, 1);
}

function describe(ports: readonly Output[]): string {
  return ports.map((port) => `${port.anyName} ${port.getPartialShape()}`).join(', ');
}

function noBatch(why: string, batch: number, cause?: unknown): OpenVINOError {
  const message = `The model can not be given a batch of ${batch}: ${why}. Give shapes with --shape, or measure it as it is.`;
  return new OpenVINOError('SHAPE_MISMATCH', message, { cause });
}
