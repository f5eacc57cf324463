import type { LatencySummary } from '../statistics/stats.js';
import type { ArrivalPattern, LoadFacts, Stage } from './mode.js';
import type { ScenarioName } from './scenario.js';

/** Members of a trial's result that its mode brings; each absent where it has no meaning. */
export interface ModeResult {
  /** What a sweep varies, and this row's values: `{ requests: '4' }`. */
  readonly varied?: Readonly<Record<string, string>>;
  /** Frames of an inference; `fps` counts frames, `inferencesPerSecond` inferences. */
  readonly batch?: number;
  readonly inferencesPerSecond?: number | null;
  readonly openLoop?: OpenLoopInfo;
  readonly rateSearch?: RateSearchInfo;
  /** Latencies are of queries, of so many inferences each. */
  readonly query?: { readonly samples: number; readonly queries: number };
  readonly load?: LoadInfo;
  readonly endToEnd?: EndToEndInfo;
  readonly scenario?: ScenarioInfo;
}

/** A loop whose requests came by a schedule; the row's latencies count from the scheduled arrival. */
export interface OpenLoopInfo {
  readonly pattern: ArrivalPattern;
  /** Requests a second: asked for, arrived, and begun until the last one was. */
  readonly rate: number;
  readonly offeredPerSecond: number;
  readonly achievedPerSecond: number;
  readonly seed: number;
  readonly arrivals: number;
  /** Those that found the backlog full; they have no latency. */
  readonly refused: number;
  readonly backlogLimit: number;
  readonly backlogMax: number;
  readonly backlogAtEnd: number;
  readonly overloaded: boolean;
  /** From the scheduled arrival to the start of the inference. */
  readonly queueMs: LatencySummary | null;
  /** From there to its end. */
  readonly deviceMs: LatencySummary | null;
  /** How late requests were made; part of queueMs. */
  readonly generatorLateMs: { readonly mean: number; readonly max: number };
}

/** A rate that was tried. */
export interface RatePoint {
  readonly rate: number;
  readonly offeredPerSecond: number;
  readonly achievedPerSecond: number;
  readonly samples: number;
  /** The latency that the bound is about. */
  readonly atMs: number | null;
  readonly overloaded: boolean;
  readonly met: boolean;
}

export interface RateSearchInfo {
  readonly bound: { readonly percent: number; readonly limitMs: number };
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
  readonly points: readonly RatePoint[];
}

/** What the child found is what there is to tell. */
export type LoadInfo = LoadFacts;

export interface EndToEndInfo {
  /** Pictures that took turns. */
  readonly files: number;
  readonly stages: readonly StageInfo[];
  /** Latencies of the inference by itself, its input staying as it is. */
  readonly inferenceAloneMs: LatencySummary | null;
}

export interface StageInfo {
  readonly stage: Stage;
  readonly mean: number;
  readonly p50: number;
  /** null below 1000 samples. */
  readonly p99: number | null;
  /** Of the whole way's mean time. */
  readonly share: number;
}

/** LoadGen's scenario and its own metric. */
export interface ScenarioInfo {
  readonly name: ScenarioName;
  readonly metric: string;
  /** null where too few were measured, or no rate keeps the bound. */
  readonly value: number | null;
  readonly unit: 'ms' | 'per second';
}
