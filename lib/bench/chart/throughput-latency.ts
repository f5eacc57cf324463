import { captionsOf } from './captions.js';
import type { Entry } from './entry.js';
import { px } from './escape.js';
import { type Box, type Chart, footer, heading, hit, lineAt, textAt, valueAxis, watermark } from './frame.js';
import { legend } from './legend.js';
import { marker } from './marker.js';
import { DASHES, SERIES, seriesIndex } from './palette.js';
import { type Axis, zeroBased } from './scale.js';
import { milliseconds, valueText } from './value.js';

const WIDTH = 720;
const HEIGHT = 300;
const LEFT = 68;

interface Point {
  readonly entry: Entry;
  readonly requests: number;
  readonly latencyMs: number;
  readonly fps: number;
}

interface Group {
  readonly label: string;
  readonly points: readonly Point[];
}

type Tail = 'p99' | 'p90';

/** What more requests in flight bring and cost; undefined where no rows differ in their number alone. */
export function throughputChart(entries: readonly Entry[]): Chart | undefined {
  const tail: Tail = entries.every(({ row }) => row?.latencyMs == null || row.latencyMs.p99 !== null) ? 'p99' : 'p90';
  const groups = groupsOf(entries, tail).slice(0, SERIES.length);
  if (groups.length === 0) return undefined;
  const points = groups.flatMap((group) => group.points);
  const { marks, headlines, subtitle } = captionsOf(points.map(({ entry }) => entry));
  const title = `Throughput and Latency (${tail})`;
  const head = heading(title, { headlines, subtitle }, [24, WIDTH - 24]);
  const box: Box = { left: LEFT, top: head.bottom + 42, width: WIDTH - LEFT - 40, height: HEIGHT };
  const below = box.top + HEIGHT;
  const x = zeroBased(Math.max(...points.map(({ latencyMs }) => latencyMs)), [box.left, box.left + box.width], 24, 6);
  const y = zeroBased(Math.max(...points.map(({ fps }) => fps)), [below, box.top], 30);
  const keys = legend(
    groups.map(({ label }, index) => ({ text: label, index })),
    below + 46,
    [24, WIDTH - 24],
  );
  const notes = [
    'Numbers at the points: requests in flight. Up is more work done, to the left is each one done sooner.',
    ...(tail === 'p90' ? ['p90, for some rows have too few inferences for a p99.'] : []),
  ];
  const foot = footer(notes, keys.bottom, [24, WIDTH - 24]);
  return {
    name: 'throughput_latency',
    title,
    width: WIDTH,
    height: foot.bottom + 14,
    description: points.map((point) => sentence(point, tail)).join('. '),
    content: [
      head.svg,
      textAt(24, box.top - 14, 'frames per second', { kind: 'faint' }),
      valueAxis(y.ticks, y.at, box),
      ...x.ticks.map(
        ({ value, text }) =>
          lineAt('grid', x.at(value), box.top, x.at(value), below) +
          textAt(x.at(value), below + 17, text, { anchor: 'middle', kind: 'faint' }),
      ),
      textAt(box.left + box.width, below + 34, `${tail} latency in milliseconds`, { anchor: 'end', kind: 'faint' }),
      lineAt('axis', box.left, below, box.left + box.width, below),
      ...groups.map((group, index) => groupAt(group, index, { x, y }, tail)),
      watermark(marks, box),
      keys.svg,
      foot.svg,
    ].join('\n'),
  };
}

/** Rows that are the same but for their number of requests, two different numbers at least. */
function groupsOf(entries: readonly Entry[], tail: Tail): Group[] {
  const groups = new Map<string, Point[]>();
  for (const entry of entries) {
    const { row, result, gap } = entry;
    const latencyMs = row?.latencyMs?.[tail];
    if (row === undefined || gap !== undefined || latencyMs == null || row.fps === null || row.requests === null)
      continue;
    const { requestedDevice, api, performanceHint, inferencePrecision } = row;
    const same = [
      requestedDevice,
      api,
      performanceHint,
      inferencePrecision,
      result?.model.sha256,
      result?.host.hostname,
    ];
    const key = JSON.stringify(same);
    groups.set(key, [...(groups.get(key) ?? []), { entry, requests: row.requests, latencyMs, fps: row.fps }]);
  }
  return [...groups.values()]
    .filter((points) => new Set(points.map(({ requests }) => requests)).size > 1)
    .map((points) => ({
      label: points[0]?.entry.row?.requestedDevice ?? '',
      points: points.toSorted((a, b) => a.requests - b.requests),
    }));
}

function groupAt(
  { points }: Group,
  index: number,
  { x, y }: { readonly x: Axis; readonly y: Axis },
  tail: Tail,
): string {
  const series = seriesIndex(index);
  const dash = DASHES[series] === '' ? '' : ` stroke-dasharray="${DASHES[series]}"`;
  const at = ({ latencyMs, fps }: Point): [number, number] => [x.at(latencyMs), y.at(fps)];
  const line = points.map((point) => at(point).map(px).join(' ')).join('L');
  const marks = points.map((point) => {
    const [left, top] = at(point);
    const label = textAt(left - 7, top - 7, String(point.requests), {
      anchor: 'end',
      bold: true,
      size: 11,
      haloed: true,
    });
    return hit(marker(left, top, series, 5) + label, sentence(point, tail));
  });
  return `<path class="ovc-s${series}" fill="none" stroke-width="2"${dash} d="M${line}"/>${marks.join('')}`;
}

function sentence({ entry, requests, latencyMs, fps }: Point, tail: Tail): string {
  const device = entry.row?.requestedDevice ?? entry.label;
  return `${device}, ${requests} ${requests === 1 ? 'request' : 'requests'}: ${valueText(fps)} frames per second, ${tail} ${milliseconds(latencyMs)}`;
}
