import { parseDevice } from '../core/device.js';
import { OpenVINOError } from '../errors.js';
import { checkTensor, notATensor, type Placement, type PortInfo } from '../model/port-info.js';
import { externalBuffersAllowed, type NativeInferRequest, type NativeRuntime, type NativeTensor } from '../native.js';
import { makeRemoteTensor, RemoteTensor } from '../remote/remote-tensor.js';
import { elementName } from '../tensor/element.js';
import { Tensor } from '../tensor/tensor.js';
import { tensorInternals } from '../tensor/tensor-internals.js';

/** What is bound to one port of an infer request: its own tensor, or one of JavaScript's memory. */
export abstract class Slot {
  readonly info: PortInfo;
  protected readonly native: NativeInferRequest;
  protected readonly runtime: NativeRuntime;
  /** The user's tensor, or a result's. It is kept here as long as the library has its memory's address. */
  protected bound: Tensor | undefined;
  protected boundHandle: NativeTensor | undefined;
  /** Whether `bound` is for one inference alone: a result, or memory that the caller gave for one. */
  protected isForOneRun = false;
  /** Whether `bound` is memory that nobody else has yet. */
  protected isFresh = false;
  /** Tensor over the request's own memory, once the user asked for it. */
  protected own: Tensor | undefined;
  #ownHandle: NativeTensor | undefined;
  readonly #staysPut: boolean;
  readonly #device: string;

  constructor(info: PortInfo, native: NativeInferRequest, runtime: NativeRuntime, placement: Placement) {
    this.#staysPut = placement.staysPut || info.shape === undefined;
    this.#device = placement.device;
    this.info = info;
    this.native = native;
    this.runtime = runtime;
  }

  protected abstract readonly isOutput: boolean;
  protected abstract setNative(handle: NativeTensor): void;
  protected abstract resetNative(): void;
  protected abstract getNative(): NativeTensor;

  /** Binds the user's tensor; the same one again costs nothing. */
  set(tensor: unknown): void {
    if (!(tensor instanceof Tensor)) throw notATensor(this.info, tensor, 'a Tensor here');
    if (tensor === this.bound && !this.isForOneRun) return;
    if (tensor === this.own) {
      this.#useOwn(tensor);
      return;
    }
    this.check(tensor);
    this.bind(tensor, false);
  }

  /** The tensor that the next run uses: the user's, or a live view of the request's own. */
  get(): Tensor {
    if (this.bound !== undefined && !this.isForOneRun) return this.bound;
    const result = this.bound;
    this.reset();
    const own = this.#viewsAllowed ? this.#liveOwn() : this.#ownOfJavaScript();
    // from now on the view is live: what the last run wrote elsewhere belongs in it, too, unless the caller gave it away
    if (result !== undefined && isReadable(result) && isReadable(own)) own.data = result.data;
    return own;
  }

  /** Before a run: looks whether the memory is still there and free. True where the user's tensor is bound. */
  protected prepareBound(): boolean {
    const { bound } = this;
    if (bound === undefined || this.isForOneRun) {
      if (this.own !== undefined) this.#prepareOwn(this.own);
      return false;
    }
    tensorInternals.checkFree(bound, this.isOutput);
    if (tensorInternals.handle(bound, this.runtime) !== this.boundHandle) {
      // its shape was changed
      this.check(bound);
      this.bind(bound, false);
    }
    return true;
  }

  /** Memory that others may have as well; undefined where it is the request's own. */
  get shared(): Tensor | undefined {
    return this.isFresh || this.bound === this.own ? undefined : this.bound;
  }

  /** Marks the tensor that an inference in flight uses. */
  fly(change: 1 | -1): void {
    const used = this.isFresh ? undefined : (this.bound ?? this.own);
    if (used !== undefined) tensorInternals.fly(used, change, this.isOutput);
  }

  /** Refuses a tensor that the port, or the model's device, can't take. */
  protected check(tensor: Tensor): void {
    checkTensor(this.info, tensor);
    if (tensor instanceof RemoteTensor) checkReach(this.info, tensor, this.#device);
  }

  protected bind(tensor: Tensor, isForOneRun: boolean): void {
    const handle = tensorInternals.handle(tensor, this.runtime);
    this.setNative(handle);
    this.bound = tensor;
    this.boundHandle = handle;
    this.isForOneRun = isForOneRun;
    this.isFresh = false;
  }

  protected reset(): void {
    if (this.bound === undefined) return;
    if (this.own !== undefined && !this.#viewsAllowed) {
      // it stands in for the request's own memory, and the user has it as the live view
      this.bind(this.own, false);
      return;
    }
    this.resetNative();
    this.bound = undefined;
    this.boundHandle = undefined;
    this.isForOneRun = false;
    this.isFresh = false;
  }

  #prepareOwn(own: Tensor): void {
    tensorInternals.checkFree(own, this.isOutput);
    // a run may move the memory
    if (this.info.shape === undefined) tensorInternals.forgetView(own);
  }

  get #viewsAllowed(): boolean {
    return externalBuffersAllowed();
  }

  #useOwn(own: Tensor): void {
    if (this.#viewsAllowed) this.reset();
    else this.bind(own, false);
  }

  /**
   * In an engine that allows no views of native memory: JavaScript's memory, bound in the place of the request's own; it is
   * live as well. Where the library chooses the memory (dynamic shapes, strings), a copy of what is there now.
   */
  #ownOfJavaScript(): Tensor {
    const { info } = this;
    if (this.own === undefined) {
      const handle = this.getNative();
      if (info.type === 'string') return tensorInternals.fromNative(handle, this.runtime);
      const copy = new Tensor(elementName(handle.type()), handle.shape());
      if (copy.byteLength > 0) handle.copyTo(copy.data);
      if (info.shape === undefined) return copy;
      this.own = copy;
    }
    this.bind(this.own, false);
    return this.own;
  }

  #liveOwn(): Tensor {
    if (this.own !== undefined && this.#ownHandle !== undefined && !(this.own instanceof RemoteTensor)) {
      if (this.#staysPut || this.native.uses(this.isOutput, this.info.index, this.#ownHandle)) return this.own;
    }
    const handle = this.getNative();
    this.#ownHandle = handle;
    // a device may have a request's own memory where nobody else reads it
    const device = this.#device === 'CPU' ? undefined : handle.remoteDevice();
    this.own =
      device === undefined
        ? tensorInternals.fromNative(handle, this.runtime)
        : makeRemoteTensor(handle, this.runtime, device);
    return this.own;
  }
}

function isReadable(tensor: Tensor): boolean {
  return !(tensor instanceof RemoteTensor) && tensorInternals.isAttached(tensor);
}

/**
 * Refuses memory that no device of the model has: the CPU takes it when it is set, and fails by "Not Implemented" when it
 * reads it.
 */
function checkReach({ direction, name }: PortInfo, tensor: RemoteTensor, target: string): void {
  const device = tensor.getDeviceName();
  const { devices } = parseDevice(target);
  const base = (text: string): string => text.split('.')[0] as string;
  if (devices.length === 0 || devices.some((own) => base(own) === base(device) || own === 'BATCH')) return;
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    `The ${direction} ${name} of a model that was compiled for ${target} can't lie in the memory of ${device}; compile it in ` +
      "the remote tensor's context, or give it a Tensor.",
  );
}
