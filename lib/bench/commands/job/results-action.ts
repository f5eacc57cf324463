import { join, resolve } from 'node:path';
import { OpenVINOError } from '../../../index.js';
import { printable, systemCode } from '../../../runtime/printable.js';
import { EXIT } from '../../exit-code.js';
import { writeThrough } from '../../files/write-through.js';
import { fetchResults } from '../../jobs/folder/fetch.js';
import { harmless, LogReader } from '../../jobs/folder/logs.js';
import { endSentences, fetchSentences, MOST_TOLD, unitName } from '../../jobs/folder/results-told.js';
import { fetchedLogs, ownLogs, type UnitLogs } from '../../jobs/folder/shown-logs.js';
import { openSession } from '../../jobs/session.js';
import type { TaskState } from '../../jobs/state/outcome.js';
import { statusLines } from '../../jobs/state/status-view.js';
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
        : await interrupts.orAbort(survey(jobs, engineOf));
    state = states[0] as JobState;
    const ended = state.tasks.filter((task) => task.outcome !== undefined || task.exitCode !== undefined);
    const view = { width: 120, style: styleFor(stderr, env), eachTask: false };
    if (!state.done) stderr.write(`${statusLines([state], view).join('\n')}\n`);
    if (ended.length === 0) return EXIT.pending;
    const folder = options.out === undefined ? join(state.job.folder, 'results') : resolve(options.out);
    const { job } = state;
    const tasks = ended.map(({ task }) => task);
    const fetched = await interrupts.orAbort(fetchResults(job, tasks, folder)).catch(async (error: unknown) => {
      if (!(error instanceof OpenVINOError)) throw error;
      // a disk that is full is no reason not to tell what became of the job
      say(endSentences(job, ended));
      await interrupts.orAbort(showLogs(await ownLogs(job, ended), ended));
      throw notFetched(error);
    });
    await interrupts.orAbort(showLogs(fetchedLogs(job, fetched), ended));
    say(endSentences(job, ended));
    const refusals = fetched.flatMap(({ refusal }) => refusal ?? []);
    const only = fetched.length === 1 ? refusals[0] : undefined;
    if (only !== undefined) throw only;
    say(fetchSentences(fetched, ended));
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

async function showLogs(units: readonly UnitLogs[], ended: readonly TaskState[]): Promise<void> {
  const completed = new Set(ended.filter(({ outcome }) => outcome === 'completed').map(({ task }) => task));
  const wanted = units.length <= MOST_LOGS ? units : units.filter(({ task }) => !completed.has(task));
  for (const unit of wanted.slice(0, MOST_TOLD)) {
    if (units.length > 1) process.stderr.write(`--- ${printable(unitName(unit) || 'all nodes')} ---\n`);
    await new LogReader(unit.logs).readNew(({ to }, piece) => {
      const stream = process[to];
      return writeThrough(stream, stream.isTTY === true ? harmless(piece.toString('utf8')) : piece);
    });
  }
  const more = wanted.length - MOST_TOLD;
  if (more > 0) say([`the logs of ${more} more that did not complete are not shown.`]);
}

function say(sentences: readonly string[]): void {
  for (const each of sentences) process.stderr.write(`ov-bench: ${printable(each, 1000)}\n`);
}

/** What could not be written, and what to do about it. */
function notFetched(error: OpenVINOError): OpenVINOError {
  const { code, cause } = error;
  const message = error.message.replace(/ Give another folder\.$/, '');
  const isFull = ['ENOSPC', 'EDQUOT'].includes(systemCode(cause) ?? '');
  const other = /another folder/.test(message) ? '' : ' Give another folder with --out.';
  return new OpenVINOError(code, `${message}${isFull ? ' Give --out on another disk.' : other}`, { cause });
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
