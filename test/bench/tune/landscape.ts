import { seededRandom } from '../../../lib/bench/compare/random.js';
import type { Assignment, Measure, Trial } from '../../../lib/bench/tune/trial.js';

/** A configuration of a synthetic landscape. */
export interface Point {
  readonly name: string;
  /** What it does in truth. */
  readonly fps: number;
  readonly latencyMs: number;
  readonly overheadMs: number;
}

export interface Noise {
  readonly seed: number;
  /** Spread of the logarithm of a process's speed. */
  readonly process: number;
  /** Spread of one of its inferences. */
  readonly inference: number;
  /** Share of processes that something else slows down to a third. */
  readonly bursts?: number;
}

/** Streams, precision, requests and batch, each with an effect of its own, and a default that is far from the best. */
export function landscape(seed: number, count = 48): Point[] {
  const random = seededRandom(seed);
  const effects = Array.from({ length: 6 }, () => 0.25 * gaussian(random));
  return Array.from({ length: count }, (_, index) => {
    const log = effects.reduce((sum, effect, bit) => sum + ((index >> bit) & 1 ? effect : 0), 0.04 * gaussian(random));
    const fps = 250 * Math.exp(log);
    const inFlight = 1 + (index % 4);
    return { name: `point ${index}`, fps, latencyMs: (1000 * inFlight) / fps, overheadMs: 500 + 300 * random() };
  });
}

export function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** What an experiment answers in another way than usual. */
export type Special = (point: Point, nth: number) => Partial<Trial> | 'interrupt' | undefined;

/** Measures points, and notes what it was asked for. */
export class Laboratory {
  readonly asked: (Assignment & { readonly point: Point })[] = [];
  spentMs = 0;
  readonly #random: () => number;
  readonly #noise: Noise;
  readonly #special: Special;

  constructor(noise: Noise, special: Special = () => undefined) {
    this.#random = seededRandom(noise.seed);
    this.#noise = noise;
    this.#special = special;
  }

  readonly measure: Measure<Point> = async (point, assignment) => {
    const nth = this.asked.length;
    this.asked.push({ ...assignment, point });
    const special = this.#special(point, nth);
    if (special === 'interrupt') return undefined;
    const costMs = point.overheadMs + assignment.timeMs;
    this.spentMs += costMs;
    const burst = this.#random() < (this.#noise.bursts ?? 0) ? 3 : 1;
    const luck = Math.exp(this.#noise.process * gaussian(this.#random)) / burst;
    const count = Math.max(1, Math.round((point.fps * luck * assignment.timeMs) / 1000));
    const latenciesMs = Float64Array.from(
      { length: Math.min(count, 3000) },
      () => (point.latencyMs / luck) * Math.exp(this.#noise.inference * gaussian(this.#random)),
    );
    const fps = point.fps * luck * Math.exp((this.#noise.inference * gaussian(this.#random)) / Math.sqrt(count));
    return { kind: 'ok', fps, latenciesMs, costMs, ...special } as Trial;
  };
}
