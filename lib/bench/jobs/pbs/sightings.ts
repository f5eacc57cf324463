import { printable } from '../../../runtime/printable.js';
import type { Ending, JobRef, Sighting, StateLetter } from '../engine.js';
import { jobName } from './arguments.js';
import { type PbsRecord, recordsOf } from './records.js';

/** Clocks of two machines may differ by so much without an id having been given to another job. */
const SLACK_MS = 600_000;
const LETTERS: Readonly<Record<string, StateLetter>> = {
  ...{ Q: 'Q', H: 'Q', W: 'Q', T: 'Q' },
  // B: an array of which tasks have begun; E: ending; S and U: suspended
  ...{ R: 'R', B: 'R', E: 'R', S: 'R', U: 'R' },
  // C of Torque; X: a task of an array that has not ended yet
  ...{ F: 'C', X: 'C', C: 'C' },
};

/** What `qstat -f -t` says of the jobs: of those that it lists. */
export function sightingsOf(text: string, jobs: readonly JobRef[], nowMs: number): Map<string, Sighting[]> {
  const found = new Map<string, Sighting[]>();
  const records = recordsOf(text);
  for (const job of jobs) {
    const own = records.filter((record) => isRecordOf(record, job));
    // that of the array says nothing that those of its tasks don't say
    const tasks = own.filter(({ id }) => taskOf(id) !== undefined);
    const told = (tasks.length > 0 ? tasks : own).map((record) => sightingOf(record, nowMs));
    if (told.length > 0)
      found.set(
        job.id,
        told.sort((a, b) => (a.task ?? 0) - (b.task ?? 0)),
      );
  }
  return found;
}

/** `12[3].server` as `12[]`: a server calls itself by a short name or by a long one. */
function sequenceOf(id: string): string {
  return (id.split('.')[0] ?? '').replace(/\[\d*\]/, '[]');
}

function taskOf(id: string): number | undefined {
  const task = /^\d+\[(\d+)\]/.exec(id)?.[1];
  return task === undefined ? undefined : Number(task);
}

function isRecordOf({ id, values }: PbsRecord, job: JobRef): boolean {
  const created = timeOf(values.get('ctime'));
  const name = values.get('Job_Name')?.replace(/-\d+$/, '');
  return (
    sequenceOf(id) === sequenceOf(job.id) &&
    (values.get('Job_Name') === jobName(job.name) || (taskOf(id) !== undefined && name === jobName(job.name))) &&
    (created === undefined || created >= job.submittedAt.getTime() - SLACK_MS)
  );
}

function sightingOf({ id, values }: PbsRecord, nowMs: number): Sighting {
  const word = values.get('job_state') ?? '';
  const letter = LETTERS[word] ?? '?';
  const status = Number.parseInt(values.get('Exit_status') ?? values.get('exit_status') ?? '', 10);
  // a task that was deleted before it ran has the array's
  const ran = values.has('exec_host');
  const ending = letter === 'C' && ran ? endingOf(status) : undefined;
  const well = ending?.exitCode === 0;
  return {
    task: taskOf(id),
    letter,
    word: printable(word),
    well,
    node: nodesOf(values.get('exec_host') ?? ''),
    reason: reasonOf(values.get('comment') ?? '', { letter, ran, ending, status }),
    elapsedMs: elapsedOf(values, letter, nowMs),
    ending,
  };
}

/** 256 and its number for a signal, by which PBS ends a job; below 0 what PBS has ended or not begun for reasons of its own. */
function endingOf(status: number): Ending | undefined {
  if (Number.isNaN(status) || status < 0) return undefined;
  if (status < 256) return { exitCode: status, signal: undefined };
  return { exitCode: status - 128, signal: status - 256 };
}

interface Told {
  readonly letter: StateLetter;
  readonly ran: boolean;
  readonly ending: Ending | undefined;
  readonly status: number;
}

/** The comment says why a job waits, and of one that has ended who ended it; of Torque it then still says when the job began. */
function reasonOf(comment: string, { letter, ran, ending, status }: Told): string {
  const text = printable(comment);
  if (letter === 'Q' || letter === '?') return text;
  if (letter === 'R' || (ending !== undefined && ending.signal === undefined)) return '';
  if (!ran) return text === '' ? 'never ran' : `never ran: ${text}`;
  if (text !== '' && !/^Job started on/.test(text)) return text;
  return status < 0 ? `PBS ended it itself (exit status ${String(status)})` : '';
}

/** `n1/0*2+n2/1` as `n1,n2`. */
function nodesOf(host: string): string {
  const names = host.split('+').map((part) => part.split('/')[0] ?? '');
  return printable([...new Set(names)].join(','));
}

function elapsedOf(values: ReadonlyMap<string, string>, letter: StateLetter, nowMs: number): number | undefined {
  const started = timeOf(values.get('stime') ?? values.get('start_time'));
  if (letter === 'R' && started !== undefined) return Math.max(0, nowMs - started);
  const [, hours, minutes, seconds] = /^(\d+):(\d\d):(\d\d)$/.exec(values.get('resources_used.walltime') ?? '') ?? [];
  if (hours === undefined || letter === 'Q') return undefined;
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}

/** A time without a zone, of a command that was run with TZ=UTC. */
function timeOf(text: string | undefined): number | undefined {
  const ms = Date.parse(`${text ?? ''} UTC`);
  return Number.isNaN(ms) ? undefined : ms;
}
