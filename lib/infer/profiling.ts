import type { NativeProfilingRow } from '../native.js';

/**
 * A node's time in the last inference, by {@link InferRequest.getProfilingInfo}.
 *
 * @category Inference
 * @example
 * ```ts
 * const slowest = (nodes: ProfilingInfo[]): ProfilingInfo | undefined =>
 *   nodes.sort((a, b) => b.realTimeUs - a.realTimeUs)[0];
 * using request = core.compileModelSync('model.xml', 'CPU', { PERF_COUNT: true }).createInferRequest();
 * request.infer([tensor]);
 * console.log(slowest(request.getProfilingInfo())?.nodeName);
 * ```
 */
export interface ProfilingInfo {
  /** Whether the node ran, or had been optimised away. */
  readonly status: 'NOT_RUN' | 'OPTIMIZED_OUT' | 'EXECUTED';
  /** Microseconds from its start to its end. */
  readonly realTimeUs: number;
  /** Microseconds of a processor; 0 where the device does not tell. */
  readonly cpuTimeUs: number;
  /** Name of the node in the model that was compiled. */
  readonly nodeName: string;
  /** How it was executed: the device's kernel and its precision, such as `jit_avx512_bf16`. */
  readonly execType: string;
  /** Type of the operation: `Convolution`. */
  readonly nodeType: string;
}

const PROFILING_STATUS = ['NOT_RUN', 'OPTIMIZED_OUT', 'EXECUTED'] as const;

/** A row as the addon gives it. */
export function describeProfile(row: NativeProfilingRow): ProfilingInfo {
  const [status, realTimeUs, cpuTimeUs, nodeName, execType, nodeType] = row;
  return { status: PROFILING_STATUS[status] ?? 'NOT_RUN', realTimeUs, cpuTimeUs, nodeName, execType, nodeType };
}
