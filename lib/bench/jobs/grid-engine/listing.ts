import { printable } from '../../../runtime/printable.js';
import type { JobRef, Sighting, StateLetter } from '../engine.js';
import { elementsNamed, parseXml, textOf, type XmlElement } from '../xml.js';
import { jobName } from './arguments.js';

/** A row of `qstat -xml`: a job, or tasks of an array that are in the same state. */
interface Row {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  /** `1`, `3-9:1`, `1,4-6:2`; empty where the job is no array. */
  readonly tasks: string;
  readonly queue: string;
  readonly startedMs: number | undefined;
  readonly submittedMs: number | undefined;
}

/** Clocks of two machines may differ by so much without an id having been given to another job. */
const SLACK_MS = 600_000;

/**
 * What `qstat -xml -s prsz` says of the jobs: of those that it lists. A job that has left the queue is a zombie for a while, until a
 * hundred others have: how it ended is not told, nor whether it has run at all.
 *
 * @throws {SyntaxError} where it is not XML
 */
export function sightingsOf(xml: string, jobs: readonly JobRef[], nowMs: number): Map<string, Sighting[]> {
  const rows = elementsNamed(parseXml(xml), 'job_list').map(rowOf);
  const found = new Map<string, Sighting[]>();
  const wanted = new Map(jobs.map((job) => [job.id, job]));
  for (const row of rows) {
    const job = wanted.get(row.id);
    if (job === undefined || !isRowOf(row, job)) continue;
    const sightings = tasksOf(row.tasks).map((task) => sightingOf(row, task, nowMs));
    found.set(row.id, [...(found.get(row.id) ?? []), ...sightings]);
  }
  return found;
}

/** The numbers of all jobs that a listing has. */
export function idsOf(xml: string): string[] {
  return [...new Set(elementsNamed(parseXml(xml), 'job_list').map((element) => textOf(element, 'JB_job_number')))];
}

/** Whether a name and a time are of that job: ids begin anew after the last one. */
export function isOf(job: JobRef, name: string, timeMs: number | undefined): boolean {
  return name === jobName(job.name) && (timeMs === undefined || timeMs >= job.submittedAt.getTime() - SLACK_MS);
}

/**
 * Letters of a state stand together, `hqw`, `Eqw`, `dr`, `Rt`: what is queued has q or w in it. A job in error (`Eqw`) waits as well,
 * for somebody to clear it (qmod -cj) or to delete it; the reason says why.
 */
export function letterOf(state: string): StateLetter {
  if (/[qw]/.test(state)) return 'Q';
  if (/[rtsST]/.test(state)) return 'R';
  return state === 'z' ? 'C' : '?';
}

/** The numbers that `1,4-6:2` stands for; `[undefined]` where it is empty. */
export function tasksOf(ranges: string): (number | undefined)[] {
  if (ranges === '') return [undefined];
  return ranges.split(',').flatMap((range) => {
    const [, first, last = first, step = '1'] = /^\s*(\d+)(?:-(\d+)(?::(\d+))?)?\s*$/.exec(range) ?? [];
    const [from, to, by] = [Number(first), Number(last), Math.max(1, Number(step))];
    return Number.isNaN(from) ? [] : Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, i) => from + i * by);
  });
}

/** A time without a zone, of a command that was run with TZ=UTC. Univa's Grid Engine writes milliseconds since 1970. */
export function timeOf(text: string): number | undefined {
  const ms = /^\d{11,}$/.test(text) ? Number(text) : Date.parse(/T/.test(text) ? `${text}Z` : `${text} UTC`);
  return text === '' || Number.isNaN(ms) ? undefined : ms;
}

function rowOf(element: XmlElement): Row {
  return {
    id: textOf(element, 'JB_job_number'),
    name: textOf(element, 'JB_name'),
    state: textOf(element, 'state'),
    tasks: textOf(element, 'tasks'),
    queue: textOf(element, 'queue_name'),
    startedMs: timeOf(textOf(element, 'JAT_start_time')),
    submittedMs: timeOf(textOf(element, 'JB_submission_time')),
  };
}

function isRowOf(row: Row, job: JobRef): boolean {
  return isOf(job, row.name, row.startedMs ?? row.submittedMs);
}

function sightingOf(row: Row, task: number | undefined, nowMs: number): Sighting {
  const letter = letterOf(row.state);
  const ended = letter === 'C';
  return {
    task,
    letter,
    word: printable(row.state),
    well: false,
    node: printable(row.queue.split('@')[1] ?? ''),
    reason: ended ? NO_RECORD : '',
    elapsedMs: letter === 'R' && row.startedMs !== undefined ? Math.max(0, nowMs - row.startedMs) : undefined,
    ending: undefined,
  };
}

const NO_RECORD = 'left the queue without an accounting record';
