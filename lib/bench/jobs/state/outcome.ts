import { EXIT } from '../../exit-code.js';
import type { Sighting, StateLetter } from '../engine.js';
import type { Marker, Markers } from '../folder/markers.js';

/** How a task ended. `dropped`: it completed, and a device that was asked for did not run. */
export type Outcome = 'completed' | 'dropped' | 'failed' | 'cancelled' | 'timeout' | 'lost';

/** A task of a job as somebody who waits for it sees it. */
export interface TaskState {
  readonly task: number | undefined;
  /** Queued, running, complete, or not known. */
  readonly letter: StateLetter;
  /** The engine's own word; `LOST` and `UNKNOWN` are ours. */
  readonly word: string;
  readonly node: string;
  readonly elapsedMs: number | undefined;
  /** Why it waits, failed or is not known; a sentence or the engine's words. */
  readonly reason: string;
  /** Of a task that has ended. */
  readonly outcome: Outcome | undefined;
  /** The benchmark's exit code: of a task that has ended by itself. */
  readonly exitCode: number | undefined;
}

/** What there is to judge a task by. */
export interface Evidence {
  readonly task: number | undefined;
  /** What the engine says; `gone` where it answered and knows no such task, `silent` where it did not answer. */
  readonly engine: Sighting | 'gone' | { readonly silent: string };
  readonly markers: Markers;
  readonly nodes: number;
  readonly strictDevices: boolean;
  /** Whether somebody asked for its end. */
  readonly cancelled: boolean;
}

/** Words of engines that have one of their own for what was cancelled: what they call failed has failed. */
const FAILED = /^(FAILED|NODE_FAIL|OUT_OF_MEMORY|BOOT_FAIL|LOST)$/;
/** The words by which engines tell that somebody, or the clock, ended a job. */
const CANCELLED = /^(CANCELLED|PREEMPTED|REVOKED|deleted)/i;
const TIMED_OUT = /^(TIMEOUT|DEADLINE)/i;

/**
 * What became of a task. The engine is believed first; where it has forgotten the task, the marker that the task's own script
 * wrote last; and where there is neither, the task is lost, and never complete.
 */
export function judge(evidence: Evidence): TaskState {
  const { engine, task, markers } = evidence;
  if (engine === 'gone') return forgotten(evidence);
  if ('silent' in engine) {
    const known = endOf(evidence);
    const said = known === undefined ? '' : ` Its own marker says that it ended with exit code ${known}.`;
    return {
      ...blank(task, markers),
      letter: '?',
      word: 'UNKNOWN',
      reason: `${engine.silent}.${said}`,
      exitCode: known,
    };
  }
  const { letter, word, node, reason, elapsedMs } = engine;
  const seen = { task, letter, word, node: node || nodesOf(markers.units), elapsedMs, reason };
  if (letter !== 'C') return { ...seen, outcome: undefined, exitCode: undefined };
  return { ...seen, ...ended(engine, evidence) };
}

/** The engine says that it has ended. */
function ended(engine: Sighting, evidence: Evidence): Pick<TaskState, 'outcome' | 'exitCode' | 'reason'> {
  const { word, well, ending, reason } = engine;
  const exitCode = endOf(evidence) ?? ending?.exitCode;
  if (CANCELLED.test(word) || (!well && !FAILED.test(word) && wasEnded(evidence)))
    return { outcome: 'cancelled', exitCode: undefined, reason };
  if (TIMED_OUT.test(word)) return { outcome: 'timeout', exitCode: undefined, reason };
  if (word === 'LOST') return { outcome: 'lost', exitCode: undefined, reason };
  // the engine knows that it has ended, and not how, or not yet
  if (ending === undefined && !well && !FAILED.test(word)) return untold(evidence, reason);
  if (!well) {
    // of a device that was dropped, where that counts
    const code = exitCode === 0 ? undefined : exitCode;
    return { outcome: 'failed', exitCode: code, reason: whyFailed(engine, evidence, code) };
  }
  const end = endOf(evidence);
  if (end === undefined) return { outcome: 'lost', exitCode: undefined, reason: noMarker(evidence) };
  return { ...outcomeOf(end, evidence), reason };
}

