import type { BenchResult } from '../result/result.js';

/** Which job measured a result, as the result itself has it. */
export interface JobOfResult {
  readonly engine: string;
  readonly id: string;
  readonly name: string;
  readonly node: string;
  /** Whether others may have run on the node at the time. */
  readonly shared: boolean;
}

/** Undefined where no job did, or an older version that did not note it. */
export function jobOf(result: BenchResult): JobOfResult | undefined {
  const { job } = result as { readonly job?: unknown };
  if (typeof job !== 'object' || job === null) return undefined;
  const { engine, id, name, node, shared } = job as Partial<Record<string, unknown>>;
  const text = (value: unknown): string =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return { engine: text(engine), id: text(id), name: text(name), node: text(node), shared: shared === true };
}

/** The node that it was measured on. */
export function nodeOf(result: BenchResult): string {
  return jobOf(result)?.node || result.host.hostname;
}
