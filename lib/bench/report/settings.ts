import { modeText } from '../modes/text.js';
import type { TrialResult } from '../result/result.js';
import type { Plan, TrialSpec } from '../run/plan.js';
import { counted } from './format.js';

/**
 * How the rows were measured, defaults included: `async, THROUGHPUT hint, optimal requests, 10 s, …`. What differs between
 * rows is left to the table.
 *
 * @param done The rows of a run that was interrupted.
 */
export function settingsLine({ trials, repeat, duet }: Plan, done?: readonly TrialResult[]): string {
  const all = trials.map(describeTrial);
  const [first = []] = all;
  const common = first.filter((part) => all.every((parts) => parts.includes(part)));
  return `measured: ${[...common, processesText(repeat, done)].join(', ')}${duet === undefined ? '' : ` of ${duet.sliceMs} ms`}`;
}

function processesText(repeat: number, done: readonly TrialResult[] | undefined): string {
  if (done === undefined || repeat === 1)
    return repeat === 1 ? 'one process a row' : `${repeat} processes a row, in turns`;
  const counts = done.map(({ processes }) => processes?.length ?? 1);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const range = counts.length === 0 ? 'none' : least === most ? `${most}` : `${least} to ${most}`;
  return `INTERRUPTED: ${range} of ${repeat} processes a row, in turns`;
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
