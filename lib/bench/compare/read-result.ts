import { OpenVINOError } from '../../index.js';
import { RESULT_FILE, readInput } from '../files/read-input.js';
import { type BenchResult, SCHEMA_VERSION } from '../result/result.js';

/**
 * Reads a result that `--json` wrote, or that of a folder of `--output`, and checks what a comparison needs of it.
 *
 * @throws OpenVINOError `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, `INVALID_ARGUMENT`, one sentence each.
 */
export async function readResult(named: string): Promise<BenchResult> {
  const { text, file } = await readText(named);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw invalid(file, `it is not JSON (${cause instanceof Error ? cause.message : String(cause)})`, cause);
  }
  const why = whatIsWrong(content);
  if (why !== undefined) throw invalid(file, why);
  return content as BenchResult;
}

async function readText(named: string): Promise<{ readonly text: string; readonly file: string }> {
  const reading = await readInput(named, RESULT_FILE);
  if (reading.kind === 'text') return reading;
  throw reading.kind === 'missing'
    ? new OpenVINOError('FILE_NOT_FOUND', `There is no file ${reading.file} to compare.`)
    : new OpenVINOError('FILE_NOT_READABLE', `${named} can not be compared: ${reading.reason}.`);
}

/** What makes it no result; undefined where nothing does. */
export function whatIsWrong(content: unknown): string | undefined {
  if (!isObject(content) || content.schemaVersion === undefined || !Array.isArray(content.results))
    return 'it has no "schemaVersion" and "results"';
  if (content.schemaVersion !== SCHEMA_VERSION)
    return `its "schemaVersion" is ${JSON.stringify(content.schemaVersion)}, and this version knows ${SCHEMA_VERSION}`;
  const { model, input, host, openvinoVersion, createdAt, results } = content;
  if (!isObject(model) || typeof model.sha256 !== 'string') return '"model" has no "sha256"';
  if (!isObject(input) || typeof input.sha256 !== 'string') return '"input" has no "sha256"';
  if (!isObject(host) || typeof openvinoVersion !== 'string') return '"host" or "openvinoVersion" is missing';
  if (typeof createdAt !== 'string' || Number.isNaN(Date.parse(createdAt))) return '"createdAt" is no time';
  const bad = results.findIndex((row) => !isRow(row));
  return bad === -1 ? undefined : `"results" has at ${bad} what is no row`;
}

function isRow(row: unknown): boolean {
  if (!isMeasured(row) || typeof row.requestedDevice !== 'string') return false;
  if (row.api !== 'sync' && row.api !== 'async') return false;
  if (!isNumberOrNull(row.requests) || !isStrings(row.executionDevices) || !isStrings(row.droppedDevices)) return false;
  if (!isDriven(row) || !isByDevice(row)) return false;
  return row.processes === undefined || (Array.isArray(row.processes) && row.processes.every(isMeasured));
}

/** What tells rows of the same device apart. */
function isDriven({ varied, batch, openLoop, rateSearch, query, load, endToEnd }: Record<string, unknown>): boolean {
  if ([varied, openLoop, rateSearch, query, load, endToEnd].some((each) => each !== undefined && !isObject(each)))
    return false;
  if (isObject(varied) && !isStrings(Object.values(varied))) return false;
  if (isObject(openLoop) && typeof openLoop.rate !== 'number') return false;
  if (isObject(rateSearch) && !isObject(rateSearch.bound)) return false;
  return batch === undefined || typeof batch === 'number';
}

/** What devices did, as far as a sentence tells of it. */
function isByDevice({ devicePhases = [], deviceShares }: Record<string, unknown>): boolean {
  const isPhase = (phase: unknown): boolean =>
    isObject(phase) && isStrings(phase.devices) && typeof phase.iterations === 'number';
  const isShare = (each: unknown): boolean =>
    isObject(each) && typeof each.device === 'string' && typeof each.share === 'number';
  if (!Array.isArray(devicePhases) || !devicePhases.every(isPhase)) return false;
  if (deviceShares === undefined) return true;
  return isObject(deviceShares) && Array.isArray(deviceShares.devices) && deviceShares.devices.every(isShare);
}

/** A row, or one of its processes, as far as its figures go. */
function isMeasured(each: unknown): each is Record<string, unknown> {
  if (!isObject(each) || (each.status !== 'ok' && each.status !== 'failed')) return false;
  const { latencyMs } = each;
  const latency =
    latencyMs === null || (isObject(latencyMs) && isNumberOrNull(latencyMs.p50) && isNumberOrNull(latencyMs.p99));
  return isNumberOrNull(each.fps) && isNumberOrNull(each.loadMs) && latency;
}

function isNumberOrNull(value: unknown): boolean {
  return value === null || (typeof value === 'number' && value >= 0);
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(file: string, why: string, cause?: unknown): OpenVINOError {
  return new OpenVINOError('INVALID_ARGUMENT', `${file} is no result of ov-bench: ${why}.`, { cause });
}
