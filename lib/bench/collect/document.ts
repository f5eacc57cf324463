import type { RowComparison } from '../compare/comparison.js';
import { jsonText, roundComparison } from '../report/json.js';
import type { BenchResult, TrialResult } from '../result/result.js';
import type { Collection } from './collect.js';
import { differencesOf } from './differences.js';
import type { Group, Line, Work } from './group.js';
import { type JobOfResult, nodeOf } from './job-of-result.js';

/** Version of the shape of what `ov-bench job collect --json` writes; collect-schema.json describes it. */
export const COLLECT_SCHEMA_VERSION = 1;

/** The results of many jobs as one comparison, as `ov-bench job collect --json` writes it. */
export interface CollectionDocument {
  readonly schemaVersion: typeof COLLECT_SCHEMA_VERSION;
  /** Works that have nothing in common: figures of different ones are not to be compared. */
  readonly works: readonly WorkDocument[];
  /** Stats files of three lines that nothing else is known of. */
  readonly unverified: readonly UnverifiedDocument[];
  /** What is damaged or missing; sentences. */
  readonly warnings: readonly string[];
}

export interface WorkDocument {
  readonly model: Pick<BenchResult['model'], 'name' | 'sha256' | 'weightsSha256'>;
  readonly input: Pick<BenchResult['input'], 'kind' | 'path' | 'sha256'>;
  readonly simulated: boolean;
  readonly groups: readonly GroupDocument[];
  /** What else may be why figures differ; sentences. */
  readonly warnings: readonly string[];
}

export interface GroupDocument {
  /** What tables call it. */
  readonly row: string;
  readonly requestedDevice: string;
  readonly api: TrialResult['api'];
  readonly lines: readonly LineDocument[];
}

/** The row of one job. */
export interface LineDocument {
  readonly node: string;
  /** null where the result does not say which job measured it. */
  readonly job: JobOfResult | null;
  readonly file: string;
  readonly createdAt: string;
  readonly openvinoVersion: string;
  readonly cpuModel: string;
  readonly status: TrialResult['status'];
  readonly error?: { readonly code: string; readonly message: string };
  readonly executionDevices: readonly string[];
  readonly droppedDevices: readonly string[];
  readonly requests: number | null;
  readonly loadMs: number | null;
  readonly fps: number | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly processes: number;
  readonly simulated: boolean;
  readonly standIn: boolean;
  /** Whether the others of the group are compared with this one. */
  readonly baseline: boolean;
  /** Against the baseline of the group; null where there is nothing to compare. */
  readonly comparison: RowComparison | null;
}

export interface UnverifiedDocument {
  readonly file: string;
  readonly loadSeconds: number | null;
  readonly inferenceSeconds: number | null;
  readonly fps: number | null;
  readonly simulated: boolean;
}

export function collectionDocument({ works, unverified, warnings }: Collection): CollectionDocument {
  return {
    schemaVersion: COLLECT_SCHEMA_VERSION,
    works: works.map(workDocument),
    unverified: unverified.map(({ file, entry: { values, simulated } }) => ({
      file,
      loadSeconds: values.load?.value ?? null,
      inferenceSeconds: values.time?.value ?? null,
      fps: values.fps?.value ?? null,
      simulated,
    })),
    warnings,
  };
}

/** The same as text. */
export function collectionJson(collection: Collection): string {
  return jsonText(collectionDocument(collection));
}

function workDocument(work: Work): WorkDocument {
  const { model, input } = work.first;
  const lines = work.groups.flatMap((group) => group.lines);
  return {
    model: { name: model.name, sha256: model.sha256, weightsSha256: model.weightsSha256 ?? null },
    input: { kind: input.kind, path: input.path, sha256: input.sha256 },
    simulated: lines.some(({ row, result }) => row.simulated || result.simulated === true),
    groups: work.groups.map(groupDocument),
    warnings: differencesOf(work),
  };
}

function groupDocument({ name, lines }: Group): GroupDocument {
  const [first] = lines as readonly [Line];
  const { requestedDevice, api } = first.row;
  return { row: name, requestedDevice, api, lines: lines.map(lineDocument) };
}

/** Figures are rounded in results already. */
function lineDocument({ row, result, job, file, isBaseline, comparison }: Line): LineDocument {
  return {
    node: nodeOf(result),
    job: job ?? null,
    file,
    createdAt: result.createdAt,
    openvinoVersion: result.openvinoVersion,
    cpuModel: result.host.cpuModel,
    status: row.status,
    ...(row.error !== undefined && { error: { code: row.error.code, message: row.error.message } }),
    executionDevices: row.executionDevices,
    droppedDevices: row.droppedDevices,
    requests: row.requests,
    loadMs: row.loadMs,
    fps: row.fps,
    p50Ms: row.latencyMs?.p50 ?? null,
    p99Ms: row.latencyMs?.p99 ?? null,
    processes: row.processes?.filter(({ status }) => status === 'ok').length ?? (row.status === 'ok' ? 1 : 0),
    simulated: row.simulated || result.simulated === true,
    standIn: row.standIn,
    baseline: isBaseline,
    comparison: comparison === null ? null : roundComparison(comparison),
  };
}
