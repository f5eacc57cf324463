import { OpenVINOError } from './errors.js';
import type { NativeInferRequest, NativeRuntime, NativeTensor } from './native.js';
import { checkTensor, type PortInfo } from './port-info.js';
import { Tensor, tensorInternals } from './tensor.js';

/**
 * From this many bytes on, a result is bound to fresh memory before the run instead of copied after it: measured on CPU,
 * copying 25 MB takes 7.5 ms and binding 2.8 ms, at 5.6 kB copying (2 us) wins.
 */
const BIND_FROM_BYTES = 65536;

/** What is bound to one port of an infer request: its own tensor, the user's, or (outputs) a result's. */
export class Slot {
  readonly info: PortInfo;
  readonly #native: NativeInferRequest;
  readonly #runtime: NativeRuntime;
  readonly #isOutput: boolean;
  /** The user's tensor, or a result's. It is kept here as long as the library has its memory's address. */
  #bound: Tensor | undefined;
  #boundHandle: NativeTensor | undefined;
  #isResult = false;
  /** Tensor over the request's own memory, once the user asked for it. */
  #own: Tensor | undefined;
  #ownHandle: NativeTensor | undefined;

  constructor(info: PortInfo, native: NativeInferRequest, runtime: NativeRuntime) {
    this.info = info;
    this.#native = native;
    this.#runtime = runtime;
    this.#isOutput = info.direction === 'output';
  }

  /** Binds the user's tensor; the same one again costs nothing. */
  set(tensor: Tensor): void {
    if (tensor === this.#bound && !this.#isResult) return;
    if (tensor === this.#own) {
      this.#reset();
      return;
    }
    checkTensor(this.info, tensor);
    this.#bind(tensor);
    this.#isResult = false;
  }

  /** The tensor that the next run uses: the user's, or a live view of the request's own. */
  get(): Tensor {
    if (this.#bound !== undefined && !this.#isResult) return this.#bound;
    const result = this.#bound;
    this.#reset();
    const own = this.#liveOwn();
    // from now on the view is live: what the last run wrote elsewhere belongs in it, too, unless the caller gave it away
    if (result !== undefined && tensorInternals.isAttached(result)) own.data = result.data;
    return own;
  }

  /**
   * Before a run: looks whether the memory is still there and free, and gives a large result memory of its own.
   *
   * @param keepResults Whether this run's outputs must outlive the next run.
   */
  prepare(keepResults: boolean): void {
    if (this.#bound !== undefined && !this.#isResult) {
      tensorInternals.checkFree(this.#bound, this.#isOutput);
      const handle = tensorInternals.handle(this.#bound, this.#runtime);
      if (handle !== this.#boundHandle) {
        // its shape was changed
        checkTensor(this.info, this.#bound);
        this.#bind(this.#bound);
      }
      return;
    }
    if (this.#own !== undefined) this.#prepareOwn(this.#own);
    if (!this.#isOutput) {
      if (this.info.shape === undefined) this.#checkNotEmpty();
    } else if (keepResults && this.#bindsResults()) {
      this.#bind(new Tensor(this.info.type, this.info.shape as number[]));
      this.#isResult = true;
    } else {
      this.#reset();
    }
  }

  /** After a run, for an output of dynamic shape: the user's tensor has the shape that the library gave it. */
  followShape(): void {
    if (this.#bound === undefined || !tensorInternals.isAttached(this.#bound)) return;
    tensorInternals.adoptShape(this.#bound, (this.#boundHandle as NativeTensor).shape());
  }

  /** After a run: the output as a tensor that later runs leave alone. */
  takeResult(): Tensor {
    const { info } = this;
    if (this.#isResult) return this.#bound as Tensor;
    if (info.type === 'string' || info.type === 'dynamic') return this.get();
    if (this.#bound !== undefined) return tensorInternals.copy(this.#bound);
    if (info.shape === undefined) return this.#copyDynamic();
    const data = new info.Data(new ArrayBuffer(info.byteLength as number));
    this.#native.copyOutput(info.index, data);
    return new Tensor(info.type, info.shape, data);
  }

  /** Marks the tensor that an inference in flight uses. */
  fly(change: 1 | -1): void {
    const used = this.#bound ?? this.#own;
    if (used !== undefined) tensorInternals.fly(used, change, this.#isOutput);
  }

  #bindsResults(): boolean {
    const { byteLength, type } = this.info;
    // once the user holds a live view, results are copied: the view must go on to show them
    return byteLength !== undefined && byteLength >= BIND_FROM_BYTES && type !== 'string' && this.#own === undefined;
  }

  #prepareOwn(own: Tensor): void {
    tensorInternals.checkFree(own, this.#isOutput);
    // a run may move the memory
    if (this.info.shape === undefined) tensorInternals.forgetView(own);
  }

  /** The request's own tensor for an input of dynamic shape is of the smallest one, mostly empty. */
  #checkNotEmpty(): void {
    const { info } = this;
    if (info.type === 'string' || this.#native.getInput(info.index).byteLength() > 0) return;
    throw new OpenVINOError(
      'SHAPE_MISMATCH',
      `The input ${info.name} has the dynamic shape ${info.partialShape} and was given no tensor; set one.`,
    );
  }

  #bind(tensor: Tensor): void {
    const handle = tensorInternals.handle(tensor, this.#runtime);
    if (this.#isOutput) this.#native.setOutput(this.info.index, handle);
    else this.#native.setInput(this.info.index, handle);
    this.#bound = tensor;
    this.#boundHandle = handle;
  }

  #reset(): void {
    if (this.#bound === undefined) return;
    if (this.#isOutput) this.#native.resetOutput(this.info.index);
    else this.#native.resetInput(this.info.index);
    this.#bound = undefined;
    this.#boundHandle = undefined;
    this.#isResult = false;
  }

  #liveOwn(): Tensor {
    const { index, shape } = this.info;
    // a static port's memory stays where it is, unless its device changes (AUTO)
    if (this.#own !== undefined && this.#ownHandle !== undefined) {
      if (shape === undefined || this.#native.uses(this.#isOutput, index, this.#ownHandle)) return this.#own;
    }
    this.#ownHandle = this.#isOutput ? this.#native.getOutput(index) : this.#native.getInput(index);
    this.#own = tensorInternals.fromNative(this.#ownHandle, this.#runtime);
    return this.#own;
  }

  #copyDynamic(): Tensor {
    const { info } = this;
    const handle = this.#native.getOutput(info.index);
    const data = new info.Data(new ArrayBuffer(handle.byteLength()));
    this.#native.copyOutput(info.index, data);
    return new Tensor(info.type, handle.shape(), data);
  }
}
