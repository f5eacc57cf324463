import { join } from 'node:path';
import { OpenVINOError } from '../../index.js';
import { writeReports } from '../report/write.js';
import { barChart, QUANTITIES } from './bars.js';
import type { Entry } from './entry.js';
import { type Chart, svgOf } from './frame.js';
import { distributionChart } from './latency-distribution.js';
import { timelineChart } from './latency-timeline.js';
import { REPORT_NAME } from './names.js';
import { reportPage } from './page.js';
import { renderPngs } from './png.js';
import { throughputChart } from './throughput-latency.js';

/** What is drawn. */
export interface ChartInput {
  /** A bar each, or a gap. */
  readonly bars: readonly Entry[];
  /** All rows, for the table and the charts of latencies. */
  readonly rows: readonly Entry[];
}

export interface Written {
  readonly files: readonly string[];
  /** Sentences about what could not be had. */
  readonly warnings: readonly string[];
}

/** A chart of more bars than these is no picture any more. */
export const MOST_BARS = 60;

/** So many rows have a chart of their latencies over time: more of them nobody compares. */
const MOST_TIMELINES = 12;

/** The charts of some rows, those that there is data for. */
export function chartsOf({ bars, rows }: ChartInput): {
  readonly charts: readonly Chart[];
  readonly timelines: readonly Chart[];
} {
  const charts = [
    ...QUANTITIES.map((quantity) => barChart(bars.slice(0, MOST_BARS), quantity)),
    ...[distributionChart(rows, bars), throughputChart(rows)].filter((chart) => chart !== undefined),
  ];
  const timelines: Chart[] = [];
  for (const [index, entry] of rows.entries()) {
    const timeline = timelines.length < MOST_TIMELINES ? timelineChart(entry, index) : undefined;
    if (timeline !== undefined) timelines.push(timeline);
  }
  return { charts, timelines };
}

/**
 * Writes the charts into a folder, which is made where it is missing: each as SVG and PNG, and all of them with the table as
 * one HTML report. All files or none; without sharp, all but the PNG.
 *
 * @throws OpenVINOError `NOT_WRITABLE`
 */
export async function writeCharts(input: ChartInput, folder: string): Promise<Written> {
  const { bars } = input;
  const { charts, timelines } = chartsOf(input);
  const { pngs, warnings } = await pictures(charts);
  const page = reportPage({ entries: input.bars, rows: input.rows, charts, timelines });
  const files: (readonly [string, string | Uint8Array])[] = [
    ...charts.map(
      ({ name }, index) => [join(folder, `${name}.svg`), `${svgOf(charts[index] as Chart, true)}\n`] as const,
    ),
    ...pngs.map((png, index) => [join(folder, `${charts[index]?.name}.png`), png] as const),
    [join(folder, REPORT_NAME), page],
  ];
  await writeReports(files);
  const more = bars.length - MOST_BARS;
  const cut =
    more > 0
      ? [`The charts have room for ${MOST_BARS} bars: ${more} further rows are in the report's table alone.`]
      : [];
  return { files: files.map(([file]) => file), warnings: [...warnings, ...cut] };
}

async function pictures(charts: readonly Chart[]): Promise<{ pngs: readonly Buffer[]; warnings: readonly string[] }> {
  try {
    const { pngs, ownFont } = await renderPngs(charts);
    const font =
      'The optional package @fontsource/dejavu-sans is not installed: letters in the PNG files are of whatever font is here, or boxes.';
    return { pngs, warnings: ownFont ? [] : [font] };
  } catch (error) {
    if (!(error instanceof OpenVINOError) || error.code !== 'MISSING_DEPENDENCY') throw error;
    return { pngs: [], warnings: [`No PNG files: ${error.message}`] };
  }
}
