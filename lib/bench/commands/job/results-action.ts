import { join, resolve } from 'node:path';
import { printable } from '../../../runtime/printable.js';
import { EXIT } from '../../exit-code.js';
import { writeThrough } from '../../files/write-through.js';
import { type Fetched, fetchResults } from '../../jobs/folder/fetch.js';
import { harmless, LogReader } from '../../jobs/folder/logs.js';
import { openSession } from '../../jobs/session.js';
import type { TaskState } from '../../jobs/state/outcome.js';
import { statusLines, whatOf } from '../../jobs/state/status-view.js';
import { type JobState, survey } from '../../jobs/state/survey.js';
import { watchJobs } from '../../jobs/state/watch.js';
import { styleFor } from '../../report/style.js';
import { watchInterrupts } from '../../run/interrupt.js';
import type { ResultsOptions } from './options.js';

/** The logs of more tasks than these nobody reads: those that failed are shown. */
const MOST_LOGS = 4;

/** `ov-bench job results`. @returns the exit code. */
export async function resultsCommand(which: string, options: ResultsOptions): Promise<number> {
  const { env, stderr, stdout } = process;
  const { jobs, engineOf } = await openSession([which], options.engine, env);
  const interrupts = watchInterrupts();
  let state: JobState | undefined;
  try {
    const states =
      options.wait === true
        ? await watchJobs(jobs, { engineOf, signal: interrupts.signal, onLook: tellSilence() })
        : await survey(jobs, engineOf);
    state = states[0] as JobState;
    const ended = state.tasks.filter((task) => task.outcome !== undefined || task.exitCode !== undefined);
    const view = { width: 120, style: styleFor(stderr, env), eachTask: false };
    if (!state.done) stderr.write(`${statusLines([state], view).join('\n')}\n`);
    if (ended.length === 0) return EXIT.pending;
    const folder = options.out === undefined ? join(state.job.folder, 'results') : resolve(options.out);
    const fetched = await interrupts.orAbort(
      fetchResults(
        state.job,
        ended.map(({ task }) => task),
        folder,
      ),
    );
    const refusals = fetched.flatMap(({ refusal }) => refusal ?? []);
    if (refusals[0] !== undefined && fetched.length === 1) throw refusals[0];
    await showLogs(fetched, ended);
    tell(state, ended, fetched);
    const files = fetched.reduce((sum, each) => sum + each.files.length, 0);
    stdout.write(`\nResults: ${printable(folder)} (${files} ${files === 1 ? 'file' : 'files'})\n`);
    if (ended.length < state.tasks.length) return EXIT.pending;
    return refusals.length > 0 ? EXIT.failed : exitCodeOf(ended);
  } finally {
    interrupts.stop();
  }
}

/** Says once that the scheduler does not answer: one waits on. */
function tellSilence(): (states: readonly JobState[]) => void {
  let told = false;
  return (states) => {
    const silent = states.flatMap(({ tasks }) => tasks).find(({ letter }) => letter === '?');
    if (silent !== undefined && !told)
      process.stderr.write(`ov-bench: warning: ${printable(silent.reason, 400)} Waiting on.\n`);
    told = silent !== undefined;
  };
}

async function showLogs(fetched: readonly Fetched[], ended: readonly TaskState[]): Promise<void> {
  const all = fetched.length <= MOST_LOGS;
  const { stdout, stderr } = process;
  for (const { task, folder, files } of fetched) {
    const failed = ended.find((each) => each.task === task)?.outcome !== 'completed';
    if (!all && !failed) continue;
    const logs = files
      .filter((name) => /(^|\/)(\w+-)?std(out|err)\.log$/.test(name))
      .map(
        (name) =>
          ({ file: join(folder, name), root: folder, to: /stdout\.log$/.test(name) ? 'stdout' : 'stderr' }) as const,
      );
    if (fetched.length > 1) stderr.write(`--- task ${task ?? ''} ---\n`);
    await new LogReader(logs).readNew(({ to }, piece) => {
      const stream = to === 'stdout' ? stdout : stderr;
      return writeThrough(stream, stream.isTTY === true ? harmless(piece.toString('utf8')) : piece);
    });
  }
}

/** How it ended, and what is to be known about the results. */
function tell({ job }: JobState, ended: readonly TaskState[], fetched: readonly Fetched[]): void {
  const say = (sentence: string): void => void process.stderr.write(`ov-bench: ${printable(sentence, 1000)}\n`);
  const { id } = job.manifest;
  for (const task of ended) {
    const name = task.task === undefined ? `job ${id}` : `task ${id}_${task.task}`;
    if (task.outcome === 'dropped') {
      say(`warning: ${name} completed, and a device that was asked for did not run: its results say which one.`);
    } else if (task.outcome === undefined) say(`warning: ${name}: ${task.reason}`);
    else if (task.outcome !== 'completed') say(`${name} ${whatOf(task)}.`);
  }
  for (const { task, packed, refusal } of fetched) {
    const of = task === undefined ? '' : `task ${task}: `;
    if (refusal !== undefined) say(`warning: ${of}${refusal.message}`);
    const outcome = ended.find((each) => each.task === task)?.outcome;
    if (!packed && outcome !== 'completed' && outcome !== 'dropped')
      say(`warning: ${of}it packed no output.tgz before it ended; what lay in its folder is copied.`);
  }
}

/** The outcome of the worst task: a benchmark's own code, or 1. */
function exitCodeOf(tasks: readonly TaskState[]): number {
  const codes = tasks.map(({ outcome, exitCode }) => {
    if (outcome === 'completed' || outcome === 'dropped') return EXIT.ok;
    if (outcome === undefined && exitCode === EXIT.ok) return EXIT.ok;
    return exitCode !== undefined && exitCode > 0 && exitCode <= EXIT.noisy ? exitCode : EXIT.failed;
  });
  return codes.filter((code) => code !== EXIT.ok).sort((a, b) => a - b)[0] ?? EXIT.ok;
}
