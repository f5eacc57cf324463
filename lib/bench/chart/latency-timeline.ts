import { quantile } from 'd3-array';
import type { TimelineBin } from '../result/result.js';
import { devicesText, type Entry, marksOf } from './entry.js';
import { px } from './escape.js';
import { type Box, type Chart, footer, heading, hit, lineAt, textAt, valueAxis, watermark } from './frame.js';
import { seriesIndex } from './palette.js';
import { type Axis, linear, zeroBased } from './scale.js';
import { counted, milliseconds } from './value.js';

const WIDTH = 540;
const HEIGHT = 170;
const LEFT = 68;
/** A bin that is so many times as slow as most would flatten all the others: the axis ends below it. */
const OUTLIER = 3;

/** How a row's latencies went on, a chart a row: the median of neighbouring inferences within their least and most. */
export function timelineChart(entry: Entry, index: number): Chart | undefined {
  const bins = entry.row?.timeline ?? [];
  if (entry.gap !== undefined || bins.length < 2) return undefined;
  const marks = marksOf(entry);
  const subtitle = [devicesText(entry), ...marks]
    .filter((part) => part !== undefined && part !== entry.label)
    .join(' · ');
  const head = heading(entry.label, { headlines: [], subtitle: subtitle === '' ? [] : [subtitle] }, [24, WIDTH - 24]);
  const box: Box = { left: LEFT, top: head.bottom + 42, width: WIDTH - LEFT - 32, height: HEIGHT };
  const below = box.top + HEIGHT;
  const last = bins.at(-1) as TimelineBin;
  const limit = limitOf(bins);
  const x = linear([0, last.first + last.count], [box.left, box.left + box.width], 5);
  const y = zeroBased(limit, [below, box.top], 12, 4);
  const beyond = bins.filter(({ max }) => y.at(max) < box.top);
  const foot = footer(noteOf(beyond), below + 40, [24, WIDTH - 24]);
  return {
    name: `latency_timeline_${index + 1}`,
    title: `Latency over Iterations: ${entry.label}`,
    width: WIDTH,
    height: foot.bottom + 12,
    description: `From ${milliseconds(Math.min(...bins.map(({ min }) => min)))} to ${milliseconds(Math.max(...bins.map(({ max }) => max)))}; medians of neighbours from ${milliseconds(Math.min(...bins.map(({ p50 }) => p50)))} to ${milliseconds(Math.max(...bins.map(({ p50 }) => p50)))}.`,
    content: [
      head.svg,
      textAt(24, box.top - 12, 'milliseconds', { kind: 'faint' }),
      valueAxis(y.ticks, y.at, box),
      ...x.ticks.map(({ value, text }) => textAt(x.at(value), below + 17, text, { anchor: 'middle', kind: 'faint' })),
      textAt(box.left + box.width, below + 34, 'iterations', { anchor: 'end', kind: 'faint' }),
      bandAndLine(bins, { x, y, box }, seriesIndex(index)),
      lineAt('axis', box.left, below, box.left + box.width, below),
      watermark(marks, box),
      ...bins.map((bin, at) => binAt(bin, { x, y, box }, at === 0)),
      foot.svg,
    ].join('\n'),
  };
}

interface Space {
  readonly x: Axis;
  readonly y: Axis;
  readonly box: Box;
}

function limitOf(bins: readonly TimelineBin[]): number {
  const most = bins.map(({ max }) => max);
  const usual = Math.max(quantile(most, 0.9) as number, ...bins.map(({ p50 }) => p50));
  const highest = Math.max(...most);
  return highest > usual * OUTLIER ? usual * 1.5 : highest;
}

function noteOf(beyond: readonly TimelineBin[]): string[] {
  if (beyond.length === 0) return [];
  const highest = milliseconds(Math.max(...beyond.map(({ max }) => max)));
  return [`▲ beyond the axis: ${counted(beyond.length, 'time')}, up to ${highest}.`];
}

function bandAndLine(bins: readonly TimelineBin[], { x, y, box }: Space, series: number): string {
  const top = (time: number): number => Math.max(y.at(time), box.top);
  const edges = (bin: TimelineBin): [number, number] => [x.at(bin.first), x.at(bin.first + bin.count)];
  const upper = bins.flatMap((bin) => edges(bin).map((at) => `${px(at)} ${px(top(bin.max))}`));
  const lower = bins.flatMap((bin) => edges(bin).map((at) => `${px(at)} ${px(top(bin.min))}`)).reverse();
  const middle = bins.map((bin) => `${px(x.at(bin.first + bin.count / 2))} ${px(top(bin.p50))}`);
  return (
    `<path class="ovc-f${series}" fill-opacity="0.28" d="M${[...upper, ...lower].join('L')}Z"/>` +
    `<path class="ovc-s${series}" fill="none" stroke-width="2" stroke-linejoin="round" d="M${middle.join('L')}"/>`
  );
}

/** A stripe over a bin that tells its numbers, with an arrow where it goes beyond the axis. */
function binAt(bin: TimelineBin, { x, y, box }: Space, reachable: boolean): string {
  const [left, right] = [x.at(bin.first), x.at(bin.first + bin.count)];
  const stripe = `<rect fill="transparent" x="${px(left)}" y="${px(box.top)}" width="${px(right - left)}" height="${px(box.height)}"/>`;
  const middle = (left + right) / 2;
  const arrow =
    y.at(bin.max) >= box.top
      ? ''
      : `<path class="ovc-warn" d="M${px(middle)} ${px(box.top - 8)}L${px(middle + 4)} ${px(box.top - 1)}L${px(middle - 4)} ${px(box.top - 1)}Z"/>`;
  const which =
    bin.count === 1 ? `inference ${bin.first + 1}` : `inferences ${bin.first + 1} to ${bin.first + bin.count}`;
  const title = `${which}: median ${milliseconds(bin.p50)}, from ${milliseconds(bin.min)} to ${milliseconds(bin.max)}`;
  return hit(stripe + arrow, title, reachable);
}
