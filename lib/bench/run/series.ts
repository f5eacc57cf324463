import { join } from 'node:path';
import { exitCodeFor, tell } from '../errors-told.js';
import { worstOf } from '../exit-code.js';
import { type SummaryPart, summaryCsv, summaryLines, summaryMarkdown } from '../report/summary.js';
import { writeReports } from '../report/write.js';
import type { Ended, Prepared, Surroundings } from './bench.js';
import { Interrupted, type InterruptWatch } from './interrupt.js';

/**
 * Several models, one after the other, each with a report and files of its own, and a table of all of them at the end. One
 * that can't be measured is told of and does not keep the others from it.
 */
export async function runSeries(
  all: readonly Prepared[],
  measure: (one: Prepared) => Promise<Ended>,
  { interrupts, stdout, stderr }: Surroundings & { readonly interrupts: InterruptWatch },
): Promise<number> {
  const parts: SummaryPart[] = [];
  const codes: number[] = [];
  for (const [index, one] of all.entries()) {
    const name = one.request.name ?? `model ${index + 1}`;
    if (index > 0) stdout.write('\n');
    try {
      const { result, code } = await measure(one);
      codes.push(code);
      parts.push({ name, result });
    } catch (error) {
      if (error instanceof Interrupted && parts.length === 0) throw error;
      tell(error, stderr);
      codes.push(exitCodeFor(error));
      parts.push({ name, result: undefined });
    }
    if (interrupts.exitCode() !== undefined) break;
  }
  const width = Math.max(stdout.isTTY === true ? (stdout.columns ?? 80) : 120, 60);
  stdout.write(`\n${summaryLines(parts, width).join('\n')}\n`);
  const folder = all[0]?.request.summaryFolder;
  if (folder !== undefined) {
    await writeReports([
      [join(folder, 'summary.csv'), summaryCsv(parts)],
      [join(folder, 'summary.md'), summaryMarkdown(parts)],
    ]);
  }
  return interrupts.exitCode() ?? worstOf(codes);
}
