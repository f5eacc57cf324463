import { describe } from '../common/describe.js';
import { showAs } from '../common/inspect.js';
import { MADE_HERE } from '../common/made-here.js';
import { checkNoMore } from '../common/options.js';
import { OpenVINOError } from '../errors.js';
import type { NativeModel } from '../native.js';
import { notInCApi } from '../not-in-c-api.js';
import type { ElementType } from '../tensor/element.js';
import { Output } from './output.js';
import { type PackedShape, PartialShape, type PartialShapeLike } from './partial-shape.js';
import { type PortKey, PortLists } from './ports.js';

/**
 * An operation of a model. openvino-node's {@link Model.getOps} gives them; the C API has none.
 *
 * @category Models
 * @example
 * ```ts
 * const namesOf = (nodes: Node[]): string[] => nodes.map((node) => node.getName());
 * assert.throws(() => namesOf(model.getOps()), { code: 'NOT_IN_C_API' });
 * ```
 */
export interface Node {
  /** Its name in the model. */
  getName(): string;
}

export let nativeModel: (model: Model) => NativeModel;
export let makeModel: (native: NativeModel) => Model;
export let modelPorts: (model: Model) => PortLists;
/** Has a model's ports read anew: what was built into it has put others into their place. */
export let refreshPorts: (model: Model) => void;

/**
 * A model that was read, before it is compiled for a device: {@link Core.readModel} makes one.
 *
 * @category Models
 * @example
 * ```ts
 * using model = await core.readModel('model.xml');
 * model.reshape([1, 3, 64, 64]);
 * console.log(model.getFriendlyName(), model.isDynamic(), model.inputs.length);
 * assert.deepEqual(model.input('image').shape, [1, 3, 64, 64]);
 * assert.deepEqual(model.output().shape, model.getOutputShape(0));
 * assert.equal(model.getOutputElementType(0), model.outputs[model.getOutputSize() - 1]?.elementType);
 * ```
 */
export class Model {
  readonly #native: NativeModel;
  #ports: PortLists;

  static {
    nativeModel = (model) => model.#native;
    modelPorts = (model) => model.#ports;
    refreshPorts = (model) => {
      model.#ports = new PortLists(model.#native, {});
    };
    makeModel = (native) => {
      // the library reads <net> without layers, and "infers" it
      if (native.outputs().length === 0) throw new OpenVINOError('MODEL_INVALID', 'The model has no outputs.');
      return new Model(MADE_HERE, native);
    };
  }

  private constructor(token: typeof MADE_HERE, native: NativeModel) {
    if (token !== MADE_HERE) throw notInCApi('new Model()');
    this.#native = native;
    this.#ports = new PortLists(native, this);
  }

  /** All inputs, in the model's order. */
  get inputs(): Output[] {
    return [...this.#ports.inputs.all];
  }

  /** All outputs, in the model's order. */
  get outputs(): Output[] {
    return [...this.#ports.outputs.all];
  }

  /**
   * An input by index or name; the only one without.
   *
   * @throws OpenVINOError `PORT_NOT_FOUND`.
   */
  input(key?: PortKey): Output;
  input(key?: PortKey, ...extra: never[]): Output {
    checkNoMore('input(key)', extra);
    return this.#ports.inputs.get(key);
  }

  /**
   * An output by index or name; the only one without.
   *
   * @throws OpenVINOError `PORT_NOT_FOUND`.
   */
  output(key?: PortKey): Output;
  output(key?: PortKey, ...extra: never[]): Output {
    checkNoMore('output(key)', extra);
    return this.#ports.outputs.get(key);
  }

  /** Number of outputs. */
  getOutputSize(): number;
  getOutputSize(...extra: never[]): number {
    checkNoMore('getOutputSize()', extra);
    return this.#ports.outputs.all.length;
  }

  /** Shape of the output at an index; throws like {@link Output.shape} where it is dynamic. */
  getOutputShape(index: number): number[];
  getOutputShape(index: number, ...extra: never[]): number[] {
    checkNoMore('getOutputShape(index)', extra);
    return this.#outputAt(index).shape;
  }

  /** Element type of the output at an index. */
  getOutputElementType(index: number): ElementType;
  getOutputElementType(index: number, ...extra: never[]): ElementType {
    checkNoMore('getOutputElementType(index)', extra);
    return this.#outputAt(index).elementType;
  }

  #outputAt(index: unknown): Output {
    if (typeof index === 'number') return this.output(index);
    throw new OpenVINOError('INVALID_ARGUMENT', `An output's index is a number from 0, not ${describe(index)}.`);
  }

  /** The name that the model's author gave it. */
  getFriendlyName(): string;
  getFriendlyName(...extra: never[]): string {
    checkNoMore('getFriendlyName()', extra);
    return this.#native.friendlyName();
  }

  /** Whether any input or output has a dynamic shape. */
  isDynamic(): boolean;
  isDynamic(...extra: never[]): boolean {
    checkNoMore('isDynamic()', extra);
    return this.#native.isDynamic();
  }

  /**
   * Gives the inputs other shapes; ports show them at once.
   *
   * @param shapes A shape for a model of one input, or a Map or object of shapes by index, name or port.
   * @param variablesShapes Shapes of state variables, as openvino-node takes them: the C API has nothing for it.
   * @throws OpenVINOError `PORT_NOT_FOUND`, `INVALID_ARGUMENT`, `SHAPE_MISMATCH` where the model can't have that shape (it
   *   is then as before), `NOT_IN_C_API` for `[]` and `...` and for variables, `REQUEST_BUSY` while an asynchronous
   *   compileModel reads it.
   * @example
   * ```ts
   * model.reshape([1, 3, 64, 64]); // the only input
   * model.reshape({ image: [[1, 8], 3, -1, -1] }); // by name: a batch from 1 to 8, and any height and width
   * model.reshape(new Map([[0, '[1,3,32,32]']])); // by index
   * ```
   */
  reshape(
    shapes: PartialShapeLike | ReadonlyMap<PortKey, PartialShapeLike> | { readonly [name: string]: PartialShapeLike },
    variablesShapes?: { readonly [name: string]: PartialShapeLike },
  ): this {
    if (variablesShapes !== undefined) throw notInCApi('Model.reshape(…, variablesShapes)');
    try {
      if (typeof shapes === 'string' || Array.isArray(shapes) || shapes instanceof PartialShape) {
        this.#ports.inputs.get();
        this.#native.reshapeSingle(packShape(shapes as PartialShapeLike));
      } else {
        this.#reshapeSome(
          shapes as ReadonlyMap<PortKey, PartialShapeLike> | { readonly [name: string]: PartialShapeLike },
        );
      }
    } catch (error) {
      if (!(error instanceof OpenVINOError) || error.code !== 'GENERAL_ERROR') throw error;
      throw new OpenVINOError('SHAPE_MISMATCH', `The model can not take that shape: ${error.message}`, {
        cause: error,
      });
    }
    return this;
  }

