import { showAs } from '../common/inspect.js';
import { MADE_HERE } from '../common/made-here.js';
import { notConstructible, OpenVINOError } from '../errors.js';
import type { NativeRuntime, NativeTensor } from '../native.js';
import type { ElementType, TypedArrayOf } from '../tensor/element.js';
import { Tensor } from '../tensor/tensor.js';
import { TRUSTED, tensorInternals } from '../tensor/tensor-internals.js';
import { parseRemoteParams, type RemoteParams } from './remote-params.js';

export let makeRemoteTensor: (native: NativeTensor, runtime: NativeRuntime, device: string) => RemoteTensor;

/**
 * A tensor in a device's memory: {@link RemoteContext.createTensor} makes one. It goes wherever a {@link Tensor} goes into an
 * infer request, and results of outputs that it is set for are the tensor itself, so that what one model writes the next one
 * reads without a copy. Its elements can not be read or written from JavaScript: the C API has no copy of such memory.
 *
 * @category Remote memory
 * @example
 * ```ts
 * function chain(first: CompiledModel, second: CompiledModel, input: Tensor): Tensor | undefined {
 *   using context = first.getContext(); // both models are compiled for the same GPU
 *   using between = context.createTensor('f32', first.output().shape);
 *   const producer = first.createInferRequest();
 *   producer.setOutputTensor(between);
 *   producer.infer([input]);
 *   const results = second.createInferRequest().infer([between]);
 *   return Object.values(results)[0];
 * }
 * ```
 */
export class RemoteTensor<Type extends ElementType = ElementType> extends Tensor<Type> {
  readonly #native: NativeTensor;
  readonly #device: string;

  static {
    makeRemoteTensor = (native, runtime, device) => new RemoteTensor(MADE_HERE, native, runtime, device);
    showAs(RemoteTensor, (tensor) => ({
      elementType: tensor.elementType,
      shape: tensor.shape,
      device: tensor.#device,
    }));
  }

  private constructor(token: typeof MADE_HERE, native: NativeTensor, runtime: NativeRuntime, device: string) {
    if (token !== MADE_HERE) {
      throw notConstructible('RemoteTensor', 'remoteContext.createTensor()');
    }
    super(TRUSTED as never);
    this.#native = native;
    this.#device = device;
    tensorInternals.adopt(this, native, runtime);
  }

  /** Name of the device that has the memory: `'GPU.0'`. */
  getDeviceName(): string {
    return this.#device;
  }

  /**
   * What the device says of the memory: `{ SHARED_MEM_TYPE: 'OCL_BUFFER', OCL_CONTEXT: 94…n, MEM_HANDLE: 94…n }`. Handles are
   * bigints, valid as long as the tensor.
   *
   * @throws OpenVINOError `CLOSED`.
   */
  getParams(): RemoteParams {
    return parseRemoteParams(this.#native.remoteParams());
  }

  /** Not in the C API, for reading and for writing. @throws OpenVINOError `NOT_IN_C_API`, always. */
  override get data(): TypedArrayOf<Type> {
    throw this.#unreachable('read');
  }

  override set data(_values: TypedArrayOf<Type>) {
    throw this.#unreachable('written');
  }

  /**
   * Frees the tensor. Requests that it is set for keep its memory until they are given another one. Further use throws
   * `CLOSED`; closing again does nothing.
   */
  close(): void {
    this.#native.close();
  }

  /** Closes, as {@link RemoteTensor.close} does: for `using tensor = …`. */
  [Symbol.dispose](): void {
    this.close();
  }

  #unreachable(how: string): OpenVINOError {
    return new OpenVINOError(
      'NOT_IN_C_API',
      `The elements of a remote tensor can't be ${how}: they lie in the memory of ${this.#device}, and the C API has no ` +
        'copy of it. Infer without the remote tensor to get an output in memory of your own, or share a host tensor.',
    );
  }
}
