import type { NativeProfilingRow } from './native.js';

/** A node's time in the last inference, by {@link InferRequest.getProfilingInfo}. */
export interface ProfilingInfo {
  readonly status: 'NOT_RUN' | 'OPTIMIZED_OUT' | 'EXECUTED';
  readonly realTimeUs: number;
  readonly cpuTimeUs: number;
  readonly nodeName: string;
  readonly execType: string;
  readonly nodeType: string;
}

const PROFILING_STATUS = ['NOT_RUN', 'OPTIMIZED_OUT', 'EXECUTED'] as const;

/** A row as the addon gives it. */
export function describeProfile(row: NativeProfilingRow): ProfilingInfo {
  const [status, realTimeUs, cpuTimeUs, nodeName, execType, nodeType] = row;
  return { status: PROFILING_STATUS[status] ?? 'NOT_RUN', realTimeUs, cpuTimeUs, nodeName, execType, nodeType };
}
