import { describe } from '../common/describe.js';
import { OpenVINOError } from '../errors.js';
import { notATensor, type PortInfo } from '../model/port-info.js';
import { formatShape } from '../model/shape.js';
import type { NativeTensor } from '../native.js';
import { arrayFits, isTypedArray, type TypedArray } from '../tensor/element.js';
import { Tensor } from '../tensor/tensor.js';
import { Slot } from './slot.js';

/** An input of an infer request. */
export class InputSlot extends Slot {
  protected override readonly isOutput = false;
  /** Number of the run that a tensor was given for last. */
  setIn = 0;

  /** Before a run: looks whether the memory is still there and free. */
  prepare(): void {
    if (this.prepareBound()) return;
    this.reset();
    if (this.info.shape === undefined) this.#checkNotEmpty();
  }

  /** The request's own tensor for an input of dynamic shape is of the smallest one, mostly empty. */
  #checkNotEmpty(): void {
    const { info } = this;
    if (info.type === 'string' || this.getNative().byteLength() > 0) return;
    throw new OpenVINOError(
      'SHAPE_MISMATCH',
      `The input ${info.name} has the dynamic shape ${info.partialShape} and was given no tensor; set one.`,
    );
  }

  protected override setNative(handle: NativeTensor): void {
    this.native.setInput(this.info.index, handle);
  }

  protected override resetNative(): void {
    this.native.resetInput(this.info.index);
  }

  protected override getNative(): NativeTensor {
    return this.native.getInput(this.info.index);
  }
}

/** The tensor that a value given for a port stands for: itself, or a typed array in the port's type and static shape. */
export function tensorFor(info: PortInfo, value: unknown): Tensor {
  if (value instanceof Tensor) return value;
  if (!isTypedArray(value)) throw notATensor(info, value, expectedOf(info));
  if (info.shape === undefined) {
    throw new OpenVINOError(
      'SHAPE_MISMATCH',
      `The ${info.direction} ${info.name} has the dynamic shape ${info.partialShape}; give a Tensor, whose shape says what the array holds.`,
    );
  }
  checkArray(info, info.shape, value);
  return new Tensor(info.type, info.shape, value);
}

/** Refuses, in terms of the port, an array that is not its tensor's; a detached one is the tensor's to refuse. */
function checkArray(info: PortInfo, shape: readonly number[], array: TypedArray): void {
  const port = `The ${info.direction} ${info.name}`;
  if (!arrayFits(info.type, array)) {
    throw new OpenVINOError(
      'ELEMENT_TYPE_MISMATCH',
      `${port} has elements of type ${info.type} and takes ${arraysOf(info)}, not ${describe(array)}.`,
    );
  }
  if (array.byteLength === info.byteLength || array.byteLength === 0) return;
  throw new OpenVINOError(
    'SHAPE_MISMATCH',
    `${port} has the shape ${formatShape(shape)} and takes ${arraysOf(info)}, not of ${array.length}.`,
  );
}

/** What a port takes. */
function expectedOf(info: PortInfo): string {
  if (info.type === 'string') return 'a Tensor made from strings';
  return info.shape === undefined ? 'a Tensor' : `a Tensor or ${arraysOf(info)}`;
}

/** The typed arrays that fit a port: `a Float32Array of 48 elements`. */
function arraysOf({ Data, byteLength }: PortInfo): string {
  const name = /^[IU]/.test(Data.name) ? `${Data.name.startsWith('I') ? 'an' : 'a'} ${Data.name}` : `a ${Data.name}`;
  if (byteLength === undefined) return name;
  return `${name} of ${byteLength / new Data(new ArrayBuffer(0)).BYTES_PER_ELEMENT} elements`;
}
