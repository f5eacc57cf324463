import { showAs, Unreadable } from '../common/inspect.js';
import { checkNoMore } from '../common/options.js';
import { OpenVINOError } from '../errors.js';
import { checkShape, elementCount, formatShape, sameShape } from '../model/shape.js';
import { type NativeRuntime, type NativeTensor, nativeAddon } from '../native.js';
import { notInCApi } from '../not-in-c-api.js';
import {
  arrayConstructor,
  arrayFits,
  byteLengthOf,
  checkElementType,
  type ElementType,
  elementIndex,
  elementName,
  isTypedArray,
  type TensorData,
  type TypedArray,
  type TypedArrayOf,
} from './element.js';
import { setTensorInternals, TRUSTED } from './tensor-internals.js';
import { allocate, checkAttached, checkStrings, stringsFor, wrap } from './tensor-memory.js';
import { toFloat32 } from './tensor-numbers.js';
import { overlap, TensorUse } from './tensor-use.js';

/**
 * Elements of one type in a shape, row-major and dense.
 *
 * The memory is JavaScript's: `new Tensor(type, shape, array)` wraps the array without copying, and `data` is that array,
 * so that writing to either is seen by the next inference. Tensors that {@link InferRequest.getOutputTensor} gives are
 * views of the library's memory, also without a copy.
 *
 * | element type | `data` |
 * |---|---|
 * | f32, f64, i8, i16, i32, u16, u32, i64, u64 | the typed array of that type |
 * | u8, boolean, f8e4m3, f8e5m2, f8e8m0 | `Uint8Array`, an element a byte |
 * | f16, bf16 | `Uint16Array` of the bits (see {@link Tensor.toFloat32Array}) |
 * | u1, u2, u3, u4, u6, i4, nf4, f4e2m1 | `Uint8Array` of packed elements |
 * | string | see {@link Tensor.strings} |
 *
 * @category Tensors
 * @example
 * ```ts
 * const tensor = new Tensor('f32', [1, 3], Float32Array.of(1, 2, 3));
 * tensor.data[0] = 4;
 * tensor.data = Float32Array.of(5, 6, 7);
 * console.log(tensor.elementType, tensor.shape, tensor.getSize(), tensor.byteLength); // f32 [1, 3] 3 12
 * ```
 *
 * The class of `data` is known where the element type is, and else a comparison tells it:
 *
 * ```ts
 * const values: Float32Array = new Tensor('f32', [3]).data;
 * const output = request.getOutputTensor();
 * if (output.elementType === 'f32') console.log(output.data.at(-1));
 * ```
 *
 * Under the names that openvino-node has for them:
 *
 * ```ts
 * const tensor = new Tensor('u8', [2, 2], Buffer.from([1, 2, 3, 4]));
 * console.log(tensor.getElementType(), tensor.getShape(), tensor.getData(), tensor.isContinuous());
 * ```
 */
export class Tensor<Type extends ElementType = ElementType> {
  #type: ElementType = 'dynamic';
  #shape: readonly number[] = [];
  /** The elements: all of the memory, or its beginning where the shape is a smaller one. */
  #data: TypedArray | undefined;
  /** All of the memory; undefined where the library or strings hold the elements. */
  #memory: TypedArray | undefined;
  /** Bytes that `data` has while its buffer is attached. */
  #byteLength = 0;
  /** Whether the memory was made here, so that more of it can be. */
  readonly #allocated: boolean;
  #strings: readonly string[] | undefined;
  #handle: NativeTensor | undefined;
  /** What the library may write to: it keeps it where an output of dynamic shape was smaller. */
  #handleMemory: TypedArray | undefined;
  #runtime: NativeRuntime | undefined;
  /** Whether the library owns the memory. */
  #borrowed = false;
  /** Undefined before the first inference that uses it asynchronously. */
  #use: TensorUse | undefined;

