import { OpenVINOError } from '../../index.js';
import { boundText } from '../modes/arrivals.js';
import { modeCell } from '../modes/columns.js';
import type { Api } from '../options.js';
import { byDevice } from '../report/by-device.js';
import { propertiesThatDiffer } from '../report/properties.js';
import type { BenchResult, TrialResult } from '../result/result.js';
import { differentWork, isSimulated, simulationName } from './same-work.js';

/** A result and the file that it came from. */
export interface NamedResult {
  readonly file: string;
  readonly result: BenchResult;
}

/** Rows of the same device that were measured in the same way. */
export interface RowPair {
  readonly a: TrialResult;
  readonly b: TrialResult;
}

/** Which rows to compare; all where nothing is said. */
export interface RowChoice {
  readonly devices?: readonly string[] | undefined;
  readonly api?: Api | undefined;
}

export interface Matching {
  readonly pairs: readonly RowPair[];
  /** Rows that only one of the results has. */
  readonly alone: readonly { readonly file: string; readonly row: string }[];
}

/** What a row is called: `CPU async 2`, and what else makes it another row: `CPU async 2 streams=4 batch=8`. */
export function rowName(trial: TrialResult): string {
  const { requestedDevice, openLoop, rateSearch, varied = {}, batch } = trial;
  // the mode says already how many requests there are, and whether a load was cold
  const values = Object.entries(varied).filter(([key]) => key !== 'requests' && key !== 'cache');
  return [
    requestedDevice,
    modeCell(trial),
    ...(rateSearch === undefined ? [] : [boundText(rateSearch.bound)]),
    ...(rateSearch !== undefined || openLoop === undefined ? [] : [`${openLoop.rate}/s`]),
    ...values.map(([key, value]) => `${key}=${value}`),
    ...(batch === undefined || varied.batch !== undefined ? [] : [`batch=${batch}`]),
  ].join(' ');
}

/** The same with the properties by which it differs from rows of the same name. */
export function fullName(trial: TrialResult, results: readonly TrialResult[]): string {
  const name = rowName(trial);
  const properties = propertiesThatDiffer(
    trial,
    results.filter((each) => rowName(each) === name),
  );
  return properties === '' ? name : `${name} ${properties}`;
}

/**
 * Rows of two results that mean the same; one that is there twice is matched by its place.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT` where there are none.
 */
export function matchRows(a: NamedResult, b: NamedResult, choice: RowChoice): Matching {
  const [first, second] = [keyed(a.result, choice), keyed(b.result, choice)];
  const pairs = [...first].flatMap(([key, row]) => {
    const other = second.get(key);
    return other === undefined ? [] : [{ a: row, b: other }];
  });
  if (pairs.length === 0) {
    const chosen = choice.devices === undefined && choice.api === undefined ? '' : ' among those asked for';
    throw refusal(
      `The results have no row in common${chosen}: ${a.file} has ${listed(a.result)}; ${b.file} has ${listed(b.result)}.`,
    );
  }
  const only = (file: string, rows: Map<string, TrialResult>, others: Map<string, TrialResult>) =>
    [...rows].filter(([key]) => !others.has(key)).map(([, row]) => ({ file, row: fullName(row, [...rows.values()]) }));
  return { pairs, alone: [...only(a.file, first, second), ...only(b.file, second, first)] };
}

function keyed({ results }: BenchResult, { devices, api }: RowChoice): Map<string, TrialResult> {
  const rows = new Map<string, TrialResult>();
  for (const row of results) {
    if (devices !== undefined && !devices.includes(row.requestedDevice)) continue;
    if (api !== undefined && row.api !== api) continue;
    let copy = 0;
    while (rows.has(`${copy} ${rowName(row)}`)) copy++;
    rows.set(`${copy} ${rowName(row)}`, row);
  }
  return rows;
}

function listed({ results }: BenchResult): string {
  return results.map(rowName).join(', ') || 'none';
}

/**
 * Refuses what can't be compared: figures of different work, or of a simulation and a machine.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT`.
 */
export function refuseDifferentWork(a: NamedResult, b: NamedResult): void {
  const why = differentWork(a, b);
  if (why !== undefined) throw refusal(`${why.charAt(0).toUpperCase()}${why.slice(1)}.`);
}

/** What else differs, and may be why the figures do: a sentence each. */
export function circumstances(a: NamedResult, b: NamedResult, pairs: readonly RowPair[]): string[] {
  const [first, second] = [a.result, b.result];
  const differs = (what: string, one: unknown, other: unknown): string[] =>
    one === other ? [] : [`${what}: ${String(one)} and ${String(other)}.`];
  const anySimulated = isSimulated(first);
  const host = ({ hostname, cpuModel, availableCpus }: BenchResult['host']): string =>
    `${hostname} (${cpuModel}, ${availableCpus} CPUs)`;
  return [
    ...(anySimulated ? ['SIMULATED: no device ran, and the comparison says nothing of any machine.'] : []),
    ...(anySimulated ? differs('Different simulations', simulationName(first), simulationName(second)) : []),
    ...(anySimulated ? [] : differs('Different machines', host(first.host), host(second.host))),
    ...differs('Different OpenVINO versions', first.openvinoVersion, second.openvinoVersion),
    ...differs('Different Node.js versions', first.host.nodeVersion, second.host.nodeVersion),
    ...(pairs.some((pair) => pair.a.standIn || pair.b.standIn)
      ? ['The model is the built-in stand-in, not the real detector.']
      : []),
    ...[a, b].flatMap(({ file, result }) =>
      result.interrupted === true ? [`${file} is of a run that was interrupted.`] : [],
    ),
    ...pairs.flatMap(rowDifferences),
    ...pairs.flatMap((pair) => [...deviceChanges(pair.a, a.file), ...deviceChanges(pair.b, b.file)]),
  ];
}

/** A row that AUTO began on one device and ended on another is compared as a whole. */
function deviceChanges(row: TrialResult, file: string): string[] {
  if (row.devicePhases === undefined || row.status === 'failed') return [];
  return [
    `${rowName(row)}: its devices changed during the run in ${file} (inferences: ${byDevice(row)}), and its figures are of all of them.`,
  ];
}

function rowDifferences({ a, b }: RowPair): string[] {
  const facts = [
    ['ran on', a.executionDevices.join(','), b.executionDevices.join(',')],
    ['precision', a.inferencePrecision, b.inferencePrecision],
    ['hint', a.performanceHint, b.performanceHint],
    ['streams', a.streams, b.streams],
  ] as const;
  if (a.status === 'failed' || b.status === 'failed') return [];
  return facts
    .filter(([, one, other]) => (one ?? null) !== (other ?? null))
    .map(([what, one, other]) => `${rowName(a)}: ${what} ${one ?? 'unknown'} and ${other ?? 'unknown'}.`);
}

function refusal(message: string): OpenVINOError {
  return new OpenVINOError('INVALID_ARGUMENT', message);
}
