import { printable } from '../../runtime/printable.js';
import { modeCell, variedText } from '../modes/columns.js';
import type { BenchResult, ProcessResult, TrialResult } from '../result/result.js';
import { byDevice } from './by-device.js';
import { type Cell, csvLine } from './csv.js';
import { roundedResult } from './json.js';
import { propertiesText } from './properties.js';

/** A row of the file: a trial as a whole, or one of its processes. */
interface Line {
  readonly result: BenchResult;
  readonly trial: TrialResult;
  readonly row: number;
  /** Figures of the trial or of the process. */
  readonly figures: TrialResult | ProcessResult;
  readonly process: number | undefined;
}

/** A column's name and what stands in it. Names of times end with their unit. */
const COLUMNS: readonly (readonly [name: string, cell: (line: Line) => Cell])[] = [
  ['row', ({ row }) => row],
  ['process', ({ process }) => process],
  ['model', ({ result }) => text(result.model.name)],
  ['model_path', ({ result }) => text(result.model.path)],
  ['model_sha256', ({ result }) => result.model.sha256],
  ['openvino_version', ({ result }) => text(result.openvinoVersion)],
  ['started_at', ({ result, figures }) => ('startedAt' in figures ? figures.startedAt : result.createdAt)],
  ['requested_device', ({ trial }) => text(trial.requestedDevice)],
  ['execution_devices', ({ figures }) => text(figures.executionDevices.join(' '))],
  ['by_device', ({ trial, process }) => (process === undefined ? text(byDevice(trial)) : undefined)],
  ['dropped_devices', ({ trial }) => text(trial.droppedDevices.join(' '))],
  ['status', ({ figures }) => figures.status],
  ['error_code', ({ figures }) => figures.error?.code],
  ['error', ({ figures }) => text(figures.error?.message)],
  ['api', ({ trial }) => trial.api],
  ['mode', ({ trial }) => modeCell(trial)],
  ['varied', ({ trial }) => text(variedText(trial))],
  ['requests', ({ trial }) => trial.requests],
  ['streams', ({ trial }) => trial.streams],
  ['performance_hint', ({ trial }) => text(trial.performanceHint)],
  ['inference_precision', ({ trial }) => text(trial.inferencePrecision)],
  ['properties', ({ trial }) => text(propertiesText(trial))],
  ['warmup', ({ trial }) => trial.warmup],
  ['iterations', ({ figures }) => figures.iterations],
  ['load_ms', ({ figures }) => figures.loadMs],
  ['first_inference_ms', ({ figures }) => figures.firstInferenceMs],
  ['total_ms', ({ figures }) => figures.totalMs],
  ['fps', ({ figures }) => figures.fps],
  ['batch', ({ trial }) => trial.batch],
  ['latency_min_ms', ({ figures }) => figures.latencyMs?.min],
  ['latency_mean_ms', ({ figures }) => figures.latencyMs?.mean],
  ['latency_p50_ms', ({ figures }) => figures.latencyMs?.p50],
  ['latency_p90_ms', ({ figures }) => figures.latencyMs?.p90],
  ['latency_p95_ms', ({ figures }) => figures.latencyMs?.p95],
  ['latency_p99_ms', ({ figures }) => figures.latencyMs?.p99],
  ['latency_p999_ms', ({ figures }) => figures.latencyMs?.p999],
  ['latency_max_ms', ({ figures }) => figures.latencyMs?.max],
  ['latency_sd_ms', ({ figures }) => figures.latencyMs?.sd],
  ['rate', ({ trial, process }) => (process === undefined ? trial.openLoop?.rate : undefined)],
  [
    'offered_per_second',
    ({ trial, process }) => (process === undefined ? trial.openLoop?.offeredPerSecond : undefined),
  ],
  [
    'achieved_per_second',
    ({ trial, process }) => (process === undefined ? trial.openLoop?.achievedPerSecond : undefined),
  ],
  ['refused', ({ trial, process }) => (process === undefined ? trial.openLoop?.refused : undefined)],
  ['found_rate', ({ trial, process }) => (process === undefined ? trial.rateSearch?.rate : undefined)],
  ['loaded_from_cache', ({ trial, process }) => (process === undefined ? trial.load?.loadedFromCache : undefined)],
  ['disturbed', ({ trial, process }) => (process === undefined ? trial.disturbed?.join(' ') : undefined)],
  ['simulated', ({ trial }) => trial.simulated],
  ['stand_in', ({ trial }) => trial.standIn],
  ['interrupted', ({ result }) => result.interrupted === true],
  ['warnings', ({ trial, process }) => (process === undefined ? text(trial.warnings.join(' ')) : undefined)],
];

/** The result as CSV: a header, a row a trial, and below each that was repeated a row for each of its processes. */
export function resultCsv(result: BenchResult): string {
  return csvHeader() + csvRows(result);
}

export function csvHeader(): string {
  return csvLine(COLUMNS.map(([name]) => name));
}

/** The rows alone, for a file of several results. */
export function csvRows(exact: BenchResult): string {
  const result = roundedResult(exact);
  const lines = result.results.flatMap((trial, row): Line[] => [
    { result, trial, row, figures: trial, process: undefined },
    ...(trial.processes ?? []).map((figures, process) => ({ result, trial, row, figures, process })),
  ]);
  return lines.map((line) => csvLine(COLUMNS.map(([, cell]) => cell(line)))).join('');
}

/** Text of others, without what moves a terminal's cursor: CSV is looked at with `cat` as well. */
function text(value: string | null | undefined): string | undefined {
  return value === null || value === undefined ? undefined : printable(value, Number.POSITIVE_INFINITY);
}
