import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from 'd3-scale';

/** From values to pixels, with the marks of an axis. */
export interface Axis {
  readonly at: (value: number) => number;
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
}

/** Values that no chart can tell from zero. */
const TINY = 1e-9;

/**
 * An axis that begins at zero and ends above the largest value, with as many pixels free above it as are asked for: what
 * stands on top of the largest bar meets neither the frame nor the title.
 */
export function zeroBased(max: number, [from, to]: readonly [number, number], free: number, count = 5): Axis {
  const length = Math.abs(to - from);
  const top = max > TINY && Number.isFinite(max) ? Math.min(max, 1e300) * (length / Math.max(length - free, 1)) : 1;
  const scale = scaleLinear().domain([0, top]).range([from, to]);
  // a round end looks better, but not where it would leave half of the chart empty
  const nice = scale.copy().nice(count);
  return axisOf((nice.domain()[1] as number) > top * 1.25 ? scale : nice, count);
}

/** From one value to another, with round marks between them. */
export function linear(domain: readonly [number, number], range: readonly [number, number], count = 6): Axis {
  return axisOf(scaleLinear().domain(domain).range(range), count);
}

/** A logarithmic axis; both ends are above zero. */
export function logarithmic([low, high]: readonly [number, number], range: readonly [number, number]): Axis {
  const scale = scaleLog().domain([low, high]).range(range);
  const decades = Math.log10(high / low);
  const steps = decades > 3 ? [1] : decades > 1.5 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 7];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const step of steps) ticks.push(Number(`${step}e${power}`));
  }
  const within = ticks.filter((value) => value >= low && value <= high);
  return { at: scale, ticks: within.map((value) => ({ value, text: plain(value) })) };
}

function axisOf(scale: ScaleContinuousNumeric<number, number>, count: number): Axis {
  const [low = 0, high = 0] = scale.domain();
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const specifier = largest >= 1e15 || largest < 1e-4 ? '~e' : largest >= 1e5 ? '~s' : undefined;
  const format = specifier === undefined ? scale.tickFormat(count) : scale.tickFormat(count, specifier);
  return { at: scale, ticks: scale.ticks(count).map((value) => ({ value, text: format(value) })) };
}

function plain(value: number): string {
  return value >= 1e6 || value < 1e-4 ? value.toExponential().replace('e+', 'e') : String(value);
}
