import type { Entry } from '../chart/entry.js';
import type { Written } from '../chart/index.js';
import type { StatsOutput } from '../files/outputs.js';
import type { BenchResult } from '../result/result.js';
import type { Style } from './style.js';

/**
 * Writes the exercise's charts beside its stats files: a bar for each of these, and in the report all rows. What draws is
 * loaded here, for most runs draw nothing.
 *
 * @throws OpenVINOError `NOT_WRITABLE`
 */
export async function writeExerciseCharts(result: BenchResult, { folder, rows }: StatsOutput): Promise<Written> {
  const { entriesOf } = await import('../chart/distinct.js');
  const { entryOfRow } = await import('../chart/entry.js');
  const { nameOf } = await import('../chart/load-entries.js');
  const { writeCharts } = await import('../chart/index.js');
  const bars = rows.map(({ device, name }): Entry => {
    const row = result.results.find(({ api, requestedDevice }) => api === 'sync' && requestedDevice === device);
    const label = nameOf(name);
    return row === undefined ? notRun(label) : entryOfRow(row, result, label);
  });
  return writeCharts({ bars, rows: entriesOf(result) }, folder);
}

/** A row that an interruption came before. */
function notRun(label: string): Entry {
  return { label, gap: 'missing: not run', values: {}, simulated: false, standIn: false, notes: [] };
}

/** The result's synchronous rows as bars of text, as the exercise charted them; all rows where none is synchronous. */
export async function resultBars(
  result: BenchResult,
  { width, style, env }: { readonly width: number; readonly style: Style; readonly env: NodeJS.ProcessEnv },
): Promise<string> {
  const { entriesOf } = await import('../chart/distinct.js');
  const { showsUnicode, terminalBars } = await import('../chart/terminal-bars.js');
  const synchronous = result.results.filter(({ api }) => api === 'sync');
  const shown = { ...result, results: synchronous.length > 0 ? synchronous : result.results };
  return terminalBars(entriesOf(shown), { width, style, unicode: showsUnicode(env), brief: true });
}
