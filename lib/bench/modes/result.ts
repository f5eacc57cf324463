import type { LatencySummary } from '../statistics/stats.js';
import type { ArrivalPattern, LatencyBound, LoadFacts, Stage } from './mode.js';
import type { ScenarioName } from './scenario.js';

/**
 * Members of a trial's result that its mode brings; each absent where it has no meaning.
 *
 * @category Results
 * @example
 * ```ts
 * const { batch, inferencesPerSecond, openLoop }: ModeResult = row;
 * assert.equal(openLoop, undefined); // a closed loop
 * ```
 */
export interface ModeResult {
  /** What a sweep varies, and this row's values: `{ requests: '4' }`. */
  readonly varied?: Readonly<Record<string, string>>;
  /** Frames of an inference; `fps` counts frames, `inferencesPerSecond` inferences. */
  readonly batch?: number;
  /** Inferences a second, where `batch` makes that another number than `fps`. */
  readonly inferencesPerSecond?: number | null;
  /** Of a loop whose requests came by a schedule (`rate`). */
  readonly openLoop?: OpenLoopInfo;
  /** Of a search for the highest rate (`findRate`). */
  readonly rateSearch?: RateSearchInfo;
  /** Latencies are of queries, of so many inferences each. */
  readonly query?: QueryInfo;
  /** Of a load without inferences (`loadOnly`). */
  readonly load?: LoadInfo;
  /** Of pictures from their files to boxes (`endToEnd`). */
  readonly endToEnd?: EndToEndInfo;
  /** Of a scenario of LoadGen (`scenario`). */
  readonly scenario?: ScenarioInfo;
}

/**
 * Inferences that start together, and count as one.
 *
 * @category Results
 * @example
 * ```ts
 * const { results } = await benchmark({ model: 'model.xml', samplesPerQuery: 4, iterations: 20 });
 * const query: QueryInfo | undefined = results[0]?.query;
 * assert.equal(query?.samples, 4);
 * ```
 */
export interface QueryInfo {
  /** Inferences of a query. */
  readonly samples: number;
  /** Queries that were measured. */
  readonly queries: number;
}

/**
 * How late something was, in milliseconds.
 *
 * @category Results
 * @example
 * ```ts
 * const late: Lateness | undefined = row.openLoop?.generatorLateMs;
 * console.log(late?.mean, late?.max);
 * ```
 */
export interface Lateness {
  /** On average. */
  readonly mean: number;
  /** At most. */
  readonly max: number;
}

/**
 * A loop whose requests came by a schedule; the row's latencies count from the scheduled arrival.
 *
 * @category Results
 * @example
 * ```ts
 * const { results } = await benchmark({ model: 'model.xml', rate: 200, timeMs: 200 });
 * const loop: OpenLoopInfo | undefined = results[0]?.openLoop;
 * console.log(loop?.achievedPerSecond, loop?.overloaded, loop?.queueMs?.p90);
 * ```
 */
export interface OpenLoopInfo {
  /** When requests arrived. */
  readonly pattern: ArrivalPattern;
  /** Requests a second that were asked for. */
  readonly rate: number;
  /** Requests a second that arrived. */
  readonly offeredPerSecond: number;
  /** Requests a second that were begun, until the last one was. */
  readonly achievedPerSecond: number;
  /** Of random arrivals. */
  readonly seed: number;
  /** Requests that arrived. */
  readonly arrivals: number;
  /** Those that found the backlog full; they have no latency. */
  readonly refused: number;
  /** Requests that might wait. */
  readonly backlogLimit: number;
  /** Requests that waited at most. */
  readonly backlogMax: number;
  /** Requests that waited when the last one had arrived. */
  readonly backlogAtEnd: number;
  /** Whether more arrived than the device could do. */
  readonly overloaded: boolean;
  /** From the scheduled arrival to the start of the inference. */
  readonly queueMs: LatencySummary | null;
  /** From there to its end. */
  readonly deviceMs: LatencySummary | null;
  /** How late requests were made; part of queueMs. */
  readonly generatorLateMs: Lateness;
}

