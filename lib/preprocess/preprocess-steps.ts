import { describe } from '../common/describe.js';
import { MADE_HERE } from '../common/made-here.js';
import { notConstructible, OpenVINOError } from '../errors.js';
import type { NativePreProcessSteps } from '../native.js';
import { type ElementType, elementIndex } from '../tensor/element.js';
import { type ColorFormat, colorFormatIndex } from './color-format.js';
import { type LayoutLike, layoutText, readingLayout } from './layout.js';
import { checkConvertible, checkList, type InputFacts, toFloat, toInt32s } from './preprocess-arguments.js';

/**
 * The type of {@link resizeAlgorithm}.
 *
 * @category Preprocessing
 * @example
 * ```ts
 * const { RESIZE_LINEAR }: ResizeAlgorithms = resizeAlgorithm;
 * ```
 */
export interface ResizeAlgorithms {
  /** Between the four nearest pixels. */
  readonly RESIZE_LINEAR: 'RESIZE_LINEAR';
  /** By a cubic curve through the sixteen nearest pixels. */
  readonly RESIZE_CUBIC: 'RESIZE_CUBIC';
  /** The nearest pixel. */
  readonly RESIZE_NEAREST: 'RESIZE_NEAREST';
}

/**
 * Algorithms of {@link PreProcessSteps.resize}, with openvino-node's names and values.
 *
 * @category Preprocessing
 * @example
 * ```ts
 * import { PrePostProcessor, resizeAlgorithm } from '@x/openvino-node';
 *
 * new PrePostProcessor(model).input(0).preprocess().resize(resizeAlgorithm.RESIZE_LINEAR);
 * ```
 */
export const resizeAlgorithm: ResizeAlgorithms = Object.freeze({
  /** Interpolates between the four nearest pixels. */
  RESIZE_LINEAR: 'RESIZE_LINEAR',
  /** Interpolates between the sixteen nearest pixels. */
  RESIZE_CUBIC: 'RESIZE_CUBIC',
  /** Takes the nearest pixel. */
  RESIZE_NEAREST: 'RESIZE_NEAREST',
});

/**
 * A way to resize, as openvino-node names it: one of {@link resizeAlgorithm}'s values.
 *
 * @category Preprocessing
 * @example
 * ```ts
 * const algorithm: resizeAlgorithm = resizeAlgorithm.RESIZE_LINEAR;
 * ```
 */
export type resizeAlgorithm = keyof ResizeAlgorithms;

/**
 * What {@link PreProcessSteps.resize} takes: a value of {@link resizeAlgorithm}, or a short name.
 *
 * @category Preprocessing
 * @example
 * ```ts
 * const algorithm: ResizeAlgorithm = 'linear'; // the same as resizeAlgorithm.RESIZE_LINEAR
 * new PrePostProcessor(model).input(0).preprocess().resize(algorithm);
 * ```
 */
export type ResizeAlgorithm = keyof ResizeAlgorithms | 'linear' | 'cubic' | 'nearest';

/**
 * What {@link PreProcessSteps.pad} fills the border with: the given value, the edge's elements, or the tensor mirrored at its
 * edge, without the edge (`reflect`) or with it (`symmetric`). Of 1 2 3 with two more on each side:
 *
 * | | |
 * |---|---|
 * | `constant` | 0 0 1 2 3 0 0 |
 * | `edge` | 1 1 1 2 3 3 3 |
 * | `reflect` | 3 2 1 2 3 2 1 |
 * | `symmetric` | 2 1 1 2 3 3 2 |
 *
 * @category Preprocessing
 * @example
 * ```ts
 * const mode: PaddingMode = 'edge';
 * const processor = new PrePostProcessor(model);
 * processor.input(0).tensor().setShape([1, 3, 30, 30]);
 * processor.input(0).preprocess().pad([0, 0, 1, 1], [0, 0, 1, 1], 0, mode);
 * assert.deepEqual(processor.build().input(0).shape, [1, 3, 30, 30]);
 * ```
 */
export type PaddingMode = 'constant' | 'edge' | 'reflect' | 'symmetric';

// in the order of the C API's numbers
const ALGORITHMS = ['linear', 'cubic', 'nearest'];
const PADDING_MODES = ['constant', 'edge', 'reflect', 'symmetric'];

export let makeSteps: (native: NativePreProcessSteps, facts: InputFacts) => PreProcessSteps;

/**
 * What is done to an input's tensor before the model gets it, in the order of the calls: {@link InputInfo.preprocess} gives
 * it. The element type and the layout are at last converted to the model's, so that these need no steps of their own.
 *
 * Steps are looked at when {@link PrePostProcessor.build} builds them; what does not fit is told there, as `PREPROCESS_FAILED`.
 * Afterwards each step throws `CLOSED`.
 *
 * @category Preprocessing
 * @example
 * ```ts
 * import { PrePostProcessor } from '@x/openvino-node';
 *
 * const steps = new PrePostProcessor(model).input(0).preprocess();
 * steps.convertElementType('f32').resize('linear').mean([123.675, 116.28, 103.53]).scale([58.395, 57.12, 57.375]);
 * ```
 */
