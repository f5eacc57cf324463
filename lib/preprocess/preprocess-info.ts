import { describe } from '../common/describe.js';
import { MADE_HERE } from '../common/made-here.js';
import { checkNoMore } from '../common/options.js';
import { notConstructible, OpenVINOError } from '../errors.js';
import { checkShape, elementCount } from '../model/shape.js';
import type { NativePreprocessInput } from '../native.js';
import { type ElementType, elementIndex } from '../tensor/element.js';
import { Tensor } from '../tensor/tensor.js';
import { type ColorFormat, checkPlaneNames, colorFormatIndex } from './color-format.js';
import { Layout, type LayoutLike, layoutRank, layoutText, readingLayout } from './layout.js';
import { checkConvertible, checkSide, type InputFacts } from './preprocess-arguments.js';
import { makeSteps, type PreProcessSteps } from './preprocess-steps.js';

export let makeInputInfo: (native: NativePreprocessInput, facts: InputFacts) => InputInfo;
let makeTensorInfo: (native: NativePreprocessInput, facts: InputFacts) => InputTensorInfo;
let makeModelInfo: (native: NativePreprocessInput, facts: InputFacts) => InputModelInfo;

/**
 * The tensor that a program will give an input, where it is another than the model's: {@link InputInfo.tensor} gives it.
 * What is not said of it is as the model has it. Once the model is built, each call throws `CLOSED`.
 *
 * @category Preprocessing
 * @example
 * ```ts
 * import { PrePostProcessor } from '@x/openvino-node';
 *
 * const processor = new PrePostProcessor(model);
 * processor.input(0).tensor().setElementType('u8').setLayout('NHWC').setSpatialStaticShape(480, 640);
 * ```
 */
export class InputTensorInfo {
  readonly #native: NativePreprocessInput;
  readonly #facts: InputFacts;
  #type: ElementType | undefined;
  #sizedBy: 'setShape' | 'setFrom' | 'setSpatialStaticShape' | undefined;

  static {
    makeTensorInfo = (native, facts) => new InputTensorInfo(MADE_HERE, native, facts);
  }

  private constructor(token: typeof MADE_HERE, native: NativePreprocessInput, facts: InputFacts) {
    if (token !== MADE_HERE) throw notConstructible('InputTensorInfo', 'processor.input().tensor()');
    this.#native = native;
    this.#facts = facts;
  }

