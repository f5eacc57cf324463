import { modeText } from '../modes/text.js';
import type { Plan, TrialSpec } from '../plan.js';
import { counted } from './format.js';

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

function describeTrial(spec: TrialSpec): string[] {
  const { api, properties, stop, requests, firstApart, mode, batch } = spec;
  const { PERFORMANCE_HINT: hint, ...others } = properties;
  if (mode?.kind === 'load') return ['load only', hintText(hint), ...propertyTexts(others), ...batchText(batch)];
  return [
    ...(mode === undefined ? [] : [modeText(mode)]),
    api,
    hintText(hint),
    ...propertyTexts(others),
    ...batchText(batch),
    requests === null ? 'optimal number of requests' : counted(requests, 'request'),
    stop.kind === 'count'
      ? mode?.kind === 'query'
        ? counted(stop.iterations, 'query', 'queries')
        : counted(stop.iterations, 'inference')
      : `${stop.timeMs / 1000} s`,
    warmupText(spec),
    firstApart ? 'the first inference timed apart' : 'the first inference among them',
  ];
}

function warmupText({ warmupPerRequest, warmupTotal }: TrialSpec): string {
  if (warmupTotal !== undefined) return `${warmupTotal} warm-ups, of all requests together`;
  return warmupPerRequest === 0 ? 'no warm-up' : `${counted(warmupPerRequest, 'warm-up')} a request`;
}

function hintText(hint: string | undefined): string {
  return hint === undefined ? "the device's own hint" : `${hint} hint`;
}

function propertyTexts(properties: Readonly<Record<string, string>>): string[] {
  return Object.entries(properties).map(([key, value]) => `${key}=${value}`);
}

function batchText(batch: number | undefined): string[] {
  return batch === undefined ? [] : [`batch ${batch}`];
}