  #reshapeSome(shapes: ReadonlyMap<PortKey, PartialShapeLike> | { readonly [name: string]: PartialShapeLike }): void {
    if (typeof shapes !== 'object' || shapes === null) {
      throw new OpenVINOError('INVALID_ARGUMENT', 'reshape takes a shape, or a Map or an object of shapes by input.');
    }
    const entries: [PortKey, PartialShapeLike][] = shapes instanceof Map ? [...shapes] : Object.entries(shapes);
    if (entries.length === 0) throw new OpenVINOError('INVALID_ARGUMENT', 'reshape was given no shape.');
    const packed = entries.map(([, shape]) => packShape(shape));
    const keys = entries.map(([key]) => key);
    const indexes = keys.map((key) => this.#ports.inputs.indexOf(key));
    if (new Set(indexes).size < indexes.length) {
      throw new OpenVINOError('INVALID_ARGUMENT', 'reshape was given two shapes for one input.');
    }
    const names = keys.filter((key) => typeof key === 'string');
    const [only] = names;
    if (names.length < keys.length) {
      if (keys.every((key) => key instanceof Output)) this.#native.reshapeByPorts(indexes, packed);
      else this.#native.reshapeByIndexes(indexes, packed);
    } else if (names.length === 1) {
      this.#native.reshapeByName(only as string, packed[0] as PackedShape);
    } else {
      this.#native.reshapeByNames(names, packed);
    }
  }

  /**
   * Not in the C API.
   *
   * @throws OpenVINOError `NOT_IN_C_API`, always.
   * @example
   * ```ts
   * assert.throws(() => model.clone(), { code: 'NOT_IN_C_API' });
   * ```
   */
  clone(): Model {
    throw notInCApi('Model.clone()');
  }

  /**
   * Not in the C API.
   *
   * @throws OpenVINOError `NOT_IN_C_API`, always.
   * @example
   * ```ts
   * assert.throws(() => model.getName(), { code: 'NOT_IN_C_API' });
   * ```
   */
  getName(): string {
    throw notInCApi('Model.getName()');
  }

  /**
   * Not in the C API.
   *
   * @throws OpenVINOError `NOT_IN_C_API`, always.
   * @example
   * ```ts
   * assert.throws(() => model.setFriendlyName('detector'), { code: 'NOT_IN_C_API' });
   * ```
   */
  setFriendlyName(_name: string): void {
    throw notInCApi('Model.setFriendlyName()');
  }

  /**
   * Not in the C API.
   *
   * @throws OpenVINOError `NOT_IN_C_API`, always.
   * @example
   * ```ts
   * assert.throws(() => model.getOps(), { code: 'NOT_IN_C_API' });
   * ```
   */
  getOps(): Node[] {
    throw notInCApi('Model.getOps()');
  }

  /** Frees the model; models compiled from it live on. Further use throws `CLOSED`; closing again does nothing. */
  close(): void {
    this.#native.close();
  }

  /** Closes, as {@link Model.close} does: for `using model = …`. */
  [Symbol.dispose](): void {
    this.close();
  }
}

/** The C API makes `[?]` of both a scalar's shape and an unknown rank, without a word. */
function packShape(like: PartialShapeLike): PackedShape {
  const shape = new PartialShape(like);
  const packed = shape.toPacked();
  if (packed !== null && packed.length > 0) return packed;
  throw new OpenVINOError(
    'NOT_IN_C_API',
    `The C API can not reshape an input to ${shape}; give one or more dimensions.`,
  );
}

showAs(Model, ({ inputs, outputs }) => ({ inputs, outputs }));
