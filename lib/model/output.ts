import { showAs } from '../common/inspect.js';
import { MADE_HERE } from '../common/made-here.js';
import { notConstructible, OpenVINOError } from '../errors.js';
import type { NativePort } from '../native.js';
import { type ElementType, elementName } from '../tensor/element.js';
import { PartialShape } from './partial-shape.js';

/** Where a port belongs, for those who accept ports as keys; see {@link portOrigin}. */
export interface PortOrigin {
  readonly owner: object;
  readonly direction: 'input' | 'output';
  readonly index: number;
}

export let portOrigin: (port: Output) => PortOrigin;
export let makePort: (native: NativePort, origin: PortOrigin) => Output;

/**
 * An input or output of a model or compiled model (a "port"). Named as in openvino-node, where inputs, too, are `Output`s:
 * an input is the output of a Parameter node.
 *
 * @category Models
 * @example
 * ```ts
 * const port = compiledModel.input('image');
 * console.log(`${port}: ${port.elementType} ${port.partialShape}`); // image: f32 [1,3,32,32]
 * assert.equal(port.toString(), port.anyName);
 * if (port.partialShape.isStatic()) console.log(port.shape);
 * ```
 *
 * Under the names that openvino-node has for them:
 *
 * ```ts
 * const port = compiledModel.output();
 * console.log(port.getAnyName(), port.getElementType(), port.getPartialShape(), port.getShape());
 * ```
 */
export class Output {
  readonly #native: NativePort;
  readonly #origin: PortOrigin;
  #name: string | undefined;

  static {
    makePort = (native, origin) => new Output(MADE_HERE, native, origin);
    portOrigin = (port) => port.#origin;
  }

  private constructor(token: typeof MADE_HERE, native: NativePort, origin: PortOrigin) {
    if (token !== MADE_HERE) throw notConstructible('Output', 'model.input() or model.output()');
    this.#native = native;
    this.#origin = origin;
  }

  /** A name of the port; `input_0`, `output_1` … by its index where the model gave none. */
  get anyName(): string {
    this.#name ??= this.#native.anyName() ?? `${this.#origin.direction}_${this.#origin.index}`;
    return this.#name;
  }

  /** A name of the port, as {@link Output.anyName}. */
  getAnyName(): string {
    return this.anyName;
  }

  /** Element type of its tensor. */
  get elementType(): ElementType {
    return elementName(this.#native.type());
  }

  /** Element type, as {@link Output.elementType}. */
  getElementType(): ElementType {
    return this.elementType;
  }

  /** Its shape, with unknown dimensions where it is dynamic. */
  get partialShape(): PartialShape {
    return PartialShape.fromPacked(this.#native.partialShape());
  }

  /** Its shape, as {@link Output.partialShape}. */
  getPartialShape(): PartialShape {
    return this.partialShape;
  }

  /**
   * Dimensions of its tensor.
   *
   * @throws OpenVINOError `SHAPE_MISMATCH` where the shape is dynamic: use {@link Output.getPartialShape}.
   */
  get shape(): number[] {
    const shape = this.partialShape;
    if (shape.isStatic()) return shape.getDimensions() as number[];
    throw new OpenVINOError(
      'SHAPE_MISMATCH',
      `Port ${this.anyName} has the dynamic shape ${shape}; use getPartialShape(), or reshape the model.`,
    );
  }

  /** Dimensions of its tensor, as {@link Output.shape}. */
  getShape(): number[] {
    return this.shape;
  }

  /** Its name, so that `results[port]` finds the tensor of a port. */
  toString(): string {
    return this.anyName;
  }
}

showAs(Output, ({ anyName, elementType, partialShape }) => ({ anyName, elementType, partialShape }));