  /**
   * @param type Element type.
   * @param shape Dimensions; `[]` for a scalar.
   * @param data Memory to wrap, of exactly `shape`'s length; zeros where left out. Views of a part of a buffer and of a
   *   SharedArrayBuffer work; a resizable or detached buffer is refused. For `string`, as many strings, which are copied.
   * @throws OpenVINOError `INVALID_ARGUMENT`, `ELEMENT_TYPE_MISMATCH`, `SHAPE_MISMATCH` (length), `DETACHED_BUFFER`.
   */
  constructor(type: Type, shape: readonly number[], data?: TensorData<Type>);
  /** A string tensor of shape `[strings.length]`; needs a runtime of 2025.4 or newer when it is used. */
  constructor(strings: Type extends 'string' ? readonly string[] : never);
  constructor(
    type: ElementType | readonly string[],
    shape?: readonly number[],
    data?: TypedArray | readonly string[],
    ...extra: never[]
  ) {
    this.#allocated = data === undefined;
    if (type === TRUSTED) return;
    checkNoMore('new Tensor(type, shape, data)', extra);
    if (Array.isArray(type)) {
      const instead = ": its shape is [strings.length]; give new Tensor('string', shape, strings) for another one";
      checkNoMore('new Tensor(strings)', [shape, data], instead);
      this.#type = 'string';
      this.#shape = [type.length];
      this.#strings = checkStrings(type, this.#shape);
      return;
    }
    checkElementType(type);
    checkShape(shape);
    this.#type = type;
    // a size of -0 is 0
    this.#shape = shape.map((size) => size + 0);
    if (type === 'string') {
      this.#strings = data === undefined ? stringsFor(shape, []) : checkStrings(data, shape);
      return;
    }
    if (type === 'dynamic') {
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        "A tensor can't be of type dynamic, which stands for a type that is not known yet; name that of its elements, such as f32.",
      );
    }
    this.#setMemory(data === undefined ? allocate(type, shape) : wrap(type, shape, data as TypedArray));
  }

  static {
    setTensorInternals({
      handle: (tensor, runtime) => tensor.#handleFor(runtime),
      isAttached: (tensor) => tensor.#data === undefined || tensor.#data.byteLength === tensor.#byteLength,
      fly: (tensor, change, writes) => {
        tensor.#use ??= new TensorUse();
        tensor.#use.count(change, writes, tensor.#known);
      },
      checkFree: (tensor, writes) => TensorUse.checkFree(tensor.#use, writes, tensor.#known),
      buffer: (tensor) => tensor.#known?.buffer ?? tensor,
      overlap: (a, b) => a === b || (a.#known !== undefined && b.#known !== undefined && overlap(a.#known, b.#known)),
      adoptShape: (tensor, shape) => tensor.#takeShape(shape),
      copy: (tensor) => {
        const copy: Tensor = new Tensor(tensor.#type, tensor.#shape);
        copy.data = tensor.data;
        return copy;
      },
      trusted: (type, shape, data) => {
        const tensor = new Tensor(TRUSTED);
        tensor.#type = type;
        tensor.#shape = shape;
        tensor.#setMemory(data);
        return tensor;
      },
      fromNative: (handle, runtime) => {
        const tensor = new Tensor(TRUSTED);
        tensor.#adopt(handle, runtime);
        return tensor;
      },
      adopt: (tensor, handle, runtime) => tensor.#adopt(handle, runtime),
      forgetView: (tensor) => tensor.#forgetView(),
    });
  }

  #adopt(handle: NativeTensor, runtime: NativeRuntime): void {
    this.#type = elementName(handle.type());
    this.#shape = handle.shape();
    this.#handle = handle;
    this.#runtime = runtime;
    this.#borrowed = true;
  }

  /**
   * The elements, without a copy. A view of an output of dynamic shape is valid until the next inference, which may move
   * the memory: then the old array has length 0 and this getter gives a new one. Of strings, use {@link Tensor.strings}.
   *
   * @throws OpenVINOError `DETACHED_BUFFER` where the wrapped buffer was transferred; `NOT_IN_C_API` for a string tensor
   *   of the library, whose strings the C API can't read.
   */
  get data(): TypedArrayOf<Type> {
    const data = this.#data;
    // as in openvino-node, where `data` of strings are the strings; TypeScript is told of them by `strings` alone
    if (this.#strings !== undefined) return this.#strings as unknown as TypedArrayOf<Type>;
    if (data === undefined || this.#borrowed) return this.#view() as TypedArrayOf<Type>;
    if (data.byteLength !== this.#byteLength) this.#checkAttached();
    return data as TypedArrayOf<Type>;
  }

  /** Copies `values` into the tensor: same class and same length as `data`; strings as {@link Tensor.strings}. */
  set data(values: TensorData<Type>) {
    this.#use?.checkUnused('written to');
    if (this.#type === 'string') {
      this.strings = values as unknown as readonly string[];
      return;
    }
    const data: TypedArray = this.data;
    if (!isTypedArray(values) || !arrayFits(this.#type, values) || values.length !== data.length) {
      throw new OpenVINOError(
        'SHAPE_MISMATCH',
        `Data of a ${this.#type} tensor of shape ${formatShape(this.#shape)} is a ${data.constructor.name} of ${data.length} elements.`,
      );
    }
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength).set(
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    );
  }

  /** The elements, as {@link Tensor.data}. */
  getData(): TypedArrayOf<Type>;
  getData(...extra: never[]): TypedArrayOf<Type> {
    checkNoMore('getData()', extra);
    return this.data;
  }

  /**
   * Strings of a string tensor made from strings. Undefined for others: of a tensor that an infer request owns, the C API can
   * write the strings and has no function to read them.
   *
   * @example
   * ```ts
   * const words = new Tensor('string', [2, 2], ['a', 'b', 'c', 'd']);
   * words.strings = ['e', 'f', 'g', 'h'];
   * ```
   */
  get strings(): readonly string[] | undefined {
    return this.#strings;
  }

  /**
   * Writes the strings: as many as the tensor has elements, the last dimension varying fastest.
   *
   * @throws OpenVINOError `SHAPE_MISMATCH` where they are not as many as the tensor has elements, `ELEMENT_TYPE_MISMATCH`,
   *   `REQUEST_BUSY` in flight, `INVALID_ARGUMENT`, and `NOT_SUPPORTED_BY_RUNTIME` before OpenVINO 2025.4.
   */
  set strings(strings: readonly string[]) {
    this.#use?.checkUnused('written to');
    if (this.#type !== 'string') {
      throw new OpenVINOError('ELEMENT_TYPE_MISMATCH', `A tensor of ${this.#type} has no strings; write to its data.`);
    }
    const checked = checkStrings(strings, this.getShape());
    this.#handle?.setStrings([...checked]);
    if (!this.#borrowed) this.#strings = checked;
  }

  /** Element type. */
  getElementType(): Type {
    return this.#type as Type;
  }

  /** Element type, as a property. */
  get elementType(): Type {
    return this.#type as Type;
  }

  /** Dimensions; a copy, `[]` for a scalar. */
  getShape(): number[];
  getShape(...extra: never[]): number[] {
    checkNoMore('getShape()', extra);
    this.#refresh();
    return [...this.#shape];
  }

  /** Dimensions, as a property. */
  get shape(): number[] {
    return this.getShape();
  }

  /** Number of elements. */
  getSize(): number;
  getSize(...extra: never[]): number {
    checkNoMore('getSize()', extra);
    this.#refresh();
    return elementCount(this.#shape);
  }

  /** Bytes that the elements take. */
  get byteLength(): number {
    return this.#type === 'string' ? 0 : byteLengthOf(this.#type, this.getSize());
  }

  /** Whether the elements lie without gaps: always true, the C API knows no strides. */
  isContinuous(): boolean;
  isContinuous(...extra: never[]): boolean {
    checkNoMore('isContinuous()', extra);
    return true;
  }

  /**
   * Gives the tensor another shape, which requests see at their next run. A tensor that was made without data takes any;
   * one over an array takes what the array has room for.
   *
   * @throws OpenVINOError `SHAPE_MISMATCH` where the array is too small, `REQUEST_BUSY` in flight, `INVALID_ARGUMENT` for a
   *   tensor over memory that OpenVINO owns.
   * @example
   * ```ts
   * const tensor = new Tensor('f32', [4, 8]);
   * tensor.setShape([2, 8]); // the beginning of the same memory
   * assert.equal(tensor.data.length, 16);
   * ```
   */
  setShape(shape: readonly number[]): void {
    checkShape(shape);
    this.#use?.checkUnused('given another shape');
    if (this.#borrowed) {
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        "The shape of memory that OpenVINO owns can not be changed, an infer request's follows its port; make a new Tensor instead.",
      );
    }
    if (this.#strings !== undefined) this.#strings = stringsFor(shape, this.#strings);
    else this.#makeRoom(shape);
    this.#takeShape(shape);
    this.#handle = undefined;
    this.#handleMemory = undefined;
  }

  #makeRoom(shape: readonly number[]): void {
    this.#checkAttached();
    const byteLength = byteLengthOf(this.#type, elementCount(shape));
    const memory = this.#memory as TypedArray;
    if (byteLength > memory.byteLength) {
      if (!this.#allocated) {
        throw new OpenVINOError(
          'SHAPE_MISMATCH',
          `Shape ${formatShape(shape)} needs ${byteLength} bytes and the tensor's memory has ${memory.byteLength}; make a new Tensor of that shape.`,
        );
      }
      this.#setMemory(allocate(this.#type, shape));
    }
  }

  /**
   * Copies the elements into another tensor of the same type, which takes this one's shape as {@link Tensor.setShape} does.
   *
   * @throws OpenVINOError `ELEMENT_TYPE_MISMATCH`, `SHAPE_MISMATCH`, `REQUEST_BUSY`, `DETACHED_BUFFER`.
   * @example
   * ```ts
   * const copy = new Tensor('f32', tensor.shape);
   * tensor.copyTo(copy);
   * ```
   */
  copyTo(target: Tensor): void {
    if (!(target instanceof Tensor) || target.#type !== this.#type) {
      throw new OpenVINOError('ELEMENT_TYPE_MISMATCH', `copyTo needs a Tensor of type ${this.#type}.`);
    }
    if (!target.#borrowed && !sameShape(this.getShape(), target.getShape())) target.setShape(this.getShape());
    target.data = this.data;
  }

  /**
   * Elements as numbers: f32 as a copy, f16 and bf16 decoded, integers converted.
   *
   * @throws OpenVINOError `NOT_IMPLEMENTED` for packed and 8-bit float types.
   * @example
   * ```ts
   * const halves = new Tensor('f16', [2], encodeHalf([0.5, 2], 'f16'));
   * assert.deepEqual([...halves.toFloat32Array()], [0.5, 2]);
   * ```
   */
  toFloat32Array(): Float32Array {
    return toFloat32(this.#type, this.data, this.getSize());
  }

  get #known(): TypedArray | undefined {
    return this.#handleMemory ?? this.#data;
  }

  #setMemory(memory: TypedArray): void {
    this.#memory = memory;
    this.#data = memory;
    this.#byteLength = memory.byteLength;
  }

  #takeShape(shape: readonly number[]): void {
    if (sameShape(shape, this.#shape)) return;
    const memory = this.#memory;
    this.#shape = [...shape];
    if (memory === undefined) return;
    this.#byteLength = byteLengthOf(this.#type, elementCount(shape));
    const length = this.#byteLength / memory.BYTES_PER_ELEMENT;
    const Data = arrayConstructor(this.#type);
    this.#data = length === memory.length ? memory : new Data(memory.buffer, memory.byteOffset, length);
  }

  #checkAttached(): void {
    if (this.#data !== undefined && !this.#borrowed) checkAttached(this.#data, this.#type, this.#shape);
  }

  #view(): TypedArray {
    if (this.#type === 'string') throw notInCApi('Tensor.data of strings that OpenVINO made');
    if (this.#data !== undefined && this.#data.length > 0) return this.#data;
    // the library may be moving it
    this.#use?.checkUnused('read');
    const handle = this.#handle as NativeTensor;
    this.#shape = handle.shape();
    const Data = arrayConstructor(this.#type);
    this.#data = new Data(handle.view());
    this.#byteLength = this.#data.byteLength;
    return this.#data;
  }

  /** Reads the shape of memory that the library may have moved. */
  #refresh(): void {
    if (this.#use?.isWritten) return;
    if (this.#borrowed && this.#data === undefined && this.#handle !== undefined) this.#shape = this.#handle.shape();
  }

  #forgetView(): void {
    const data = this.#data;
    if (!this.#borrowed || data === undefined) return;
    if (data.byteLength > 0) nativeAddon().detach(data.buffer as ArrayBuffer);
    this.#data = undefined;
  }

  #handleFor(runtime: NativeRuntime): NativeTensor {
    if (this.#data !== undefined && this.#data.byteLength !== this.#byteLength) this.#checkAttached();
    if (this.#handle !== undefined && this.#runtime === runtime) return this.#handle;
    if (this.#borrowed) {
      throw new OpenVINOError('INVALID_ARGUMENT', 'A tensor of one OpenVINO runtime can not be used with another one.');
    }
    const { Tensor: NativeTensorClass } = nativeAddon();
    const shape = [...this.#shape];
    this.#handle =
      this.#strings !== undefined
        ? new NativeTensorClass(runtime, elementIndex('string'), shape, [...this.#strings])
        : new NativeTensorClass(runtime, elementIndex(this.#type), shape, this.#data as TypedArray);
    this.#handleMemory = this.#data;
    this.#runtime = runtime;
    return this.#handle;
  }
}

showAs(Tensor, (tensor) => {
  const { elementType, shape, strings } = tensor;
  if (strings !== undefined) return { elementType, shape, strings };
  try {
    return { elementType, shape, data: tensor.data };
  } catch (error) {
    return { elementType, shape, data: new Unreadable((error as OpenVINOError).code) };
  }
});
