import { usageError } from '../options.js';
import { type Dimension, METRIC_NAMES, type Metric, metricOf } from './metrics.js';

const OPERATORS = {
  '>': (value: number, limit: number) => value > limit,
  '>=': (value: number, limit: number) => value >= limit,
  '<': (value: number, limit: number) => value < limit,
  '<=': (value: number, limit: number) => value <= limit,
} as const;

/** `p99 > 20ms`: what must not hold of a row. */
export interface Condition {
  /** As it was given, blanks made one. */
  readonly text: string;
  readonly metric: Metric;
  readonly operator: keyof typeof OPERATORS;
  /** Milliseconds, inferences a second, or a share. */
  readonly limit: number;
  /** The device string whose rows it is of; undefined for all. */
  readonly device: string | undefined;
}

export const CONDITION_GRAMMAR =
  'METRIC OPERATOR VALUE [on DEVICE], such as "p99 > 20ms", "fps < 200" or "load >= 1.5s on CPU"; ' +
  `metrics are ${METRIC_NAMES}; operators >, >=, < and <=; times have a unit, us, ms or s, shares a %`;

const FORM = /^([a-z][a-z0-9. _-]*?)\s*(>=|<=|>|<)\s*(\d+(?:\.\d+)?|\.\d+)\s*(\S*?)(?:\s+on\s+(\S+))?$/i;

const UNITS: Readonly<Record<Dimension, Readonly<Record<string, number>>>> = {
  time: { us: 0.001, µs: 0.001, μs: 0.001, ms: 1, s: 1000 },
  rate: { '': 1, fps: 1, '/s': 1 },
  share: { '': 1, '%': 0.01 },
};

/**
 * Reads a condition of --fail-if.
 *
 * @param option What the sentence of an error begins with.
 * @throws OpenVINOError `USAGE` with the whole grammar.
 */
export function parseCondition(text: string, option = '--fail-if'): Condition {
  const [, name = '', operator, number, unit = '', device] = FORM.exec(text.trim()) ?? [];
  const fail = (why: string): Error => usageError(`${option} takes ${CONDITION_GRAMMAR}. In ${quote(text)} ${why}.`);
  if (operator === undefined) throw fail('no such form is found');
  const metric = metricOf(name);
  if (metric === undefined) throw fail(`${quote(name)} is no metric`);
  const factor = UNITS[metric.dimension][unit.toLowerCase()];
  if (factor === undefined) {
    throw fail(unit === '' ? `the time has no unit` : `${quote(unit)} is no unit of ${metric.name}`);
  }
  const limit = Number((Number(number) * factor).toPrecision(12));
  const given = text.trim().replaceAll(/\s+/g, ' ');
  return { text: given, metric, operator: operator as Condition['operator'], limit, device };
}

/** Whether a value is what must not be. */
export function holds({ operator, limit }: Condition, value: number): boolean {
  return OPERATORS[operator](value, limit);
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
