import { significant } from '../report/format.js';
import type { Plan, TrialSpec } from '../run/plan.js';
import { boundText } from './arrivals.js';
import type { Mode } from './mode.js';

/** A mode in a few words, for the line of settings. */
export function modeText(mode: Mode): string {
  switch (mode.kind) {
    case 'open':
      return `open loop of ${mode.rate} ${mode.pattern} arrivals a second, latency from the scheduled arrival, ${mode.backlog} waiting at most`;
    case 'search':
      return `highest rate of ${mode.pattern} arrivals with ${boundText(mode.bound)}, both ends measured ${mode.confirmations + 1} times`;
    case 'query':
      return `queries of ${mode.samples} inferences`;
    case 'load':
      return `${mode.phase} load`;
    case 'end-to-end':
      return `end to end, ${mode.files.length === 1 ? 'one picture' : `${mode.files.length} pictures in turns`}`;
  }
}

/** The option that asks for it. */
export function modeOption({ kind }: Mode): string {
  const options: Readonly<Record<Mode['kind'], string>> = {
    open: '--rate',
    search: '--find-rate',
    query: '--samples-per-query',
    load: '--load-only',
    'end-to-end': '--end-to-end',
  };
  return options[kind];
}

/** What the progress line says of the trial that runs: the values that vary, and a rate that is tried. */
export function progressLabel(spec: TrialSpec | undefined): string {
  if (spec === undefined) return '';
  const varied = Object.entries(spec.varied ?? {}).map(([key, value]) => ` ${key}=${value}`);
  return `${varied.join('')}${spec.mode?.kind === 'open' ? ` at ${significant(spec.mode.rate)}/s` : ''}`;
}

/** Trials that a plan will run; undefined where that is found out on the way. */
export function progressTotal({ trials, repeat }: Plan): number | undefined {
  return trials.some(({ mode }) => mode?.kind === 'search') ? undefined : trials.length * repeat;
}
