import { printable } from '../../../runtime/printable.js';
import type { Style } from '../../report/style.js';
import { type Column, fitTable, leftOutText } from '../../report/table.js';
import type { StateLetter } from '../engine.js';
import { titleOf } from '../folder/manifest.js';
import type { Outcome, TaskState } from './outcome.js';
import type { JobState } from './survey.js';

export interface ViewOptions {
  readonly width: number;
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

/** The queue view: a line for each job. */
export function statusLines(jobs: readonly JobState[], { width, style, eachTask }: ViewOptions): string[] {
  const lines = jobs.flatMap((job) => (eachTask ? taskLines(job) : [jobLine(job)]));
  const column = (title: string, key: Exclude<keyof Line, 'tone'>, dispensability = 0): Column => ({
    title,
    align: key === 'elapsed' ? 'right' : 'left',
    cells: lines.map((line) => line[key]),
    dispensability,
  });
  const columns = [
    column('id', 'id'),
    column('name', 'name', 2),
    column('state', 'state'),
    column('node', 'node', 1),
    column('elapsed', 'elapsed', 3),
    column('', 'what'),
    column('engine', 'engine', 4),
  ];
  const { lines: rows, leftOut } = fitTable(columns, width);
  const shown = rows.flatMap((row, index) => {
    const paint = index === 0 ? style.strong : painter(lines[index - 1]?.tone, style);
    return row.map((text) => paint(text.trimEnd()));
  });
  return [...shown, ...leftOutText(leftOut)];
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
    name: task.task === undefined || title === '' ? job.job.manifest.name : printable(title, 40),
    state: `${task.letter} ${printable(task.word, 30)}`,
    node: printable(task.node, 60),
    elapsed: elapsedText(task.elapsedMs),
    what: printable(whatOf(task), 300),
    tone: task.outcome,
  };
}

function common({ job: { manifest } }: JobState): Pick<Line, 'name' | 'engine'> {
  return { name: manifest.name, engine: manifest.engine };
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
