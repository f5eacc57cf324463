import { MADE_HERE } from '../common/made-here.js';
import { checkNoMore } from '../common/options.js';
import { notConstructible } from '../errors.js';
import type { NativePreprocessOutput } from '../native.js';
import { notInCApi } from '../not-in-c-api.js';
import { type ElementType, elementIndex } from '../tensor/element.js';
import type { LayoutLike } from './layout.js';
import { checkConvertible, type InputFacts } from './preprocess-arguments.js';

export let makeOutputInfo: (native: NativePreprocessOutput, facts: OutputFacts) => OutputInfo;
let makeOutputTensorInfo: (native: NativePreprocessOutput, facts: OutputFacts) => OutputTensorInfo;

type OutputFacts = Pick<InputFacts, 'name' | 'elementType'>;

/**
 * The tensor that a program will get of an output: {@link OutputInfo.tensor} gives it.
 *
 * @category Preprocessing
 * @example
 * ```ts
 * const processor = new PrePostProcessor(model);
 * const halves: OutputTensorInfo = processor.output('boxes').tensor().setElementType('f16');
 * assert.equal(processor.build().output('boxes').elementType, 'f16');
 * ```
 */
export class OutputTensorInfo {
  readonly #native: NativePreprocessOutput;
  readonly #facts: OutputFacts;

  static {
    makeOutputTensorInfo = (native, facts) => new OutputTensorInfo(MADE_HERE, native, facts);
  }

  private constructor(token: typeof MADE_HERE, native: NativePreprocessOutput, facts: OutputFacts) {
    if (token !== MADE_HERE) throw notConstructible('OutputTensorInfo', 'processor.output().tensor()');
    this.#native = native;
    this.#facts = facts;
  }

  /** Says its element type, to which the model's results are converted. @throws OpenVINOError `INVALID_ARGUMENT`. */
  setElementType(type: ElementType): this;
  setElementType(type: ElementType, ...extra: never[]): this {
    checkNoMore('setElementType(type)', extra);
    checkConvertible(type, this.#facts);
    this.#native.setElementType(elementIndex(type));
    return this;
  }

  /** Not in the C API. @throws OpenVINOError `NOT_IN_C_API`, always. */
  setLayout(_layout: LayoutLike): this {
    throw notInCApi('OutputTensorInfo.setLayout()');
  }
}

/**
 * An output of a {@link PrePostProcessor}: {@link PrePostProcessor.output} gives it.
 *
 * @category Preprocessing
 * @example
 * ```ts
 * const processor = new PrePostProcessor(model);
 * const boxes: OutputInfo = processor.output('boxes');
 * boxes.tensor().setElementType('f64');
 * const { boxes: results } = core.compileModelSync(processor.build(), 'CPU').createInferRequest().infer([tensor]);
 * assert.ok(results?.data instanceof Float64Array);
 * ```
 */
export class OutputInfo {
  readonly #native: NativePreprocessOutput;
  readonly #facts: OutputFacts;
  #tensor: OutputTensorInfo | undefined;

  static {
    makeOutputInfo = (native, facts) => new OutputInfo(MADE_HERE, native, facts);
  }

  private constructor(token: typeof MADE_HERE, native: NativePreprocessOutput, facts: OutputFacts) {
    if (token !== MADE_HERE) throw notConstructible('OutputInfo', 'processor.output()');
    this.#native = native;
    this.#facts = facts;
  }

  /** The tensor that the program will get. */
  tensor(): OutputTensorInfo;
  tensor(...extra: never[]): OutputTensorInfo {
    checkNoMore('tensor()', extra);
    this.#tensor ??= makeOutputTensorInfo(this.#native, this.#facts);
    return this.#tensor;
  }
}