  /**
   * Says its element type. It has to be converted to the model's, by a step or at last by itself.
   *
   * @throws OpenVINOError `INVALID_ARGUMENT` for `dynamic`, and for `string` beside numbers; `CLOSED`.
   */
  setElementType(type: ElementType): this;
  setElementType(type: ElementType, ...extra: never[]): this {
    checkNoMore('setElementType(type)', extra);
    checkConvertible(type, this.#facts);
    this.#native.setElementType(elementIndex(type));
    this.#type = type;
    return this;
  }

  /**
   * Says its layout: `'NHWC'`. Where the model's is another one, the dimensions are transposed to it.
   *
   * @throws OpenVINOError `INVALID_ARGUMENT` for what is no layout; `CLOSED`.
   */
  setLayout(layout: LayoutLike): this;
  setLayout(layout: LayoutLike, ...extra: never[]): this {
    checkNoMore('setLayout(layout)', extra);
    const text = layoutText(layout);
    readingLayout(text, () => this.#native.setLayout(text));
    return this;
  }

  /**
   * Says its shape: a size for each dimension, none of them dynamic. Its element type stays what it was said to be
   * before, or the model's.
   *
   * @throws OpenVINOError `INVALID_ARGUMENT` for what is no shape, and beside {@link InputTensorInfo.setSpatialStaticShape};
   *   `CLOSED`.
   */
  setShape(shape: readonly number[]): this;
  setShape(shape: readonly number[], ...extra: never[]): this {
    checkNoMore('setShape(shape)', extra);
    checkShape(shape);
    elementCount(shape);
    const type = this.#type ?? this.#facts.elementType();
    if (type === 'dynamic') {
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        `The ${this.#facts.name} has no element type of its own: call setElementType before setShape.`,
      );
    }
    return this.#setFrom('setShape', type, shape);
  }

  /**
   * Says its shape and element type: those of a tensor. Its elements are not read.
   *
   * @throws OpenVINOError `INVALID_ARGUMENT` for what is no Tensor, and beside {@link InputTensorInfo.setSpatialStaticShape};
   *   `CLOSED`.
   * @example
   * ```ts
   * const pixels = new Tensor('u8', [1, 3, 32, 32]);
   * const processor = new PrePostProcessor(model);
   * processor.input(0).tensor().setFrom(pixels);
   * core.compileModelSync(processor.build(), 'CPU').createInferRequest().infer([pixels]);
   * ```
   */
  setFrom(tensor: Tensor): this {
    if (!(tensor instanceof Tensor)) {
      throw new OpenVINOError('INVALID_ARGUMENT', `setFrom takes a Tensor, not ${describe(tensor)}.`);
    }
    const type = tensor.getElementType();
    checkConvertible(type, this.#facts);
    this.#setFrom('setFrom', type, tensor.getShape());
    this.#type = type;
    return this;
  }

  /**
   * Says its height and width; the other dimensions are the model's. Needs a layout that has H and W.
   *
   * @param height Pixels.
   * @param width Pixels.
   * @throws OpenVINOError `INVALID_ARGUMENT` out of range, and beside {@link InputTensorInfo.setShape} and
   *   {@link InputTensorInfo.setFrom}; `CLOSED`.
   */
  setSpatialStaticShape(height: number, width: number): this {
    checkSide('height', height);
    checkSide('width', width);
    this.#size('setSpatialStaticShape');
    this.#native.setSpatialStaticShape(height, width);
    return this;
  }

  /**
   * Says what its elements mean. A format of several planes makes several inputs of the one; its tensors have the layout NHWC.
   * The steps then have to convert it: {@link PreProcessSteps.convertColor}. {@link colorFormat} has the shapes of its tensors.
   *
   * @param planeNames Of a format of several planes, a name for each: the inputs are called `x/y`, `x/uv` … for an input `x`.
   *   Without, they have no names.
   * @throws OpenVINOError `INVALID_ARGUMENT`, `CLOSED`.
   */
  setColorFormat(format: ColorFormat, planeNames: readonly string[] = []): this {
    const index = colorFormatIndex(format);
    checkPlaneNames(format, planeNames);
    this.#native.setColorFormat(index, [...planeNames]);
    return this;
  }

  /**
   * Says where its memory is, as the device calls it: `GPU_SURFACE`, `GPU_BUFFER`. The CPU does not look at it.
   *
   * @throws OpenVINOError `INVALID_ARGUMENT`, `CLOSED`.
   * @example
   * ```ts
   * // frames of a video decoder, in two planes of a surface of the GPU
   * new PrePostProcessor(model)
   *   .input(0)
   *   .tensor()
   *   .setColorFormat('NV12_TWO_PLANES', ['y', 'uv'])
   *   .setMemoryType('GPU_SURFACE');
   * ```
   */
  setMemoryType(memoryType: string): this {
    if (typeof memoryType !== 'string' || memoryType.includes('\0')) {
      throw new OpenVINOError('INVALID_ARGUMENT', `A memory type is a string, not ${describe(memoryType)}.`);
    }
    this.#native.setMemoryType(memoryType);
    return this;
  }

  #setFrom(by: 'setShape' | 'setFrom', type: ElementType, shape: readonly number[]): this {
    this.#size(by);
    this.#native.setFrom(elementIndex(type), Array.from(shape));
    return this;
  }

  /** The library refuses a shape beside a height and width. */
  #size(by: 'setShape' | 'setFrom' | 'setSpatialStaticShape'): void {
    const before = this.#sizedBy;
    if (before !== undefined && (before === 'setSpatialStaticShape') !== (by === 'setSpatialStaticShape')) {
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        `${by} can not follow ${before}: either the whole shape of the ${this.#facts.name} is said, or its height and width.`,
      );
    }
    this.#sizedBy = by;
  }
}