export class PreProcessSteps {
  readonly #native: NativePreProcessSteps;
  readonly #facts: InputFacts;

  static {
    makeSteps = (native, facts) => new PreProcessSteps(MADE_HERE, native, facts);
  }

  private constructor(token: typeof MADE_HERE, native: NativePreProcessSteps, facts: InputFacts) {
    if (token !== MADE_HERE) throw notConstructible('PreProcessSteps', 'processor.input().preprocess()');
    this.#native = native;
    this.#facts = facts;
  }

  /**
   * Resizes height and width to the model's. The tensor needs a layout that has H and W, and a size of its own
   * ({@link InputTensorInfo.setSpatialStaticShape}, {@link InputTensorInfo.setShape}).
   *
   * @param algorithm `'linear'`, `'cubic'`, `'nearest'`, or a value of {@link resizeAlgorithm}.
   * @throws OpenVINOError `INVALID_ARGUMENT`, `NOT_IN_C_API` for Pillow's algorithms and another size than the model's;
   *   `CLOSED`.
   */
  resize(algorithm: ResizeAlgorithm, ...size: never[]): this {
    const name = typeof algorithm === 'string' ? algorithm.replace(/^RESIZE_(?=[A-Z]+$)/, '') : '';
    const index = ALGORITHMS.indexOf(name === algorithm ? name : name.toLowerCase());
    if (index === -1) throw noSuchAlgorithm(algorithm);
    if (size.length > 0) {
      throw new OpenVINOError(
        'NOT_IN_C_API',
        "The C API resizes to the model's height and width only; reshape the model for another size.",
      );
    }
    this.#native.resize(index);
    return this;
  }

  /**
   * Subtracts a number from each element, or from each channel's one of its own (the layout needs C). The elements have to be
   * floating-point numbers by then: {@link PreProcessSteps.convertElementType}.
   *
   * @throws OpenVINOError `INVALID_ARGUMENT` for what is no finite number or no list of them; `CLOSED`.
   */
  mean(values: number | readonly number[] | Float32Array): this {
    this.#native.mean(toFloats('mean', values));
    return this;
  }

