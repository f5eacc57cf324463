import { significant } from '../report/format.js';

/** A value as it stands on a bar: three digits, as everywhere else; what is far from 1 with an exponent. */
export function valueText(value: number): string {
  if (value !== 0 && (Math.abs(value) >= 1e7 || Math.abs(value) < 0.001))
    return value.toExponential(2).replace('e+', 'e');
  return significant(value);
}

export function milliseconds(value: number): string {
  return `${valueText(value)} ms`;
}

/** `1 inference`, `1000 inferences`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