/**
 * What the model takes, where it does not say so itself: {@link InputInfo.model} gives it.
 *
 * @category Preprocessing
 * @example
 * ```ts
 * const processor = new PrePostProcessor(model);
 * const ofTheModel: InputModelInfo = processor.input('image').model();
 * ofTheModel.setLayout('NCHW');
 * processor.input('image').tensor().setLayout('NHWC');
 * assert.deepEqual(processor.build().input('image').shape, [1, 32, 32, 3]);
 * ```
 */
export class InputModelInfo {
  readonly #native: NativePreprocessInput;
  readonly #facts: InputFacts;

  static {
    makeModelInfo = (native, facts) => new InputModelInfo(MADE_HERE, native, facts);
  }

  private constructor(token: typeof MADE_HERE, native: NativePreprocessInput, facts: InputFacts) {
    if (token !== MADE_HERE) throw notConstructible('InputModelInfo', 'processor.input().model()');
    this.#native = native;
    this.#facts = facts;
  }

  /**
   * Says the layout of the model's input, which later builds of the model know as well.
   *
   * @throws OpenVINOError `INVALID_ARGUMENT` for what is no layout, and for one of another number of dimensions;
   *   `CLOSED`.
   * @example
   * ```ts
   * import { PrePostProcessor } from '@x/openvino-node';
   *
   * new PrePostProcessor(model).input(0).model().setLayout('N...');
   * ```
   */
  setLayout(layout: LayoutLike): this;
  setLayout(layout: LayoutLike, ...extra: never[]): this {
    checkNoMore('setLayout(layout)', extra);
    const text = layoutText(layout);
    const { least, isExact } = layoutRank(text);
    const rank = this.#facts.rank();
    if (rank !== undefined && (isExact ? least !== rank : least > rank)) {
      // what is no layout at all is told first
      new Layout(text);
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        `The layout ${describe(text)} is of ${least} dimensions, and the ${this.#facts.name} has ${rank}.`,
      );
    }
    readingLayout(text, () => this.#native.setModelLayout(text));
    return this;
  }
}

/**
 * An input of a {@link PrePostProcessor}: {@link PrePostProcessor.input} gives it.
 *
 * @category Preprocessing
 * @example
 * ```ts
 * const processor = new PrePostProcessor(model);
 * const image: InputInfo = processor.input('image');
 * image.tensor().setElementType('u8').setLayout('NHWC').setSpatialStaticShape(480, 640);
 * image.preprocess().convertElementType('f32').resize('linear').scale(255);
 * image.model().setLayout('NCHW');
 * assert.deepEqual(processor.build().input('image').shape, [1, 480, 640, 3]);
 * ```
 */
export class InputInfo {
  readonly #native: NativePreprocessInput;
  readonly #facts: InputFacts;
  #tensor: InputTensorInfo | undefined;
  #steps: PreProcessSteps | undefined;
  #model: InputModelInfo | undefined;

  static {
    makeInputInfo = (native, facts) => new InputInfo(MADE_HERE, native, facts);
  }

  private constructor(token: typeof MADE_HERE, native: NativePreprocessInput, facts: InputFacts) {
    if (token !== MADE_HERE) throw notConstructible('InputInfo', 'processor.input()');
    this.#native = native;
    this.#facts = facts;
  }

  /** The tensor that the program will give. */
  tensor(): InputTensorInfo;
  tensor(...extra: never[]): InputTensorInfo {
    checkNoMore('tensor()', extra);
    this.#tensor ??= makeTensorInfo(this.#native, this.#facts);
    return this.#tensor;
  }

  /** What is done to it. */
  preprocess(): PreProcessSteps;
  preprocess(...extra: never[]): PreProcessSteps {
    checkNoMore('preprocess()', extra);
    this.#steps ??= makeSteps(this.#native.steps(), this.#facts);
    return this.#steps;
  }

  /** What the model takes. */
  model(): InputModelInfo;
  model(...extra: never[]): InputModelInfo {
    checkNoMore('model()', extra);
    this.#model ??= makeModelInfo(this.#native, this.#facts);
    return this.#model;
  }
}
