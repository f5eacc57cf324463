import type { Collected } from '../child/samples.js';

/**
 * When requests of an open loop arrive: evenly, or as those of many independent users do.
 *
 * @category Benchmarks
 * @example
 * ```ts
 * const pattern: ArrivalPattern = 'poisson';
 * await benchmark({ model: 'model.xml', rate: { perSecond: 200, pattern }, timeMs: 200 });
 * ```
 */
export type ArrivalPattern = 'fixed' | 'poisson';

export interface Arrivals {
  readonly pattern: ArrivalPattern;
  /** Requests a second. */
  readonly rate: number;
  /** Of the gaps between them, where they are random. */
  readonly seed: number;
}

/**
 * A bound on latency: `p99<20ms`.
 *
 * @category Results
 * @example
 * ```ts
 * const bound: LatencyBound | undefined = row.rateSearch?.bound;
 * console.log(`p${bound?.percent} < ${bound?.limitMs} ms`);
 * ```
 */
export interface LatencyBound {
  /** 99 of `p99`. */
  readonly percent: number;
  /** Milliseconds that the latency stays below. */
  readonly limitMs: number;
}

/**
 * A load without a cache; one that fills an empty cache; one that finds it filled.
 *
 * @category Results
 * @example
 * ```ts
 * const phase: LoadPhase | undefined = row.load?.phase;
 * assert.equal(phase, undefined); // it was not a load alone
 * ```
 */
export type LoadPhase = 'uncached' | 'cold' | 'warm';

/** How a trial is driven, where it is no plain closed loop. */
export type Mode =
  /** Requests come by a schedule, whether the device has done with the last one or not. */
  | ({
      readonly kind: 'open';
      readonly backlog: number;
      /** Whether random arrivals are stretched to have that rate, and not on average only. */
      readonly exact?: true;
    } & Arrivals)
  /** The highest rate of an open loop that keeps a bound: a row of many trials. */
  | ({
      readonly kind: 'search';
      readonly backlog: number;
      readonly bound: LatencyBound;
      /** How often both ends are measured again. */
      readonly confirmations: number;
    } & Omit<Arrivals, 'rate'>)
  /** So many inferences at once, and the next ones when all have ended. */
  | { readonly kind: 'query'; readonly samples: number }
  /** The model is loaded and not run. */
  | { readonly kind: 'load'; readonly phase: LoadPhase }
  /** Pictures from their files to boxes. */
  | { readonly kind: 'end-to-end'; readonly files: readonly string[] };

/** The stages of a picture on its way, in their order. */
export const STAGES: readonly Stage[] = ['decode', 'resize', 'convert', 'infer', 'read'];
/**
 * A stage of a picture on its way: decoding, resizing, converting to elements, the inference, reading the boxes.
 *
 * @category Results
 * @example
 * ```ts
 * const stages: Stage[] = ['decode', 'resize', 'convert', 'infer', 'read'];
 * const way = row.endToEnd?.stages.map(({ stage }) => stage);
 * assert.deepEqual(way ?? stages, stages);
 * ```
 */
export type Stage = 'decode' | 'resize' | 'convert' | 'infer' | 'read';

/** What a process measured beside latencies, by its mode. */
export type ModeFacts =
  | ({ readonly kind: 'open' } & OpenFacts)
  | { readonly kind: 'query'; readonly samples: number }
  | ({ readonly kind: 'load' } & LoadFacts)
  | ({ readonly kind: 'end-to-end' } & EndToEndFacts);

export interface OpenFacts {
  /** Requests that arrived. */
  readonly arrivals: number;
  /** Those of them that found the backlog full. */
  readonly refused: number;
  /** In which they arrived. */
  readonly windowMs: number;
  /** From the beginning to the last start of an inference, or the window where that is longer. */
  readonly busyMs: number;
  readonly backlogMax: number;
  /** Requests that waited when the last one had arrived. */
  readonly backlogAtEnd: number;
  /** From the scheduled arrival to the start, and from there to the end; as many as latencies, in their order. */
  readonly queueMs: Collected;
  readonly deviceMs: Collected;
  /** How late the requests were made. */
  readonly lateMs: { readonly mean: number; readonly max: number };
}

/**
 * A load of the model, without inferences.
 *
 * @category Results
 * @example
 * ```ts
 * const load: LoadFacts | undefined = row.load;
 * console.log(load?.loadedFromCache, load?.cacheBytes);
 * ```
 */
export interface LoadFacts {
  /** Which load it was. */
  readonly phase: LoadPhase;
  /** LOADED_FROM_CACHE of the compiled model; null where the device does not tell. */
  readonly loadedFromCache: boolean | null;
  /** Files in the cache's folder after the load; null without one. */
  readonly cacheFiles: number | null;
  /** Bytes in the cache's folder after the load; null without one. */
  readonly cacheBytes: number | null;
  /** How long its stages took. */
  readonly stagesMs: LoadStages;
}

/**
 * Milliseconds that the stages of a load took.
 *
 * @category Results
 * @example
 * ```ts
 * const stages: LoadStages | undefined = row.load?.stagesMs;
 * console.log(stages?.read, stages?.compile);
 * ```
 */
export interface LoadStages {
  /** Making the core. */
  readonly core: number;
  /** Reading the model. */
  readonly read: number;
  /** Compiling it. */
  readonly compile: number;
  /** Making a request. */
  readonly request: number;
}

export interface EndToEndFacts {
  readonly files: number;
  readonly stagesMs: Readonly<Record<Stage, Collected>>;
  /** Latencies of the inference by itself, its input staying as it is. */
  readonly aloneMs: Collected;
}
