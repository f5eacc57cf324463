import { describe } from '../common/describe.js';
import { OpenVINOError } from '../errors.js';
import { Model, modelPorts, nativeModel, refreshPorts } from '../model/model.js';
import type { Output } from '../model/output.js';
import type { PortKey } from '../model/ports.js';
import { type NativePrePostProcessor, nativeAddon } from '../native.js';
import type { InputFacts } from './preprocess-arguments.js';
import { type InputInfo, makeInputInfo } from './preprocess-info.js';
import { makeOutputInfo, type OutputInfo } from './preprocess-output-info.js';
import { type ResizeAlgorithms, resizeAlgorithm } from './preprocess-steps.js';

/**
 * Builds preprocessing of inputs, and the conversion of outputs, into a model, so that the device does both.
 *
 * Say what tensors the program will give, what the model takes, and the steps between them; then build.
 *
 * @category Preprocessing
 * @example
 * ```ts
 * import { PrePostProcessor } from '@x/openvino-node';
 *
 * const processor = new PrePostProcessor(model);
 * processor.input(0).tensor().setElementType('u8');
 * processor.input(0).preprocess().convertElementType('f32').scale(255);
 * processor.output(0).tensor().setElementType('f16');
 * const compiledFromBytes = core.compileModelSync(processor.build(), 'CPU');
 * console.log(compiledFromBytes.input(0).elementType); // u8
 * ```
 */
export class PrePostProcessor {
  readonly #native: NativePrePostProcessor;
  readonly #model: Model;
  readonly #inputs = new Map<number, InputInfo>();
  readonly #outputs = new Map<number, OutputInfo>();

  /**
   * @param model The model to build into. Until then it is not changed.
   * @throws OpenVINOError `INVALID_ARGUMENT` for what is no {@link Model}, `CLOSED`.
   */
  constructor(model: Model) {
    if (!(model instanceof Model)) {
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        `A PrePostProcessor is made for a Model that core.readModel() gave, not for ${describe(model)}.`,
      );
    }
    this.#native = new (nativeAddon().PrePostProcessor)(nativeModel(model));
    this.#model = model;
  }

  /**
   * An input by index or name; the only one without.
   *
   * @throws OpenVINOError `PORT_NOT_FOUND`, `CLOSED` once the model was built.
   */
  input(key?: PortKey): InputInfo {
    const port = this.#model.input(key);
    const index = modelPorts(this.#model).inputs.indexOf(port);
    let info = this.#inputs.get(index);
    if (info === undefined) {
      info = makeInputInfo(
        find(key, index, (asked) => this.#native.input(asked)),
        factsOf('input', port),
      );
      this.#inputs.set(index, info);
    }
    return info;
  }

  /**
   * An output by index or name; the only one without.
   *
   * @throws OpenVINOError `PORT_NOT_FOUND`, `CLOSED` once the model was built.
   */
  output(key?: PortKey): OutputInfo {
    const port = this.#model.output(key);
    const index = modelPorts(this.#model).outputs.indexOf(port);
    let info = this.#outputs.get(index);
    if (info === undefined) {
      info = makeOutputInfo(
        find(key, index, (asked) => this.#native.output(asked)),
        factsOf('output', port),
      );
      this.#outputs.set(index, info);
    }
    return info;
  }

  /**
   * Builds it all into the model. That is done once: neither this processor nor another one that was made for the model before
   * can be used afterwards.
   *
   * @returns The same model; its ports are those of the program's tensors now. Ports that were taken before show what was.
   * @throws OpenVINOError `PREPROCESS_FAILED` where the steps do not fit the tensors or the model: the model is then as before,
   *   and the processor can be corrected and built again; `REQUEST_BUSY` while an asynchronous compileModel reads the model,
   *   `CLOSED`.
   */
  build(): Model {
    try {
      this.#native.build(nativeModel(this.#model));
    } catch (error) {
      throw explain(error);
    }
    refreshPorts(this.#model);
    this.#inputs.clear();
    this.#outputs.clear();
    return this.#model;
  }
}

/**
 * The type of {@link preprocess}.
 *
 * @category Preprocessing
 * @example
 * ```ts
 * const { PrePostProcessor }: Preprocess = preprocess;
 * const processor = new PrePostProcessor(model);
 * ```
 */
export interface Preprocess {
  /** Ways to resize. */
  readonly resizeAlgorithm: ResizeAlgorithms;
  /** Builds preprocessing into a model. */
  readonly PrePostProcessor: typeof PrePostProcessor;
}

/**
 * openvino-node's names for it: `addon.preprocess`.
 *
 * @category Preprocessing
 * @example
 * ```ts
 * import { preprocess } from '@x/openvino-node';
 *
 * const steps = new preprocess.PrePostProcessor(model).input(0).preprocess();
 * steps.resize(preprocess.resizeAlgorithm.RESIZE_LINEAR);
 * ```
 */
export const preprocess: Preprocess = Object.freeze({ resizeAlgorithm, PrePostProcessor });

/** Asks the library as the program asked. A port without a name has one of this package's making, which it does not know. */
function find<T>(key: PortKey | undefined, index: number, ask: (key: number | string | undefined) => T): T {
  if (typeof key !== 'string') return ask(key === undefined ? undefined : index);
  try {
    return ask(key);
  } catch {
    return ask(index);
  }
}

function factsOf(direction: 'input' | 'output', port: Output): InputFacts {
  return {
    name: `${direction} ${port.anyName}`,
    elementType: () => port.elementType,
    rank: () => {
      const packed = port.partialShape.toPacked();
      return packed === null ? undefined : packed.length / 2;
    },
  };
}

function explain(error: unknown): unknown {
  if (!(error instanceof OpenVINOError) || error.code !== 'PREPROCESS_FAILED') return error;
  const why = error.message.replace(/^.*failed \(status -?\d+\): /, '').replace(/\.$/, '');
  return new OpenVINOError(
    'PREPROCESS_FAILED',
    `The preprocessing can not be built into the model: ${why}. The model is as before; correct the processor and build again.`,
    { cause: error, ...(error.status === undefined ? {} : { status: error.status }) },
  );
}
