import { showAs } from '../common/inspect.js';
import { MADE_HERE } from '../common/made-here.js';
import { notConstructible, OpenVINOError } from '../errors.js';
import { checkShape, elementCount, formatShape } from '../model/shape.js';
import { externalBuffersAllowed, type NativeRemoteContext, type NativeRuntime } from '../native.js';
import { checkElementType, elementIndex, type SizedElementType } from '../tensor/element.js';
import { Tensor } from '../tensor/tensor.js';
import { tensorInternals } from '../tensor/tensor-internals.js';
import { notMade, packRemoteParams, parseRemoteParams, type RemoteParams } from './remote-params.js';
import { makeRemoteTensor, type RemoteTensor } from './remote-tensor.js';

export let makeRemoteContext: (native: NativeRemoteContext, runtime: NativeRuntime) => RemoteContext;
export let nativeContext: (context: RemoteContext) => NativeRemoteContext;

/**
 * A device's context: where its memory and its models live, for sharing memory between models and with other programs of the
 * device's driver (OpenCL, VA-API, Level Zero). GPU and NPU have contexts, other devices have none.
 *
 * {@link Core.getDefaultContext}, {@link Core.createContext} and {@link CompiledModel.getContext} give one.
 *
 * @category Remote memory
 * @example
 * ```ts
 * function deviceMemory(core: Core): RemoteTensor {
 *   using context = core.getDefaultContext('GPU');
 *   return context.createTensor('f32', [1, 3, 224, 224], { SHARED_MEM_TYPE: 'USM_DEVICE_BUFFER' });
 * }
 * ```
 */
export class RemoteContext {
  readonly #native: NativeRemoteContext;
  readonly #runtime: NativeRuntime;

  static {
    makeRemoteContext = (native, runtime) => new RemoteContext(MADE_HERE, native, runtime);
    nativeContext = (context) => context.#native;
    showAs(RemoteContext, (context) => ({ device: context.getDeviceName(), params: context.getParams() }));
  }

  private constructor(token: typeof MADE_HERE, native: NativeRemoteContext, runtime: NativeRuntime) {
    if (token !== MADE_HERE) {
      throw notConstructible('RemoteContext', 'core.getDefaultContext()');
    }
    this.#native = native;
    this.#runtime = runtime;
  }

  /**
   * Name of the context's device, with its number: `'GPU.0'`.
   *
   * @throws OpenVINOError `CLOSED`.
   */
  getDeviceName(): string {
    return this.#native.deviceName();
  }

  /**
   * What the device says of the context: `{ CONTEXT_TYPE: 'OCL', OCL_CONTEXT: 94…n, OCL_QUEUE: 0n }`. Handles are bigints,
   * 0n where there is none; they are valid as long as the context.
   *
   * @throws OpenVINOError `CLOSED`.
   */
  getParams(): RemoteParams {
    return parseRemoteParams(this.#native.params());
  }

  /**
   * A tensor in the device's memory. It keeps the context's device alive by itself.
   *
   * @param type Element type; none without a size (`string`, `dynamic`).
   * @param shape Dimensions; `[]` for a scalar.
   * @param params What the memory is: made by the device (nothing, or for example `{ SHARED_MEM_TYPE: 'USM_DEVICE_BUFFER' }`),
   *   or memory of the device's driver to wrap (`{ SHARED_MEM_TYPE: 'OCL_BUFFER', MEM_HANDLE: clMem }`), which has to be there
   *   as long as the tensor is. A wrong handle crashes the process.
   * @throws OpenVINOError `INVALID_ARGUMENT`, `NOT_IN_C_API` (FILE_DESCRIPTOR), `CLOSED`, and `GENERAL_ERROR` where the
   *   device refuses.
   */
  createTensor<Type extends SizedElementType>(
    type: Type,
    shape: readonly number[],
    params?: RemoteParams,
  ): RemoteTensor<Type> {
    checkLayout(type, shape);
    const packed = packRemoteParams(params, 'A remote tensor');
    const device = this.getDeviceName();
    try {
      const native = this.#native.createTensor(elementIndex(type), [...shape], packed);
      return makeRemoteTensor(native, this.#runtime, device) as RemoteTensor<Type>;
    } catch (error) {
      throw notMade(`a remote tensor ${type} ${formatShape(shape)} of ${device}`, error);
    }
  }

  /**
   * A tensor in memory of the host that the device gets at best (USM host memory of a GPU), as an input or output that
   * JavaScript writes or reads. Its `data` is a live view of that memory. An engine that allows no views of native memory
   * gets an ordinary tensor.
   *
   * @param type Element type; none without a size (`string`, `dynamic`).
   * @param shape Dimensions; `[]` for a scalar.
   * @throws OpenVINOError `INVALID_ARGUMENT`, `CLOSED`, and `GENERAL_ERROR` where the device refuses.
   * @example
   * ```ts
   * using context = core.getDefaultContext('GPU');
   * const image = context.createHostTensor('f32', [1, 3, 32, 32]);
   * image.data.fill(0.5); // a Float32Array over the memory that the GPU reads
   * ```
   */
  createHostTensor<Type extends SizedElementType>(type: Type, shape: readonly number[]): Tensor<Type> {
    checkLayout(type, shape);
    const device = this.getDeviceName();
    if (!externalBuffersAllowed()) return new Tensor(type, shape);
    try {
      const native = this.#native.createHostTensor(elementIndex(type), [...shape]);
      return tensorInternals.fromNative(native, this.#runtime) as Tensor<Type>;
    } catch (error) {
      throw notMade(`a host tensor ${type} ${formatShape(shape)} of ${device}`, error);
    }
  }

  /**
   * Frees the context; tensors and compiled models made in it live on. Further use throws `CLOSED`; closing again does
   * nothing.
   */
  close(): void {
    this.#native.close();
  }

  /** Closes, as {@link RemoteContext.close} does: for `using context = …`. */
  [Symbol.dispose](): void {
    this.close();
  }
}

function checkLayout(type: unknown, shape: unknown): void {
  checkElementType(type);
  checkShape(shape);
  elementCount(shape);
  if (type !== 'dynamic' && type !== 'string') return;
  throw new OpenVINOError('INVALID_ARGUMENT', `A device has no memory for elements of type ${type}.`);
}
