import type { ShapeOption, Stop } from '../options.js';
import type { TrialSpec } from '../run/plan.js';

/** A configuration that may be the fastest one. */
export interface Candidate {
  /** For people, and unique in its space: `CPU throughput f32 4 requests`. */
  readonly name: string;
  readonly device: string;
  /** What `compileModel` is given. */
  readonly properties: Readonly<Record<string, string>>;
  /** Requests in flight; null for as many as the compiled model calls optimal. */
  readonly requests: number | null;
  /** How many times the input stands in one inference. */
  readonly batch: number;
}

/** Warm-up inferences a request: steady latency was reached after 2 to 6. */
const SEARCH_WARMUP = 5;
const CONFIRMATION_WARMUP = 10;

/** The candidate as a trial. */
export function specOf({ device, properties, requests }: Candidate, stop: Stop, confirming: boolean): TrialSpec {
  return {
    device,
    api: 'async',
    properties,
    stop,
    requests,
    warmupPerRequest: confirming ? CONFIRMATION_WARMUP : SEARCH_WARMUP,
    firstApart: true,
  };
}

/** An input's name and its shape without a batch of several. */
export interface BatchedInput {
  readonly name: string;
  readonly shape: readonly number[];
}

/** The shapes that a batch asks of the model; those that the user asked for where there is none. */
export function shapesOf(
  batch: number,
  inputs: readonly BatchedInput[],
  given: readonly ShapeOption[],
): readonly ShapeOption[] {
  if (batch === 1) return given;
  return inputs.map(({ name, shape: [first = 1, ...rest] }) => ({ input: name, shape: [first * batch, ...rest] }));
}

const HINT_WORDS: Readonly<Record<string, string>> = {
  LATENCY: 'latency',
  THROUGHPUT: 'throughput',
  CUMULATIVE_THROUGHPUT: 'cumulative',
};

/** A readable name: the device, then what differs from its defaults. */
export function nameOf({ device, properties, requests, batch }: Omit<Candidate, 'name'>): string {
  const words = Object.entries(properties).map(([key, value]) => wordsFor(key, value));
  if (batch > 1) words.push(`batch ${batch}`);
  if (requests !== null) words.push(plural(requests, 'request'));
  return [device, ...(words.length === 0 ? ['default'] : words)].join(' ');
}

function wordsFor(key: string, value: string): string {
  switch (key) {
    case 'PERFORMANCE_HINT':
      return HINT_WORDS[value] ?? value;
    case 'INFERENCE_PRECISION_HINT':
      return value;
    case 'NUM_STREAMS':
      return value === 'AUTO' ? 'auto streams' : plural(Number(value), 'stream');
    case 'INFERENCE_NUM_THREADS':
      return plural(Number(value), 'thread');
    case 'ENABLE_CPU_PINNING':
      return value === 'YES' ? 'pinned' : 'unpinned';
    case 'DEVICE_PROPERTIES':
      return [...new Set(value.match(/(?<=INFERENCE_PRECISION_HINT:)\w+/g))].join(' ') || value;
    default:
      return `${key}=${value}`;
  }
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
