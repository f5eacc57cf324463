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
  /** The user's tensor, or a result's. It is kept here as long as the library has its memory's address. */
  #bound: Tensor | undefined;
  #boundHandle: NativeTensor | undefined;
  #isResult = false;
  /** Tensor over the request's own memory, once the user asked for it. */
  #own: Tensor | undefined;
  #ownAddress = -1n;

  constructor(info: PortInfo, native: NativeInferRequest, runtime: NativeRuntime) {
    this.info = info;
    this.#native = native;
    this.#runtime = runtime;
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
    if (result !== undefined) this.#reset();
    const own = this.#liveOwn();
    // from now on the view is live: what the last run wrote elsewhere belongs in it, too
    if (result !== undefined) own.data = result.data;
    return own;
  }

  /**
   * Before a run: looks whether the user's buffer is still there, and gives a large result memory of its own.
   *
   * @param keepResults Whether this run's outputs must outlive the next run.
   */
  prepare(keepResults: boolean): void {
    const { info } = this;
    if (info.shape === undefined && this.#own !== undefined) tensorInternals.forgetView(this.#own);
    if (this.#bound !== undefined && !this.#isResult) {
      const handle = tensorInternals.handle(this.#bound, this.#runtime);
      if (handle !== this.#boundHandle) this.#bind(this.#bound);
      return;
    }
    if (info.direction === 'input') return;
    if (keepResults && this.#bindsResults()) {
      this.#bind(new Tensor(info.type, info.shape as number[]));
      this.#isResult = true;
    } else if (this.#isResult) {
      this.#reset();
    }
  }

  /** After a run: the output as a tensor that later runs leave alone. */
  takeResult(): Tensor {
    const { info } = this;
    if (this.#isResult) return this.#bound as Tensor;
    if (info.type === 'string' || info.type === 'dynamic') return this.get();
    if (this.#bound !== undefined) return new Tensor(info.type, this.#bound.getShape(), this.#bound.data.slice());
    if (info.shape === undefined) return this.#copyDynamic();
    const data = new info.Data(new ArrayBuffer(info.byteLength as number));
    this.#native.copyOutput(info.index, data);
    return new Tensor(info.type, info.shape, data);
  }

  /** Marks the tensors that an inference in flight uses. */
  fly(change: 1 | -1): void {
    if (this.#bound !== undefined) tensorInternals.fly(this.#bound, change);
    if (this.#own !== undefined) tensorInternals.fly(this.#own, change);
  }

  #bindsResults(): boolean {
    const { byteLength, type } = this.info;
    // once the user holds a live view, results are copied: the view must go on to show them
    return byteLength !== undefined && byteLength >= BIND_FROM_BYTES && type !== 'string' && this.#own === undefined;
  }

  #bind(tensor: Tensor): void {
    const handle = tensorInternals.handle(tensor, this.#runtime);
    if (this.info.direction === 'input') this.#native.setInput(this.info.index, handle);
    else this.#native.setOutput(this.info.index, handle);
    this.#bound = tensor;
    this.#boundHandle = handle;
  }

  #reset(): void {
    if (this.#bound === undefined) return;
    if (this.info.direction === 'input') this.#native.resetInput(this.info.index);
    else this.#native.resetOutput(this.info.index);
    this.#bound = undefined;
    this.#boundHandle = undefined;
    this.#isResult = false;
  }

  #liveOwn(): Tensor {
    const { direction, index } = this.info;
    const handle = direction === 'input' ? this.#native.getInput(index) : this.#native.getOutput(index);
    const address = handle.address();
    // a static port's memory stays where it is, unless its device changes (AUTO)
    if (this.#own === undefined || (this.info.shape !== undefined && address !== this.#ownAddress)) {
      this.#own = tensorInternals.fromNative(handle, this.#runtime);
      this.#ownAddress = address;
    }
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
