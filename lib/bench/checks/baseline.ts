import { OpenVINOError } from '../../index.js';
import { printable } from '../../runtime/printable.js';
import { whatIsWrong } from '../compare/read-result.js';
import { RESULT_FILE, readInput } from '../files/read-input.js';
import { type BenchResult, SCHEMA_VERSION } from '../result/result.js';

/** A result that an earlier run wrote. */
export interface Baseline {
  readonly path: string;
  readonly result: Pick<BenchResult, 'model' | 'input' | 'results' | 'simulated' | 'simulation' | 'interrupted'>;
}

/**
 * Reads the result to compare with: a file of --json, or a folder of --output.
 *
 * @throws OpenVINOError `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, `INVALID_ARGUMENT`; it is read before anything is measured.
 */
export async function readBaseline(path: string): Promise<Baseline> {
  const reading = await readInput(path, RESULT_FILE);
  if (reading.kind === 'text') return { path: reading.file, result: parse(reading.text, reading.file) };
  throw reading.kind === 'missing'
    ? new OpenVINOError(
        'FILE_NOT_FOUND',
        `The baseline ${reading.file} is not there: write one with --json or --output.`,
      )
    : new OpenVINOError('FILE_NOT_READABLE', `The baseline ${path} can not be read: ${reading.reason}.`);
}

function parse(text: string, file: string): Baseline['result'] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(file, `it is not JSON (${cause instanceof Error ? printable(cause.message, 200) : cause})`);
  }
  if (!isObject(value) || !Array.isArray(value.results) || !isObject(value.model))
    throw invalid(file, 'it has no "results" and no "model"');
  if (value.schemaVersion !== SCHEMA_VERSION)
    throw invalid(file, `its schemaVersion is ${JSON.stringify(value.schemaVersion)} and not ${SCHEMA_VERSION}`);
  const broken = value.results.findIndex((row) => !isRow(row));
  if (broken !== -1) throw invalid(file, `results[${broken}] is no row`);
  const why = whatIsWrong(value);
  if (why !== undefined) throw invalid(file, why);
  return value as unknown as Baseline['result'];
}

/** Whether what is compared is there, and of its type. */
function isRow(row: unknown): boolean {
  if (!isObject(row) || typeof row.requestedDevice !== 'string') return false;
  const { latencyMs } = row;
  const times = [row.fps, row.loadMs, row.firstInferenceMs, ...(isObject(latencyMs) ? Object.values(latencyMs) : [])];
  return (
    (row.api === 'sync' || row.api === 'async') &&
    (isObject(latencyMs) || latencyMs === null) &&
    times.every((time) => time === null || typeof time === 'number') &&
    (row.quantiles === undefined || Array.isArray(row.quantiles))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(file: string, why: string): OpenVINOError {
  return new OpenVINOError('INVALID_ARGUMENT', `The baseline ${file} is no result of ov-bench: ${why}.`);
}
