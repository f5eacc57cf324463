import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { type Entry, entryOfRow } from '../chart/entry.js';
import { loadEntries } from '../chart/load-entries.js';
import { parseResult } from '../chart/parse-result.js';
import { parseStats } from '../chart/parse-stats.js';
import { whatIsWrong } from '../compare/read-result.js';
import { RESULT_FILE, readInput } from '../files/read-input.js';
import type { BenchResult, TrialResult } from '../result/result.js';
import type { Candidate } from './find.js';
import { type JobOfResult, jobOf } from './job-of-result.js';

/** A row of a result, and where it comes from. */
export interface CollectedRow {
  readonly row: TrialResult;
  readonly result: BenchResult;
  readonly job: JobOfResult | undefined;
  readonly file: string;
  readonly unit: string | undefined;
}

/** Three numbers of an exercise that left nothing else: nobody knows on what they were measured. */
export interface UnverifiedStats {
  readonly entry: Entry;
  readonly file: string;
}

export interface Collected {
  readonly rows: readonly CollectedRow[];
  readonly unverified: readonly UnverifiedStats[];
  /** Units that have a result, damaged ones too: what is wrong with them is told. */
  readonly units: ReadonlySet<string>;
  /** Sentences: what is damaged. */
  readonly warnings: readonly string[];
}

/** What one file holds. */
type Content =
  | { readonly kind: 'result'; readonly result: BenchResult }
  | { readonly kind: 'stats'; readonly entries: readonly Entry[]; readonly warnings: readonly string[] }
  | { readonly kind: 'damaged'; readonly reason: string }
  | { readonly kind: 'something else' };

/** Files that are read at the same time: the system's own latency is most of what a small one takes. */
const AT_ONCE = 8;
/** Three numbers. */
const LONGEST_STATS = 256;
/** A result says what it is at its beginning. */
const HEAD_BYTES = 512;

/** Reads what was found. The same row found twice, as a result and a copy of it, counts once. */
export async function readCandidates(candidates: readonly Candidate[]): Promise<Collected> {
  const results = candidates.filter(({ file }) => !isText(file));
  const contents = new Map<string, Content>();
  await inTurns(results, async ({ file, named }) => contents.set(file, await contentOf(file, named)));
  const texts = candidates.filter(({ file }) => isText(file) && contents.get(jsonBeside(file))?.kind !== 'result');
  await inTurns(texts, async ({ file, named }) => contents.set(file, await statsOf(file, named)));
  return gathered(candidates, contents);
}

function gathered(candidates: readonly Candidate[], contents: ReadonlyMap<string, Content>): Collected {
  const rows = new Map<string, CollectedRow>();
  const unverified: UnverifiedStats[] = [];
  const units = new Set<string>();
  const warnings: string[] = [];
  for (const { file, unit } of candidates) {
    const content = contents.get(file) ?? { kind: 'something else' };
    if (content.kind === 'something else') continue;
    if (unit !== undefined) units.add(unit);
    if (content.kind === 'damaged') warnings.push(`${file} is left out: ${content.reason}.`);
    if (content.kind === 'stats') {
      warnings.push(...content.warnings);
      unverified.push(...content.entries.map((entry) => ({ entry, file })));
    }
    if (content.kind !== 'result') continue;
    const { result } = content;
    if (result.results.length === 0) warnings.push(`${file} is left out: the result has no row.`);
    if (result.interrupted === true) warnings.push(`${file} is of a run that was interrupted: rows may be missing.`);
    const job = jobOf(result);
    for (const row of result.results) {
      const key = fingerprint(row, result);
      if (!rows.has(key)) rows.set(key, { row, result, job, file, unit });
    }
  }
  return { rows: [...rows.values()], unverified, units, warnings };
}

/** When, where and by which job it was measured, and every figure: no other measurement has the same. */
function fingerprint(row: TrialResult, result: BenchResult): string {
  const where = [result.createdAt, result.host.hostname, jobOf(result), result.model.sha256, result.input.sha256];
  return createHash('sha256')
    .update(JSON.stringify([where, row]))
    .digest('base64');
}

async function contentOf(file: string, named: boolean): Promise<Content> {
  const expected = named || basename(file) === RESULT_FILE;
  if (!expected && !(await beginning(file)).includes('"schemaVersion"')) return { kind: 'something else' };
  const reading = await readInput(file);
  if (reading.kind !== 'text') {
    const reason = reading.kind === 'missing' ? 'it is not there any more' : reading.reason;
    return expected ? { kind: 'damaged', reason } : { kind: 'something else' };
  }
  // other documents of this command have a version, too, and no "results"
  if (!expected && !reading.text.includes('"results"')) return { kind: 'something else' };
  const parsed = parseResult(reading.text);
  if ('reason' in parsed) return { kind: 'damaged', reason: parsed.reason };
  const wrong = whatIsWrong(parsed.result);
  return wrong === undefined ? { kind: 'result', result: parsed.result } : { kind: 'damaged', reason: wrong };
}

/** A text of three numbers; others have nothing to do with results. */
async function statsOf(file: string, named: boolean): Promise<Content> {
  const text = await beginning(file);
  if (!named && (text.length > LONGEST_STATS || 'reason' in parseStats(text))) return { kind: 'something else' };
  const { entries, warnings } = await loadEntries([file]);
  return { kind: 'stats', entries: entries.filter(({ gap }) => gap === undefined), warnings };
}

/** The first bytes of a file; nothing of what is none, or can't be read. */
async function beginning(file: string): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(() => undefined);
  if (handle === undefined) return '';
  try {
    if (!(await handle.stat()).isFile()) return '';
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    return '';
  } finally {
    await handle.close();
  }
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function isText(file: string): boolean {
  return extname(file).toLowerCase() === '.txt';
}

function jsonBeside(file: string): string {
  return `${file.slice(0, file.length - extname(file).length)}.json`;
}

/** A row as charts have it. */
export function entryOf({ row, result, file }: CollectedRow, label: string): Entry {
  return { ...entryOfRow(row, result, label), file };
}