/**
 * A rate that was tried.
 *
 * @category Results
 * @example
 * ```ts
 * const points: readonly RatePoint[] = row.rateSearch?.points ?? [];
 * for (const { rate, atMs, met } of points) console.log(rate, atMs, met);
 * ```
 */
export interface RatePoint {
  /** Requests a second that were asked for. */
  readonly rate: number;
  /** Requests a second that arrived. */
  readonly offeredPerSecond: number;
  /** Requests a second that were begun. */
  readonly achievedPerSecond: number;
  /** Latencies that were measured. */
  readonly samples: number;
  /** The latency that the bound is about. */
  readonly atMs: number | null;
  /** Whether more arrived than the device could do. */
  readonly overloaded: boolean;
  /** Whether the bound was kept. */
  readonly met: boolean;
}

/**
 * The search for the highest rate of arrivals under a bound on latency.
 *
 * @category Results
 * @example
 * ```ts
 * const search: RateSearchInfo | undefined = row.rateSearch;
 * console.log(search?.rate ?? 'no search', search?.capacity);
 * ```
 */
export interface RateSearchInfo {
  /** The bound. */
  readonly bound: LatencyBound;
  /** The highest rate that kept the bound; null where none did. */
  readonly rate: number | null;
  /** The lowest rate that did not, where one was tried. */
  readonly above: number | null;
  /** Rates closer than that are not told apart: a 32nd of the capacity, and more the fewer samples the probes had. */
  readonly resolution: number;
  /** Inferences a second in a closed loop with the same requests. */
  readonly capacity: number;
  /** Whether it came to its end. */
  readonly complete: boolean;
  /** Requests that a probe needs for the bound's percentile, where it had fewer: then no rate is found. */
  readonly needed?: number;
  /** Rates that were tried, in their order. */
  readonly points: readonly RatePoint[];
}

/**
 * What the child found is what there is to tell.
 *
 * @category Results
 * @example
 * ```ts
 * const { results } = await benchmark({ model: 'model.xml', loadOnly: true, repeat: 1 });
 * const load: LoadInfo | undefined = results[0]?.load;
 * console.log(load?.phase, load?.stagesMs.compile);
 * ```
 */
export type LoadInfo = LoadFacts;

/**
 * The way of pictures from their files to boxes.
 *
 * @category Results
 * @example
 * ```ts
 * const { results } = await benchmark({ model: 'model.xml', image: 'car.png', endToEnd: true, iterations: 20 });
 * const way: EndToEndInfo | undefined = results[0]?.endToEnd;
 * for (const { stage, mean } of way?.stages ?? []) console.log(stage, mean);
 * ```
 */
export interface EndToEndInfo {
  /** Pictures that took turns. */
  readonly files: number;
  /** Its stages, in their order. */
  readonly stages: readonly StageInfo[];
  /** Latencies of the inference by itself, its input staying as it is. */
  readonly inferenceAloneMs: LatencySummary | null;
}

/**
 * A stage of the way, in milliseconds.
 *
 * @category Results
 * @example
 * ```ts
 * const stages: readonly StageInfo[] = row.endToEnd?.stages ?? [];
 * console.log(stages.find(({ stage }) => stage === 'decode')?.share);
 * ```
 */
export interface StageInfo {
  /** Which one it is. */
  readonly stage: Stage;
  /** Its mean time. */
  readonly mean: number;
  /** Its median time. */
  readonly p50: number;
  /** null below 1000 samples. */
  readonly p99: number | null;
  /** Of the whole way's mean time. */
  readonly share: number;
}

/**
 * LoadGen's scenario and its own metric.
 *
 * @category Results
 * @example
 * ```ts
 * const scenario: ScenarioInfo | undefined = row.scenario;
 * console.log(scenario?.name, scenario?.value, scenario?.unit);
 * ```
 */
export interface ScenarioInfo {
  /** Which one it is. */
  readonly name: ScenarioName;
  /** What LoadGen judges it by. */
  readonly metric: string;
  /** null where too few were measured, or no rate keeps the bound. */
  readonly value: number | null;
  /** Of `value`. */
  readonly unit: 'ms' | 'per second';
}
