import { printable } from '../../../runtime/printable.js';
import type { Style } from '../../report/style.js';
import { type Column, type FittedTable, fitTable, leftOutText } from '../../report/table.js';
import type { StateLetter } from '../engine.js';
import { titleOf } from '../folder/manifest.js';
import type { Outcome, TaskState } from './outcome.js';
import type { JobState } from './survey.js';

export interface ViewOptions {
  readonly width: number;
  /** As many lines as a screen has: what runs and waits comes first then. Undefined for no limit. */
  readonly rows?: number | undefined;
  readonly style: Style;
  /** A line for each task of an array, and not one for all. */
  readonly eachTask: boolean;
}

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  completed: 'completed',
  dropped: 'completed; a requested device did not run',
  failed: 'failed',
  cancelled: 'cancelled',
  timeout: 'ended at its time limit',
  lost: 'lost',
};

/** A line of the queue view. */
interface Line {
  readonly id: string;
  readonly name: string;
  readonly engine: string;
  readonly state: string;
  readonly node: string;
  readonly elapsed: string;
  readonly what: string;
  readonly tone: Outcome | undefined;
}

/** Columns go before a reason is cut to less than this. */
const SHORTEST_REASON = 20;

/** The queue view: a line for each job, each of one line on the screen where there is room for it. */
export function statusLines(jobs: readonly JobState[], { width, rows: most, style, eachTask }: ViewOptions): string[] {
  const all = jobs.flatMap((job) => (eachTask ? taskLines(job) : [jobLine(job)]));
  if (most === undefined) return drawn(all, width, style);
  const sorted = all.length + 1 > most ? urgentFirst(all) : all;
  for (let shown = Math.min(sorted.length, most); ; shown--) {
    const more = sorted.length - shown;
    const lines = [...drawn(sorted.slice(0, shown), width, style), ...(more > 0 ? [`… ${more} more`] : [])];
    if (linesOnScreen(lines, width) <= most || shown <= 1) return lines;
  }
}

