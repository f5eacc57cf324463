import type { Placement, PortInfo } from '../model/port-info.js';
import { externalBuffersAllowed, type NativeInferRequest, type NativeRuntime, type NativeTensor } from '../native.js';
import { RemoteTensor } from '../remote/remote-tensor.js';
import type { TypedArray } from '../tensor/element.js';
import { Tensor } from '../tensor/tensor.js';
import { tensorInternals } from '../tensor/tensor-internals.js';
import { Slot } from './slot.js';

/**
 * From this many bytes on, a result is bound to fresh memory before the run instead of copied after it: measured on CPU,
 * copying 25 MB takes 7.5 ms and binding 2.8 ms, at 5.6 kB copying (2 us) wins.
 */
const BIND_FROM_BYTES = 65536;

/** An output of an infer request. */
export class OutputSlot extends Slot {
  protected override readonly isOutput = true;
  readonly #isDynamic: boolean;
  /** Bytes of a result that is bound before the run; 0 where it is copied after it. */
  readonly boundBytes: number;
  /** Whether the request's own memory stays where it is, so that results can be copied without asking for it each time. */
  readonly #isFixed: boolean;
  /** The request's own memory; it is never given to anybody. */
  #source: TypedArray | undefined;

  constructor(info: PortInfo, native: NativeInferRequest, runtime: NativeRuntime, placement: Placement) {
    super(info, native, runtime, placement);
    const { byteLength, type } = info;
    this.#isDynamic = byteLength === undefined;
    this.boundBytes = byteLength !== undefined && byteLength >= BIND_FROM_BYTES && type !== 'string' ? byteLength : 0;
    this.#isFixed = placement.staysPut && byteLength !== undefined && type !== 'string' && externalBuffersAllowed();
  }

  /**
   * Before a run: looks whether the memory is still there and free, and gives a large result memory of its own.
   *
   * @param keepResult Whether this run's output must outlive the next run.
   */
  prepare(keepResult: boolean): void {
    if (this.prepareBound()) return;
    // once the user holds a live view, results are copied: the view must go on to show them
    if (keepResult && this.boundBytes > 0 && this.own === undefined) {
      this.bind(new Tensor(this.info.type, this.info.shape as number[]), true);
      this.isFresh = true;
    } else {
      this.reset();
    }
  }

  /** Before a run: binds the caller's memory for this run alone. */
  prepareFor(tensor: Tensor): void {
    this.check(tensor);
    tensorInternals.checkFree(tensor, true);
    this.bind(tensor, true);
  }

  /** Before a run that is refused: the memory that was bound for it alone is not. */
  forgetRun(): void {
    if (this.isForOneRun) this.reset();
  }

  /** After a run, for an output of dynamic shape: the user's tensor has the shape that the library gave it. */
  followShape(): void {
    if (!this.#isDynamic || this.bound === undefined || !tensorInternals.isAttached(this.bound)) return;
    tensorInternals.adoptShape(this.bound, (this.boundHandle as NativeTensor).shape());
  }

  /** After a run: the output as a tensor that later runs leave alone; a remote tensor as it is, for nothing copies it. */
  takeResult(): Tensor {
    const { bound } = this;
    if (bound !== undefined) {
      return this.isForOneRun || bound instanceof RemoteTensor ? bound : tensorInternals.copy(bound);
    }
    const { info } = this;
    if (this.#isFixed) return tensorInternals.trusted(info.type, info.shape as number[], this.#copyFixed());
    if (info.type === 'string' || info.type === 'dynamic') return this.get();
    if (this.#isDynamic) return this.#copyDynamic();
    const data = new info.Data(new ArrayBuffer(info.byteLength as number));
    this.native.copyOutput(info.index, data);
    return tensorInternals.trusted(info.type, info.shape as number[], data);
  }

  /** After a run: the tensor that it was written to, live. */
  view(): Tensor {
    return this.isForOneRun ? (this.bound as Tensor) : this.get();
  }

  #copyFixed(): TypedArray {
    const { Data } = this.info;
    this.#source ??= new Data(this.getNative().view());
    return new (Data as unknown as new (from: TypedArray) => TypedArray)(this.#source);
  }

  #copyDynamic(): Tensor {
    const { info } = this;
    const handle = this.getNative();
    const data = new info.Data(new ArrayBuffer(handle.byteLength()));
    this.native.copyOutput(info.index, data);
    return new Tensor(info.type, handle.shape(), data);
  }

  protected override setNative(handle: NativeTensor): void {
    this.native.setOutput(this.info.index, handle);
  }

  protected override resetNative(): void {
    this.native.resetOutput(this.info.index);
  }

  protected override getNative(): NativeTensor {
    return this.native.getOutput(this.info.index);
  }
}
