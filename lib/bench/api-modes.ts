import { OpenVINOError } from '../index.js';
import type { ModeChoice } from './modes/expand.js';
import type { ArrivalPattern } from './modes/mode.js';
import { SCENARIOS, type ScenarioName } from './modes/scenario.js';
import { sweepOf } from './modes/sweep.js';
import { usageError } from './options.js';

/**
 * How many requests arrive in a second, and when.
 *
 * @category Benchmarks
 * @example
 * ```ts
 * const rate: ArrivalRate = { perSecond: 200, pattern: 'poisson' };
 * await benchmark({ model: 'model.xml', rate, timeMs: 200 });
 * ```
 */
export interface ArrivalRate {
  /** From 0.01 to 1,000,000. */
  readonly perSecond: number;
  /** `fixed` (where left out): evenly; `poisson`: as those of many independent users do. */
  readonly pattern?: ArrivalPattern | undefined;
}

/**
 * A bound on latency: `{ percentile: 99, limitMs: 20 }` is p99 < 20 ms.
 *
 * @category Benchmarks
 * @example
 * ```ts
 * const findRate: RateBound = { percentile: 90, limitMs: 20 };
 * await benchmark({ model: 'model.xml', simulate: 'tank-870', findRate, timeMs: 200, repeat: 1 });
 * ```
 */
export interface RateBound {
  /** Above 0 and below 100; 99.9 as well. */
  readonly percentile: number;
  /** Milliseconds, above 0. */
  readonly limitMs: number;
  /** When requests arrive while it is looked for: `poisson` where left out. */
  readonly pattern?: ArrivalPattern | undefined;
}

/**
 * Ways to measure other than a closed loop, which starts each request again as soon as it has ended; and what varies. `rate`,
 * `findRate`, `samplesPerQuery`, `loadOnly` and `endToEnd` exclude each other. docs/benchmarking.md has their formulas.
 *
 * @category Benchmarks
 * @example
 * ```ts
 * const modes: BenchmarkModes = { sweep: { streams: [1, 2] } };
 * const { results } = await benchmark({ model: 'model.xml', hint: 'none', iterations: 20, repeat: 2, ...modes });
 * assert.deepEqual(results.map(({ varied }) => varied?.['streams']), ['1', '2']);
 * ```
 */
export interface BenchmarkModes {
  /**
   * A row for each value of `requests`, `streams` (NUM_STREAMS), `batch`, `hint`, or a property by its name: `{ requests:
   * [1, 2, 4], streams: ['1..4'] }`. Several multiply, the last one varying fastest; 256 rows are the limit.
   */
  readonly sweep?: { readonly [key: string]: readonly (string | number | boolean)[] } | undefined;
  /** Frames of an inference, to which the model is reshaped, 1 to 4096; the model's own where left out. `fps` counts frames. */
  readonly batch?: number | undefined;
  /**
   * Open loop: requests by a schedule, whether the device has done with the last one or not; latency counts from the scheduled
   * arrival. A number is requests a second, evenly.
   */
  readonly rate?: number | ArrivalRate | undefined;
  /** The highest rate of arrivals under a bound on latency: some ten processes a row. It is `rateSearch` of the row. */
  readonly findRate?: RateBound | undefined;
  /** Requests that may wait, with `rate` or `findRate`; further ones are refused. 1000 where left out. */
  readonly backlog?: number | undefined;
  /** Seed of random arrivals, 0 to 4294967295, with `rate` or `findRate`; the same one gives the same arrivals. */
  readonly rateSeed?: number | undefined;
  /** Inferences that start together, 1 to 4096; a latency is that of the last of them. */
  readonly samplesPerQuery?: number | undefined;
  /** Loads the model and runs nothing; five processes a row where `repeat` is left out. */
  readonly loadOnly?: boolean | undefined;
  /**
   * Folder of a model cache. With `loadOnly` each process is a pair, a cold load and a warm one, in a folder within it that is
   * removed at the end; else it is the property CACHE_DIR.
   */
  readonly cacheDir?: string | undefined;
  /** Pictures from their files to boxes, one after the other; `image` is a picture or a folder of them. */
  readonly endToEnd?: boolean | undefined;
  /** One of LoadGen's scenarios, by its name: it says which `api`, hint and way to measure. */
  readonly scenario?: ScenarioName | undefined;
}

const MOST_PER_SECOND = 1_000_000;

/**
 * The benchmark's own form of these options.
 *
 * @param image Of the benchmark; end to end is from its file on.
 * @throws OpenVINOError `USAGE` for ways that exclude each other, `INVALID_ARGUMENT` for values that are none.
 */
