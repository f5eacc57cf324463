import { quantile } from 'd3-array';
import type { BenchResult, TrialResult } from '../result/result.js';

/** What the three charts show. */
export type Quantity = 'load' | 'time' | 'fps';

/** How far the processes of a repeated trial lie apart. */
export interface Spread {
  readonly low: number;
  readonly high: number;
  readonly kind: 'range' | 'quartiles';
  readonly processes: number;
}

export interface Value {
  /** In seconds; frames a second for `fps`. */
  readonly value: number;
  readonly spread?: Spread;
}

/** A bar's place in the charts: a row that was measured, or the gap where one should be. */
export interface Entry {
  readonly label: string;
  /** The file that it was read from, for sentences about it. */
  readonly file?: string;
  /** Why there is nothing to draw: `missing: FILE`, `failed: reason`. */
  readonly gap?: string;
  readonly values: { readonly [Q in Quantity]?: Value };
  /** What is known of the devices; absent where three numbers are all there is. */
  readonly devices?: {
    readonly requested: string;
    readonly ran: readonly string[];
    readonly dropped: readonly string[];
  };
  readonly simulated: boolean;
  readonly standIn: boolean;
  readonly iterations?: number;
  readonly mode?: string;
  /** Sentences about this bar alone, such as a stats file whose FPS are not those of its times. */
  readonly notes: readonly string[];
  readonly row?: TrialResult;
  readonly result?: BenchResult;
}

/** From so many processes on the middle half of them is shown; of fewer, all. */
const PROCESSES_FOR_QUARTILES = 8;

/** The place of a row of a result. */
export function entryOfRow(row: TrialResult, result: BenchResult, label = row.requestedDevice): Entry {
  const failed = row.status === 'failed';
  return {
    label,
    ...(failed && { gap: `failed: ${row.error?.message ?? 'no reason given'}` }),
    values: failed ? {} : valuesOf(row),
    devices: { requested: row.requestedDevice, ran: row.executionDevices, dropped: row.droppedDevices },
    simulated: row.simulated || result.simulated === true,
    standIn: row.standIn,
    iterations: row.iterations,
    mode: modeOf(row),
    notes: result.job?.shared === true ? ['other jobs may have run on the node meanwhile'] : [],
    row,
    result,
  };
}

/** How it was measured: `sync`, `async ×4 streams=2`, `load cold`. */
function modeOf(row: TrialResult): string {
  const { api, requests, openLoop, rateSearch, query, load, endToEnd, varied = {}, batch } = row;
  const values = Object.entries(varied).filter(([key]) => key !== 'requests' && key !== 'cache');
  const loop = api === 'sync' ? 'sync' : `async${requests === null ? '' : ` ×${requests}`}`;
  const more = [
    ...(openLoop === undefined ? [] : [`${openLoop.pattern} ${openLoop.rate}/s`]),
    ...(rateSearch === undefined ? [] : ['found']),
    ...(query === undefined ? [] : [`by ${query.samples}`]),
    ...values.map(([key, value]) => `${key}=${value}`),
    ...(batch === undefined || varied.batch !== undefined ? [] : [`batch=${batch}`]),
  ];
  const way = load !== undefined ? `load ${load.phase}` : endToEnd !== undefined ? 'end to end' : loop;
  return [way, ...more].join(' ');
}

function valuesOf(row: TrialResult): Entry['values'] {
  const processes = row.processes?.filter(({ status }) => status === 'ok') ?? [];
  const value = (whole: number | null, parts: readonly (number | null)[], unit: number): Value | undefined => {
    if (whole === null) return undefined;
    const spread = spreadOf(parts.flatMap((part) => (part === null ? [] : [part / unit])));
    return { value: whole / unit, ...(spread !== undefined && { spread }) };
  };
  const values: Record<Quantity, Value | undefined> = {
    load: value(
      row.loadMs,
      processes.map(({ loadMs }) => loadMs),
      1000,
    ),
    time: value(
      row.totalMs,
      processes.map(({ totalMs }) => totalMs),
      1000,
    ),
    fps: value(
      row.fps,
      processes.map(({ fps }) => fps),
      1,
    ),
  };
  return Object.fromEntries(Object.entries(values).filter(([, each]) => each !== undefined));
}

/** What the error bars show: all of a few processes, the middle half of many. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length < 2) return undefined;
  const many = values.length >= PROCESSES_FOR_QUARTILES;
  const [low, high] = many ? [0.25, 0.75] : [0, 1];
  return {
    low: quantile(values, low) as number,
    high: quantile(values, high) as number,
    kind: many ? 'quartiles' : 'range',
    processes: values.length,
  };
}

/** What is drawn in place of a quantity: nothing where there is a value. */
export function gapOf(entry: Entry, quantity: Quantity): string | undefined {
  return entry.values[quantity] === undefined ? (entry.gap ?? 'not measured') : undefined;
}

/** `MULTI:CPU,MYRIAD → CPU`, or that nobody knows. */
export function devicesText({ devices, gap }: Entry): string | undefined {
  if (devices === undefined) return gap === undefined ? 'devices unverified' : undefined;
  const { requested, ran, dropped } = devices;
  if (gap !== undefined) return requested;
  return `${requested} → ${ran.join(',') || 'unknown device'}${dropped.length > 0 ? ' !' : ''}`;
}

/** Whether a label says already what was asked for: first of all, or after the name of a node. */
export function namesRequested({ label, devices }: Entry): boolean {
  if (devices === undefined) return false;
  return label.startsWith(devices.requested) || label.includes(` · ${devices.requested}`);
}

/** What no bar may pass for: a measurement of a real device, or of the real model. */
export function marksOf(entry: Pick<Entry, 'simulated' | 'standIn'>): string[] {
  return [...(entry.simulated ? ['SIMULATED'] : []), ...(entry.standIn ? ['STAND-IN'] : [])];
}
