/**
 * What a layer took over all inferences of a profiling pass together.
 *
 * @category Results
 * @example
 * ```ts
 * const slowest: LayerProfile | undefined = row.profiles?.[0]?.layers[0];
 * console.log(slowest?.name, slowest?.share);
 * ```
 */
export interface LayerProfile {
  /** The node's whole name. */
  readonly name: string;
  /** Type of the operation: `Convolution`. */
  readonly nodeType: string;
  /** How it was executed: the device's kernel and its precision, `jit_avx512_bf16`. */
  readonly execType: string;
  /** Milliseconds by the clock. */
  readonly realMs: number;
  /** Milliseconds of processors. */
  readonly cpuMs: number;
  /** Of the real time of all layers, from 0 to 1. */
  readonly share: number;
}

/**
 * Where a device spent its time, layer by layer: measured apart from the timed loop, which it would have slowed down.
 *
 * @category Results
 * @example
 * ```ts
 * const profiles: readonly DeviceProfile[] = row.profiles ?? [];
 * for (const { device, layers } of profiles) console.log(device, layers.length);
 * ```
 */
export interface DeviceProfile {
  /** The device string that was compiled for the pass, with PERF_COUNT. */
  readonly device: string;
  /** Streams that it was compiled with; null for the device's choice. */
  readonly streams: number | null;
  /** Synchronous inferences that the times are of, one request at a time. */
  readonly inferences: number;
  /** Wall-clock time of those inferences, without what reading the counters took. */
  readonly totalMs: number;
  /**
   * `sum`: the counters were read after each inference and added up. `average`: the device keeps an average over all
   * inferences, from which their sum was taken.
   */
  readonly counters: 'sum' | 'average';
  /** Those that were executed, the longest first. */
  readonly layers: readonly LayerProfile[];
  /** Nodes that were not executed: optimised out, fused into another, or constant. */
  readonly notExecuted: number;
}

/** Sums of a node, in the order in which the device lists its nodes. */
export interface NodeSums {
  readonly name: string;
  readonly nodeType: string;
  readonly execType: string;
  readonly executed: boolean;
  readonly realUs: number;
  readonly cpuUs: number;
}

/** Layers from nodes: the longest first, each with its share. Pure. */
export function layersOf(nodes: readonly NodeSums[]): Pick<DeviceProfile, 'layers' | 'notExecuted'> {
  const executed = nodes.filter((node) => node.executed);
  const totalUs = executed.reduce((sum, { realUs }) => sum + realUs, 0);
  const layers = executed.map(({ name, nodeType, execType, realUs, cpuUs }) => ({
    name,
    nodeType,
    execType,
    realMs: realUs / 1000,
    cpuMs: cpuUs / 1000,
    share: totalUs > 0 ? realUs / totalUs : 0,
  }));
  // equal ones stay in the device's order
  layers.sort((a, b) => b.realMs - a.realMs);
  return { layers, notExecuted: nodes.length - executed.length };
}