  /**
   * Divides each element by a number, or each channel's by one of its own (the layout needs C). The elements have to be
   * floating-point numbers by then: {@link PreProcessSteps.convertElementType}.
   *
   * @throws OpenVINOError `INVALID_ARGUMENT` for what is no finite number or no list of them, and for 0; `CLOSED`.
   */
  scale(values: number | readonly number[] | Float32Array): this {
    const scale = toFloats('scale', values);
    const divisors = Array.isArray(scale) ? scale : [scale];
    if (divisors.includes(0)) {
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        'A scale is what elements are divided by: 0 makes infinities of them.',
      );
    }
    this.#native.scale(scale);
    return this;
  }

  /**
   * Keeps the part of the tensor from `begin` to before `end`, an index for each dimension from the first on; those below 0
   * count from the end.
   *
   * @throws OpenVINOError `INVALID_ARGUMENT` where they are no lists of whole numbers of one length; `CLOSED`.
   * @example
   * ```ts
   * const processor = new PrePostProcessor(model);
   * processor.input(0).tensor().setShape([1, 3, 48, 64]);
   * processor.input(0).preprocess().crop([0, 0, 8, 16], [1, 3, 40, 48]); // rows 8 to 39, columns 16 to 47
   * processor.build();
   * ```
   */
  crop(begin: readonly number[], end: readonly number[]): this {
    const pair = this.#toPair('crop', begin, end);
    this.#native.crop(...pair);
    return this;
  }

  /**
   * Adds elements before the first and after the last one of each dimension; numbers below 0 take some away. The elements have
   * to be floating-point numbers by then.
   *
   * @param value What `'constant'` fills the border with.
   * @throws OpenVINOError `INVALID_ARGUMENT`, `NOT_SUPPORTED_BY_RUNTIME` before OpenVINO 2025.0; `CLOSED`.
   * @example
   * ```ts
   * const processor = new PrePostProcessor(model);
   * processor.input(0).tensor().setShape([1, 3, 24, 32]);
   * processor.input(0).preprocess().pad([0, 0, 4, 0], [0, 0, 4, 0], 0, 'constant'); // four rows of 0 above and below
   * processor.build();
   * ```
   */
  pad(begin: readonly number[], end: readonly number[], value: number, mode: PaddingMode): this {
    const pair = this.#toPair('pad', begin, end);
    const index = PADDING_MODES.indexOf(mode);
    if (index === -1) {
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        `${describe(mode)} is not a padding mode; the modes are ${PADDING_MODES.join(', ')}.`,
      );
    }
    this.#native.pad(...pair, toFloat('The value of pad', value), index);
    return this;
  }

  /**
   * Converts the elements to a type; to the model's where it is left out.
   *
   * @throws OpenVINOError `INVALID_ARGUMENT`, `CLOSED`.
   */
  convertElementType(type: ElementType = this.#facts.elementType()): this {
    checkConvertible(type, this.#facts);
    this.#native.convertElementType(elementIndex(type));
    return this;
  }

  /**
   * Transposes the tensor to a layout; to the model's where it is left out.
   *
   * @throws OpenVINOError `INVALID_ARGUMENT` for what is no layout, `NOT_IN_C_API` for an order of dimensions; `CLOSED`.
   * @example
   * ```ts
   * const processor = new PrePostProcessor(model);
   * processor.input(0).tensor().setShape([1, 32, 32, 3]).setLayout('NHWC');
   * processor.input(0).preprocess().convertLayout('NCHW').mean([0.485, 0.456, 0.406]);
   * processor.build();
   * ```
   */
  convertLayout(layout?: LayoutLike): this {
    if (Array.isArray(layout)) {
      throw new OpenVINOError(
        'NOT_IN_C_API',
        'The C API converts to a layout such as "NCHW", not by an order of dimensions.',
      );
    }
    // the library takes the empty text for the model's layout
    const text = layout === undefined ? '' : layoutText(layout);
    readingLayout(text, () => this.#native.convertLayout(text));
    return this;
  }

  /**
   * Converts the colours, from what {@link InputTensorInfo.setColorFormat} says: the YUV formats to RGB or BGR; RGB, BGR, RGBX
   * and BGRX to RGB or BGR; RGB and BGR to GRAY.
   *
   * @throws OpenVINOError `INVALID_ARGUMENT` for what is no colour format; `CLOSED`.
   * @example
   * ```ts
   * const processor = new PrePostProcessor(model);
   * processor.input(0).tensor().setElementType('u8').setColorFormat('NV12_TWO_PLANES', ['y', 'uv']);
   * processor.input(0).preprocess().convertColor('RGB').convertElementType('f32');
   * processor.input(0).model().setLayout('NCHW');
   * const { inputs } = processor.build();
   * assert.deepEqual(inputs.map((input) => input.shape), [[1, 32, 32, 1], [1, 16, 16, 2]]);
   * ```
   */
  convertColor(format: ColorFormat): this {
    const index = colorFormatIndex(format);
    if (index === 0) {
      throw new OpenVINOError('INVALID_ARGUMENT', 'Colours can not be converted to UNDEFINED; give RGB, BGR or GRAY.');
    }
    this.#native.convertColor(index);
    return this;
  }

  /**
   * Reverses the order of the channels: RGB becomes BGR. The layout needs C.
   *
   * @throws OpenVINOError `CLOSED`.
   * @example
   * ```ts
   * const processor = new PrePostProcessor(model);
   * processor.input(0).tensor().setLayout('NCHW');
   * processor.input(0).preprocess().reverseChannels();
   * processor.build();
   * ```
   */
  reverseChannels(): this {
    this.#native.reverseChannels();
    return this;
  }

  #toPair(step: string, begin: unknown, end: unknown): [begin: number[], end: number[]] {
    const pair: [number[], number[]] = [
      toInt32s(`The beginning of ${step}`, begin),
      toInt32s(`The end of ${step}`, end),
    ];
    const [{ length }, { length: other }] = pair;
    if (length !== other || length === 0) {
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        `The beginning and the end of ${step} have a number for each dimension, and ${length} and ${other} were given.`,
      );
    }
    // only a conversion of the layout adds dimensions: a tensor has as many as the model, or fewer
    const rank = this.#facts.rank();
    if (rank !== undefined && length > rank) {
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        `The ${this.#facts.name} has ${rank} dimensions, and numbers for ${length} were given to ${step}.`,
      );
    }
    return pair;
  }
}

function toFloats(step: string, values: unknown): number | number[] {
  if (typeof values === 'number') return toFloat(`A ${step}`, values);
  checkList(`A ${step}`, values, 'a number, or an array of a number for each channel');
  return Array.from(values, (value) => toFloat(`A ${step}`, value));
}

function noSuchAlgorithm(algorithm: unknown): OpenVINOError {
  if (typeof algorithm === 'string' && /pillow/i.test(algorithm)) {
    return new OpenVINOError(
      'NOT_IN_C_API',
      `The C API has no resize algorithm ${describe(algorithm)}; it has ${ALGORITHMS.join(', ')}.`,
    );
  }
  return new OpenVINOError(
    'INVALID_ARGUMENT',
    `${describe(algorithm)} is not a resize algorithm; the algorithms are ${ALGORITHMS.join(', ')}.`,
  );
}
