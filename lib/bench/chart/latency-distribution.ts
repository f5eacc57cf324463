import type { Quantile } from '../result/result.js';
import { captionsOf } from './captions.js';
import type { Entry } from './entry.js';
import { px } from './escape.js';
import { type Box, type Chart, footer, heading, hit, lineAt, textAt, valueAxis, watermark } from './frame.js';
import { legend } from './legend.js';
import { marker } from './marker.js';
import { DASHES, SERIES, seriesIndex } from './palette.js';
import { type Axis, linear, logarithmic } from './scale.js';
import { milliseconds } from './value.js';

const WIDTH = 720;
const HEIGHT = 300;
const LEFT = 68;
/** Latencies that lie farther apart than this are drawn on a logarithmic axis. */
const LOGARITHMIC_FROM = 12;
/** What of a distribution is pointed out. */
const MARKED = [0.5, 0.9, 0.99] as const;

interface Curve {
  readonly entry: Entry;
  readonly quantiles: readonly Quantile[];
  readonly index: number;
}

/** Which share of the inferences took no longer than a time; undefined where no row has its distribution. */
export function distributionChart(entries: readonly Entry[], bars: readonly Entry[] = entries): Chart | undefined {
  const all = entries.flatMap((entry, index): Curve[] => {
    const quantiles = entry.row?.quantiles ?? [];
    return entry.gap === undefined && quantiles.length > 1 ? [{ entry, quantiles, index }] : [];
  });
  const curves = chosen(all, bars);
  if (curves.length === 0) return undefined;
  const captions = captionsOf(curves.map(({ entry }) => entry));
  const { subtitle } = captions;
  const head = heading('Latency Distribution', { headlines: captions.headlines, subtitle }, [24, WIDTH - 24]);
  const box: Box = { left: LEFT, top: head.bottom + 42, width: WIDTH - LEFT - 32, height: HEIGHT };
  const x = timeAxis(curves, box);
  const y = linear([0, 1], [box.top + box.height, box.top]);
  const below = box.top + box.height;
  const keys = legend(
    curves.map(({ entry, index }) => ({ text: entry.label, index })),
    below + 46,
    [24, WIDTH - 24],
  );
  const more = all.length > curves.length ? [`${all.length - curves.length} further rows are in the table alone.`] : [];
  const foot = footer([...(x.isLogarithmic ? ['The axis of latencies is logarithmic.'] : []), ...more], keys.bottom, [
    24,
    WIDTH - 24,
  ]);
  return {
    name: 'latency_distribution',
    title: 'Latency Distribution',
    width: WIDTH,
    height: foot.bottom + 14,
    description: curves.map(({ entry, quantiles }) => `${entry.label}: ${summary(quantiles)}`).join('. '),
    content: [
      head.svg,
      textAt(24, box.top - 14, 'share of inferences that took no longer', { kind: 'faint' }),
      valueAxis(
        [0, 0.25, 0.5, 0.75, 0.9, 1].map((value) => ({ value, text: `${value * 100} %` })),
        y.at,
        box,
      ),
      ...x.ticks.map(
        ({ value, text }) =>
          lineAt('grid', x.at(value), box.top, x.at(value), below) +
          textAt(x.at(value), below + 17, text, { anchor: 'middle', kind: 'faint' }),
      ),
      textAt(box.left + box.width, below + 34, 'latency in milliseconds', { anchor: 'end', kind: 'faint' }),
      lineAt('axis', box.left, below, box.left + box.width, below),
      ...curves.map((curve) => curveAt(curve, x, y)),
      watermark(captions.marks, box),
      keys.svg,
      foot.svg,
    ].join('\n'),
  };
}

/** As many as there are colours: of more, those whose devices have a bar come first. Rows keep their order. */
function chosen(all: readonly Curve[], bars: readonly Entry[]): Curve[] {
  if (all.length <= SERIES.length) return [...all];
  const charted = new Set(bars.flatMap(({ devices }) => devices?.requested ?? []));
  const isCharted = ({ entry }: Curve): boolean => charted.has(entry.devices?.requested ?? '');
  const first = [...all.filter(isCharted), ...all.filter((curve) => !isCharted(curve))].slice(0, SERIES.length);
  return all.filter((curve) => first.includes(curve)).map((curve, index) => ({ ...curve, index }));
}

/** From the fastest inference to the slowest; each has its own place, so zero need not be there. */
function timeAxis(curves: readonly Curve[], { left, width }: Box): Axis & { readonly isLogarithmic: boolean } {
  const times = curves.flatMap(({ quantiles }) => quantiles.map(([, time]) => time));
  const [low, high] = [Math.min(...times), Math.max(...times)];
  const range = [left, left + width] as const;
  if (low > 0 && high / low > LOGARITHMIC_FROM)
    return { ...logarithmic([low / 1.08, high * 1.08], range), isLogarithmic: true };
  const air = (high - low || high || 1) * 0.04;
  return { ...linear([Math.max(0, low - air), high + air], range), isLogarithmic: false };
}

function curveAt({ entry, quantiles, index }: Curve, x: Axis, y: Axis): string {
  const series = seriesIndex(index);
  const dash = DASHES[series] === '' ? '' : ` stroke-dasharray="${DASHES[series]}"`;
  const points = quantiles.map(([share, time]) => `${px(x.at(time))} ${px(y.at(share))}`);
  const line = `<path class="ovc-s${series}" fill="none" stroke-width="2" stroke-linejoin="round"${dash} d="M${points.join('L')}"/>`;
  const marks = MARKED.flatMap((share) => {
    const time = quantileAt(quantiles, share);
    if (time === undefined) return [];
    const title = `${entry.label}: ${share * 100} % of the inferences took ${milliseconds(time)} or less`;
    return [hit(marker(x.at(time), y.at(share), series), title)];
  });
  return line + marks.join('');
}

/** The latency that a share of the inferences do not exceed: that of the first point that reaches the share. */
export function quantileAt(quantiles: readonly Quantile[], share: number): number | undefined {
  const last = quantiles.at(-1);
  return last !== undefined && last[0] >= share ? quantiles.find(([reached]) => reached >= share)?.[1] : undefined;
}

function summary(quantiles: readonly Quantile[]): string {
  return MARKED.flatMap((share) => {
    const time = quantileAt(quantiles, share);
    return time === undefined ? [] : [`p${share * 100} ${milliseconds(time)}`];
  }).join(', ');
}
