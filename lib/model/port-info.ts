import { describe } from '../common/describe.js';
import { OpenVINOError } from '../errors.js';
import { arrayConstructor, byteLengthOf, type ElementType, type TypedArrayConstructor } from '../tensor/element.js';
import type { Tensor } from '../tensor/tensor.js';
import type { Output } from './output.js';
import type { PartialShape } from './partial-shape.js';
import { elementCount, formatShape } from './shape.js';

/** What infer requests ask of a compiled model's port at every run; a compiled model's ports don't change. */
export interface PortInfo {
  readonly index: number;
  readonly direction: 'input' | 'output';
  /** Key of its tensor in results: its name, made unique where two ports share one. */
  readonly name: string;
  readonly type: ElementType;
  readonly Data: TypedArrayConstructor;
  readonly partialShape: PartialShape;
  /** Undefined where it is dynamic. */
  readonly shape: readonly number[] | undefined;
  /** Bytes of its tensor; undefined where it is dynamic. */
  readonly byteLength: number | undefined;
}

/** Where a compiled model's requests have their memory. */
export interface Placement {
  /** Whether the request's own memory stays where it is, as that of one physical device does. */
  readonly staysPut: boolean;
  /** The device string that the model was compiled for, or the device of its remote context. */
  readonly device: string;
}

/** Facts of all ports of one direction. */
export function describePorts(ports: readonly Output[], direction: 'input' | 'output'): PortInfo[] {
  const names = new Set<string>();
  return ports.map((port, index) => {
    const { anyName, elementType: type, partialShape } = port;
    const name = names.has(anyName) ? `${anyName}:${index}` : anyName;
    names.add(name);
    const shape = partialShape.isStatic() ? (partialShape.getDimensions() as number[]) : undefined;
    const byteLength = shape && byteLengthOf(type, elementCount(shape));
    return { index, direction, name, type, Data: arrayConstructor(type), partialShape, shape, byteLength };
  });
}

/** The error of a value that is no tensor. @param expected What a port takes there: `a Tensor`. */
export function notATensor({ direction, name }: PortInfo, value: unknown, expected: string): OpenVINOError {
  return new OpenVINOError('INVALID_ARGUMENT', `The ${direction} ${name} takes ${expected}, not ${describe(value)}.`);
}

/**
 * Refuses a tensor that a port can't take, in terms of the port: the library's own texts name C++ checks.
 *
 * @throws OpenVINOError `ELEMENT_TYPE_MISMATCH` or `SHAPE_MISMATCH`.
 */
export function checkTensor(info: PortInfo, tensor: Tensor): void {
  const type = tensor.getElementType();
  if (type !== info.type && info.type !== 'dynamic') {
    throw new OpenVINOError(
      'ELEMENT_TYPE_MISMATCH',
      `The ${info.direction} ${info.name} takes elements of type ${info.type}, and the tensor's are ${type}.`,
    );
  }
  const shape = tensor.getShape();
  if (!info.partialShape.accepts(shape)) {
    throw new OpenVINOError(
      'SHAPE_MISMATCH',
      `The ${info.direction} ${info.name} takes the shape ${info.partialShape}, and the tensor's is ${formatShape(shape)}.`,
    );
  }
}
