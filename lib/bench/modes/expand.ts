import { chooseStop, type Stop, usageError } from '../options.js';
import type { BenchOptions, TrialSpec } from '../run/plan.js';
import { samplesFor } from '../statistics/stats.js';
import { ARRIVAL_SEED, BACKLOG } from './arrivals.js';
import type { ArrivalPattern, LatencyBound, Mode } from './mode.js';
import type { ScenarioName } from './scenario.js';
import { MOST_ROWS, type Sweep, sweepPoints, tooManyRows } from './sweep.js';
import { CONFIRMATIONS } from './turns.js';

/** What the command line asked for beyond plain closed loops. */
export interface ModeChoice {
  readonly sweeps?: readonly Sweep[] | undefined;
  readonly batch?: number | undefined;
  readonly rate?: { readonly pattern: ArrivalPattern; readonly rate: number } | undefined;
  readonly find?: LatencyBound | undefined;
  readonly backlog?: number | undefined;
  readonly seed?: number | undefined;
  /** Inferences of a query. */
  readonly samplesPerQuery?: number | undefined;
  readonly loadOnly?: boolean | undefined;
  readonly cacheDir?: string | undefined;
  /** Pictures to take from their files to boxes. */
  readonly endToEnd?: readonly string[] | undefined;
  readonly scenario?: ScenarioName | undefined;
  /** When a loop ends, and whether the first inference is apart, where the plan's own ways do not do. */
  readonly stop?: Stop | undefined;
  readonly firstApart?: boolean | undefined;
  /** Element type that the inputs must have. */
  readonly inputType?: string | undefined;
}

/** Loads of a row, where nothing else was asked for: one says little of a median. */
export const LOAD_REPEAT = 5;

/**
 * The rows that the options make of each device and way of driving it: a point of the sweeps each, in its mode.
 *
 * @param make A row of a plain closed loop, and its variants.
 * @throws OpenVINOError `USAGE` for modes that exclude each other.
 */
export function expandModes<Row>(
  options: BenchOptions,
  rows: readonly Row[],
  make: (options: BenchOptions, row: Row) => readonly TrialSpec[],
): TrialSpec[] {
  checkModes(options);
  const sets = options.propertySets ?? [options.properties];
  const points = sets.flatMap((properties) => sweepPoints({ ...options, properties }));
  const trials = rows.flatMap((row) =>
    points.flatMap(({ options: point, varied }) =>
      make(point, row).flatMap((spec) =>
        modesOf(point).map(([mode, more]): TrialSpec => {
          const { batch, scenario, cacheDir, stop, firstApart } = point.modes ?? {};
          const cached = cacheDir !== undefined && mode?.kind !== 'load';
          return {
            ...spec,
            ...(cached && { properties: { CACHE_DIR: cacheDir, ...spec.properties } }),
            ...(stop !== undefined && { stop }),
            ...(firstApart !== undefined && { firstApart }),
            ...(batch !== undefined && { batch }),
            ...(mode !== undefined && { mode }),
            ...(mode?.kind === 'search' && { stop: searchStop(point, mode.bound) }),
            ...((varied !== undefined || more !== undefined) && { varied: { ...varied, ...more } }),
            ...(scenario !== undefined && { scenario }),
          };
        }),
      ),
    ),
  );
  if (trials.length > MOST_ROWS) throw tooManyRows(trials.length);
  return trials;
}

/** The modes that a point comes to: two where a cold load is followed by a warm one. */
function modesOf({ modes = {}, repeat }: BenchOptions): [mode: Mode | undefined, varied?: Record<string, string>][] {
  const { rate, find, backlog = BACKLOG, seed = ARRIVAL_SEED, samplesPerQuery, loadOnly, cacheDir, endToEnd } = modes;
  if (find !== undefined) {
    const confirmations = repeat === undefined ? CONFIRMATIONS : repeat - 1;
    return [[{ kind: 'search', pattern: rate?.pattern ?? 'poisson', seed, backlog, bound: find, confirmations }]];
  }
  if (rate !== undefined) return [[{ kind: 'open', ...rate, seed, backlog }]];
  if (samplesPerQuery !== undefined) return [[{ kind: 'query', samples: samplesPerQuery }]];
  if (endToEnd !== undefined) return [[{ kind: 'end-to-end', files: endToEnd }]];
  if (loadOnly !== true) return [[undefined]];
  if (cacheDir === undefined) return [[{ kind: 'load', phase: 'uncached' }]];
  return (['cold', 'warm'] as const).map((phase) => [{ kind: 'load', phase }, { cache: phase }]);
}

/** Requests of a probe at least: of fewer the percentile differs by more than the rates that a search tells apart. */
const PROBE_ARRIVALS = 1000;

/** As many requests as the bound's percentile needs: ten above it. */
function searchStop({ iterations, timeMs }: BenchOptions, { percent }: LatencyBound): Stop {
  const needed = Math.max(samplesFor(percent), PROBE_ARRIVALS);
  return chooseStop(iterations, timeMs, { kind: 'count', iterations: needed });
}

/** Processes a row; undefined for what a plan without modes has. */
export function modeRepeat({ modes = {}, simulated, repeat }: BenchOptions): number | undefined {
  // a search has its own way of repeating
  if (modes.find !== undefined) return 1;
  if (repeat !== undefined) return repeat;
  return modes.loadOnly === true && !simulated ? LOAD_REPEAT : undefined;
}

function checkModes({ modes = {}, apis, iterations, timeMs, warmup }: BenchOptions): void {
  const { rate, find, samplesPerQuery, loadOnly, endToEnd, backlog, seed } = modes;
  const kinds = [
    ['--rate', rate !== undefined && find === undefined],
    ['--find-rate', find !== undefined],
    ['--samples-per-query', samplesPerQuery !== undefined],
    ['--load-only', loadOnly === true],
    ['--end-to-end', endToEnd !== undefined],
  ].flatMap(([name, given]) => (given === true ? [String(name)] : []));
  if (kinds.length > 1)
    throw usageError(`${kinds.join(' and ')} exclude each other: they are different ways to measure.`);
  const [kind] = kinds;
  const isOpen = rate !== undefined || find !== undefined;
  if (!isOpen && (backlog !== undefined || seed !== undefined))
    throw usageError(`--${backlog === undefined ? 'rate-seed' : 'backlog'} needs --rate or --find-rate.`);
  if ((isOpen || samplesPerQuery !== undefined) && apis.includes('sync'))
    throw usageError(`${kind} needs --api async: a synchronous loop can not take what arrives meanwhile.`);
  if (endToEnd !== undefined && apis.includes('async'))
    throw usageError('--end-to-end is synchronous: one picture after the other, so that its stages add up.');
  if (loadOnly === true && (iterations !== undefined || timeMs !== undefined || warmup !== undefined))
    throw usageError('--load-only runs no inference: --iterations, --time and --warmup have no meaning with it.');
}