/** How many lines a terminal has of them: it breaks those that are too long, also when it becomes narrower later. */
export function linesOnScreen(lines: readonly string[], columns: number): number {
  const lengths = lines.map((line) => line.replace(/\u001b\[[\d;]*m/g, '').length);
  return lengths.reduce((sum, length) => sum + Math.max(1, Math.ceil(length / Math.max(1, columns))), 0);
}

function drawn(lines: readonly Line[], width: number, style: Style): string[] {
  const { lines: rows, leftOut } = fitted(lines, width);
  const shown = rows.flatMap((row, index) => {
    const paint = index === 0 ? style.strong : painter(lines[index - 1]?.tone, style);
    return row.map((text) => paint(text.trimEnd()));
  });
  return [...shown, ...leftOutText(leftOut)];
}

/** The whole reason is in `--json`, and told by `job results`: it is cut before the other columns go. */
function fitted(lines: readonly Line[], width: number): FittedTable {
  const columns = (most: number): Column[] => {
    const column = (title: string, key: Exclude<keyof Line, 'tone'>, dispensability = 0): Column => ({
      title,
      align: key === 'elapsed' ? 'right' : 'left',
      cells: lines.map((line) => (key === 'what' ? cut(line.what, most) : line[key])),
      dispensability,
    });
    return [
      column('id', 'id'),
      column('name', 'name'),
      column('state', 'state'),
      column('node', 'node', 1),
      column('elapsed', 'elapsed', 3),
      column('reason', 'what'),
      column('engine', 'engine', 4),
    ];
  };
  const { leftOut } = fitTable(columns(SHORTEST_REASON), width);
  const others = columns(0).filter(({ title }) => title !== 'reason' && !leftOut.includes(title));
  const taken = others.map(({ title, cells }) => Math.max(title.length, ...cells.map((cell) => cell.length)) + 2);
  const room = width - taken.reduce((sum, each) => sum + each, 0);
  // where the others take it all, it has a line of its own below them
  return fitTable(columns(room >= SHORTEST_REASON ? room : width - 2), width);
}

/** What runs, what waits, and then what has ended. */
function urgentFirst(lines: readonly Line[]): Line[] {
  const rank = ({ state }: Line): number => 'RQ?C'.indexOf(state.charAt(0));
  return [...lines].sort((a, b) => rank(a) - rank(b));
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1)).trimEnd()}…`;
}

function painter(tone: Outcome | undefined, style: Style): (text: string) => string {
  if (tone === undefined || tone === 'completed') return (text) => text;
  return tone === 'dropped' ? style.warning : style.failure;
}

function jobLine(job: JobState): Line {
  const { tasks } = job;
  const [first] = tasks;
  if (tasks.length === 1 && first !== undefined) return lineOf(job, first, job.job.manifest.id);
  const letters = count(tasks.map(({ letter }) => letter));
  const outcomes = count(tasks.flatMap(({ outcome }) => outcome ?? []));
  const ends = Object.entries(outcomes).map(([outcome, many]) => `${many} ${OUTCOMES[outcome as Outcome]}`);
  return {
    ...common(job),
    id: job.job.manifest.id,
    state: `${overall(letters)} ${Object.entries(letters)
      .map(([letter, many]) => `${letter}:${many}`)
      .join(' ')}`,
    node: many(new Set(tasks.map(({ node }) => node).filter((node) => node !== ''))),
    elapsed: '',
    what: [`${tasks.length} tasks`, ...ends].join('; '),
    tone: worst(tasks),
  };
}

function taskLines(job: JobState): Line[] {
  const { id } = job.job.manifest;
  return job.tasks.map((task) => lineOf(job, task, task.task === undefined ? id : `${id}_${task.task}`));
}

function lineOf(job: JobState, task: TaskState, id: string): Line {
  const title = titleOf(job.job.manifest, task.task);
  return {
    ...common(job),
    id,
    ...(task.task === undefined || title === '' ? {} : { name: printable(title, 40) }),
    state: `${task.letter} ${printable(task.word, 30)}`,
    node: printable(task.node, 60),
    elapsed: elapsedText(task.elapsedMs),
    what: printable(whatOf(task), 300),
    tone: task.outcome,
  };
}

function common({ job: { manifest } }: JobState): Pick<Line, 'name' | 'engine'> {
  // anybody may have written the manifest
  return { name: printable(manifest.name, 60), engine: manifest.engine };
}

/** How it ended and why, or why it waits. */
export function whatOf({ outcome, reason }: TaskState): string {
  if (outcome === undefined) return reason;
  return reason === '' ? OUTCOMES[outcome] : `${OUTCOMES[outcome]}: ${reason}`;
}

function overall(letters: Readonly<Partial<Record<StateLetter, number>>>): StateLetter {
  return (['R', 'Q', '?', 'C'] as const).find((letter) => (letters[letter] ?? 0) > 0) ?? '?';
}

/** The outcome of several tasks that tells the most. */
export function worst(tasks: readonly TaskState[]): Outcome | undefined {
  const order: readonly Outcome[] = ['lost', 'failed', 'timeout', 'cancelled', 'dropped'];
  const found = order.find((outcome) => tasks.some((task) => task.outcome === outcome));
  return found ?? (tasks.every(({ outcome }) => outcome === 'completed') ? 'completed' : undefined);
}

function count<T extends string>(words: readonly T[]): Partial<Record<T, number>> {
  const counts: Partial<Record<T, number>> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function many(nodes: ReadonlySet<string>): string {
  const [first = ''] = nodes;
  return nodes.size > 1 ? `${nodes.size} nodes` : printable(first, 60);
}

/** `4 s` as `0:04`, as queue views have it. */
export function elapsedText(elapsedMs: number | undefined): string {
  if (elapsedMs === undefined) return '';
  const seconds = Math.floor(elapsedMs / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, '0');
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`;
}