function untold(evidence: Evidence, reason: string): Pick<TaskState, 'outcome' | 'exitCode' | 'reason'> {
  const end = endOf(evidence);
  if (end !== undefined) return { ...outcomeOf(end, evidence), reason };
  const why = reason === '' ? 'the scheduler has not said yet how it ended' : reason;
  return { outcome: undefined, exitCode: undefined, reason: why };
}

function forgotten(evidence: Evidence): TaskState {
  const { task, markers } = evidence;
  const end = endOf(evidence);
  const state = blank(task, markers);
  if (wasEnded(evidence)) {
    return {
      ...state,
      word: 'CANCELLED',
      reason: 'the scheduler has forgotten it',
      outcome: 'cancelled',
      exitCode: undefined,
    };
  }
  if (end !== undefined) {
    const { outcome, exitCode } = outcomeOf(end, evidence);
    const word = outcome === 'failed' ? 'FAILED' : 'COMPLETED';
    return { ...state, word, reason: 'the scheduler has forgotten it: by its own marker', outcome, exitCode };
  }
  const began = markers.units.length > 0 ? 'It began and never said how it ended' : 'It never began';
  const reason = markers.folderGone
    ? "The scheduler does not know it any more, and the job's folder is gone."
    : `The scheduler does not know it any more. ${began}.`;
  return { ...state, word: 'LOST', reason, outcome: 'lost', exitCode: undefined };
}

/** Whether it was cancelled before it could end by itself: a shell's code for a signal is 128 and more. */
function wasEnded(evidence: Evidence): boolean {
  return evidence.cancelled && (endOf(evidence) ?? 128) >= 128;
}

/** The benchmark's exit code: of several nodes the one that tells the most; undefined where one has not ended. */
function endOf({ markers, nodes }: Evidence): number | undefined {
  const codes = markers.units.flatMap(({ ended: end }) => (end === undefined ? [] : [end.exitCode]));
  if (codes.length < nodes) return undefined;
  return codes.sort((a, b) => rank(a) - rank(b))[0];
}

/** A failure says more than a dropped device, and that more than 0. */
function rank(code: number): number {
  if (code === EXIT.ok) return 1000;
  return code === EXIT.dropped ? 999 : code;
}

function outcomeOf(code: number, { strictDevices }: Evidence): Pick<TaskState, 'outcome' | 'exitCode'> {
  if (code === EXIT.ok) return { outcome: 'completed', exitCode: code };
  return { outcome: code === EXIT.dropped && !strictDevices ? 'dropped' : 'failed', exitCode: code };
}

function whyFailed({ reason, ending, word }: Sighting, { markers }: Evidence, code: number | undefined): string {
  if (markers.folderGone) return "the job's folder is gone";
  if (code !== undefined && code > 0) return `exit code ${code}`;
  if (ending?.signal !== undefined) return `ended by signal ${ending.signal}`;
  return reason === '' || reason === word ? '' : reason;
}

function noMarker({ markers }: Evidence): string {
  return markers.folderGone
    ? "it completed, and the job's folder is gone with its results"
    : 'it completed on its node, and left no marker here: is the folder shared with the nodes?';
}

function blank(task: number | undefined, { units }: Markers): TaskState {
  const node = nodesOf(units);
  return {
    task,
    letter: 'C',
    word: '',
    node,
    elapsedMs: elapsed(units),
    reason: '',
    outcome: undefined,
    exitCode: undefined,
  };
}

function nodesOf(units: readonly Marker[]): string {
  return units
    .map(({ node }) => node)
    .sort()
    .join(',');
}

function elapsed(units: readonly Marker[]): number | undefined {
  const times = units.map(({ startedAt, ended: end }) => Date.parse(end?.at ?? '') - Date.parse(startedAt));
  return times.length > 0 && times.every((time) => time >= 0) ? Math.max(...times) : undefined;
}
