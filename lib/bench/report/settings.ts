import type { Plan, TrialSpec } from '../plan.js';

/**
 * How the rows were measured, defaults included: `async, THROUGHPUT hint, optimal requests, 10 s, …`. What differs between
 * rows is left to the table.
 */
export function settingsLine({ trials, repeat, duet }: Plan): string {
  const all = trials.map(describeTrial);
  const [first = []] = all;
  const common = first.filter((part) => all.every((parts) => parts.includes(part)));
  return `measured: ${[...common, repeat === 1 ? 'one process a row' : `${repeat} processes a row, in turns`].join(', ')}${duet === undefined ? '' : ` of ${duet.sliceMs} ms`}`;
}

function describeTrial({ api, properties, stop, requests, warmupPerRequest, firstApart }: TrialSpec): string[] {
  const { PERFORMANCE_HINT: hint, ...others } = properties;
  return [
    api,
    hint === undefined ? "the device's own hint" : `${hint} hint`,
    ...Object.entries(others).map(([key, value]) => `${key}=${value}`),
    requests === null ? 'optimal number of requests' : `${requests} ${requests === 1 ? 'request' : 'requests'}`,
    stop.kind === 'count' ? `${stop.iterations} inferences` : `${stop.timeMs / 1000} s`,
    warmupPerRequest === 0 ? 'no warm-up' : `${warmupPerRequest} warm-ups a request`,
    firstApart ? 'the first inference timed apart' : 'the first inference among them',
  ];
}
