import { IrGraph, type IrPort, ops } from './ir/index.js';
import { RandomWeights } from './random-weights.js';

/** A convolution's shape; `gain` scales what comes out of it. */
export interface ConvolutionOptions {
  readonly channels: number;
  readonly kernel: 1 | 3;
  readonly stride?: 1 | 2;
  /** One filter a channel. */
  readonly depthwise?: boolean;
  readonly gain?: number;
  /** One number a channel, or random ones. */
  readonly bias?: readonly number[];
}

/** The graph under construction, its weights' source, and the multiply-accumulates so far. */
export class StandInBuilder {
  readonly graph: IrGraph;
  readonly #random = new RandomWeights(0x0106_2026);
  #macs = 0;

  constructor(name: string) {
    this.graph = new IrGraph(name);
  }

  /**
   * Floating-point operations of one inference as such figures are usually given: two (multiply, add) for each weight of
   * a convolution at each position of its output; all else is left out.
   */
  get flops(): number {
    return 2 * this.#macs;
  }

  /** A convolution with bias, its weights stored as f16. */
  convolution(name: string, x: IrPort, options: ConvolutionOptions): IrPort {
    const { channels, kernel, stride = 1, depthwise = false, gain = 1 } = options;
    const inputs = depthwise ? 1 : (x.shape[1] as number);
    const shape = depthwise ? [channels, 1, 1, kernel, kernel] : [channels, inputs, kernel, kernel];
    const fanIn = inputs * kernel * kernel;
    // He: a variance of 2 / fan-in keeps the size of activations through ReLUs; uniform numbers have limit² / 3.
    const values = this.#random.uniform(channels * fanIn, gain * Math.sqrt(6 / fanIn));
    const weights = ops.halves(this.graph, `${name}/weights`, shape, values);
    const filtered = ops.convolution(this.graph, `${name}/convolution`, x, weights, stride);
    const [, , height, width] = filtered.shape as readonly number[];
    this.#macs += channels * fanIn * (height as number) * (width as number);
    const bias = ops.halves(
      this.graph,
      `${name}/bias`,
      [1, channels, 1, 1],
      options.bias ?? this.#random.uniform(channels, 0.25),
    );
    return ops.elementwise(this.graph, 'Add', name, filtered, bias);
  }

  /** The same, cut off below 0 and above 6. */
  activated(name: string, x: IrPort, options: ConvolutionOptions): IrPort {
    return ops.clamp(this.graph, `${name}/relu6`, this.convolution(name, x, options), 0, 6);
  }

  /** MobileNetV2's block, with a short cut where input and output have one shape. */
  block(name: string, x: IrPort, expansion: number, channels: number, stride: 1 | 2): IrPort {
    const width = (x.shape[1] as number) * expansion;
    const expanded = expansion === 1 ? x : this.activated(`${name}/expand`, x, { channels: width, kernel: 1 });
    const filtered = this.activated(`${name}/depthwise`, expanded, {
      channels: width,
      kernel: 3,
      stride,
      depthwise: true,
    });
    const projected = this.convolution(`${name}/project`, filtered, { channels, kernel: 1, gain: 0.5 });
    const same = stride === 1 && x.shape[1] === channels;
    return same ? ops.elementwise(this.graph, 'Add', `${name}/add`, x, projected) : projected;
  }
}