export function modesOf(options: BenchmarkModes, image: string | undefined): ModeChoice {
  const { sweep, batch, rate, findRate, backlog, rateSeed, samplesPerQuery, loadOnly, cacheDir, endToEnd, scenario } =
    options;
  refuseSeveral(options);
  checkWhole('batch', batch, 1, 4096);
  checkWhole('samplesPerQuery', samplesPerQuery, 1, 4096);
  checkWhole('backlog', backlog, 0, 10_000_000);
  checkWhole('rateSeed', rateSeed, 0, 2 ** 32 - 1);
  if (cacheDir !== undefined && (typeof cacheDir !== 'string' || cacheDir === ''))
    throw invalid('cacheDir is the path of a folder');
  if (scenario !== undefined && !SCENARIOS.includes(scenario))
    throw invalid(`scenario is one of ${SCENARIOS.join(', ')}`);
  if (endToEnd === true && image === undefined)
    throw invalid('endToEnd needs image, a picture or a folder of them: decoding it is the first stage');
  const arrivals = rate === undefined ? patternOf(findRate) : arrivalsOf(rate);
  return {
    ...(sweep !== undefined && { sweeps: sweepsOf(sweep) }),
    ...(batch !== undefined && { batch }),
    ...(arrivals !== undefined && { rate: arrivals }),
    ...(findRate !== undefined && { find: boundOf(findRate) }),
    ...(backlog !== undefined && { backlog }),
    ...(rateSeed !== undefined && { seed: rateSeed }),
    ...(samplesPerQuery !== undefined && { samplesPerQuery }),
    ...(loadOnly === true && { loadOnly }),
    ...(cacheDir !== undefined && { cacheDir }),
    ...(endToEnd === true && image !== undefined && { endToEnd: [image] }),
    ...(scenario !== undefined && { scenario }),
  };
}

/** Told here by the options' names: the plan knows those of the command line. */
function refuseSeveral(options: BenchmarkModes): void {
  const ways = (['rate', 'findRate', 'samplesPerQuery', 'loadOnly', 'endToEnd'] as const).filter(
    (way) => options[way] !== undefined && options[way] !== false,
  );
  if (ways.length > 1)
    throw usageError(`${ways.join(' and ')} exclude each other: they are different ways to measure.`);
  const isOpen = options.rate !== undefined || options.findRate !== undefined || options.scenario === 'Server';
  const lone = (['backlog', 'rateSeed'] as const).find((name) => options[name] !== undefined && !isOpen);
  if (lone !== undefined) throw usageError(`${lone} needs rate or findRate.`);
}

function sweepsOf(sweep: NonNullable<BenchmarkModes['sweep']>): ModeChoice['sweeps'] {
  return Object.entries(sweep).map(([key, values]) => {
    if (!Array.isArray(values)) throw invalid(`sweep.${key} is a list of values`);
    try {
      return sweepOf(
        key,
        values.map((value: unknown) => (typeof value === 'boolean' ? (value ? 'YES' : 'NO') : String(value))),
      );
    } catch (cause) {
      if (!(cause instanceof OpenVINOError)) throw cause;
      throw invalid(cause.message.replace(/^--sweep /, 'sweep: ').replace(/\.$/, ''));
    }
  });
}

function arrivalsOf(rate: number | ArrivalRate): NonNullable<ModeChoice['rate']> {
  const { perSecond, pattern = 'fixed' } = typeof rate === 'number' ? { perSecond: rate } : rate;
  if (!(perSecond >= 0.01 && perSecond <= MOST_PER_SECOND))
    throw invalid(`rate is requests a second, from 0.01 to ${MOST_PER_SECOND}, not ${String(perSecond)}`);
  checkPattern('rate', pattern);
  return { pattern, rate: perSecond };
}

/** How requests arrive in a search, where that was said; their rate is what is looked for. */
function patternOf(bound: RateBound | undefined): ModeChoice['rate'] {
  if (bound?.pattern === undefined) return undefined;
  checkPattern('findRate', bound.pattern);
  return { pattern: bound.pattern, rate: 1 };
}

function boundOf({ percentile, limitMs }: RateBound): NonNullable<ModeChoice['find']> {
  if (!(percentile > 0 && percentile < 100)) throw invalid('findRate.percentile is above 0 and below 100');
  if (!(limitMs > 0 && Number.isFinite(limitMs))) throw invalid('findRate.limitMs is milliseconds, above 0');
  return { percent: percentile, limitMs };
}

function checkPattern(name: string, pattern: unknown): void {
  if (pattern !== 'fixed' && pattern !== 'poisson') throw invalid(`${name}.pattern is 'fixed' or 'poisson'`);
}

function checkWhole(name: string, value: unknown, least: number, most: number): void {
  if (value === undefined || (Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most)) return;
  throw invalid(`${name} is a whole number from ${least} to ${most}, not ${String(value)}`);
}

/** What `benchmark` refuses. */
export function invalid(why: string): OpenVINOError {
  return new OpenVINOError('INVALID_ARGUMENT', `The options of benchmark() are wrong: ${why}.`);
}
