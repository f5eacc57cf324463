import { join } from 'node:path';
import { plainTextOf } from '../../files/plain-file.js';
import { replaceFile } from '../../files/without-links.js';
import type { Outcome, TaskState } from '../state/outcome.js';
import { ENDS_FILE } from './layout.js';
import { MOST_TASKS, readManifest } from './manifest.js';
import { isExitCode, isJobTime } from './markers.js';

/**
 * How the tasks of a job ended, as it was seen first. Engines forget, and a process that outlived its node may write a marker
 * long after the engine has called its job failed: what has been told once does not change.
 */
export type Ends = ReadonlyMap<number | undefined, TaskState>;

const OUTCOMES: readonly Outcome[] = ['completed', 'dropped', 'failed', 'cancelled', 'timeout', 'lost'];

/** Fits the ends of as many tasks as there may be. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Whoever may write into the folder may have written this file: what no engine can have told of the job is left out. */
export async function readEnds(folder: string): Promise<Ends> {
  const text = await plainTextOf(join(folder, ENDS_FILE), MOST_BYTES);
  if (text === undefined) return new Map();
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return new Map();
  }
  const states = Array.isArray(content) ? content.flatMap(stateOf) : [];
  const tasks = (await readManifest(folder).catch(() => undefined))?.tasks ?? null;
  return new Map(states.filter(({ task }) => isOneOf(task, tasks)).map((state) => [state.task, state]));
}

function isOneOf(task: number | undefined, tasks: number | null): boolean {
  return tasks === null ? task === undefined : task !== undefined && task <= tasks;
}

/** Adds to them; a folder that can't be written to is no reason not to tell what is known. */
export async function addEnds(folder: string, states: readonly TaskState[]): Promise<void> {
  if (states.length === 0) return;
  const before = await readEnds(folder);
  const all = new Map([...states.map((state) => [state.task, state] as const), ...before]);
  const sorted = [...all.values()].sort((a, b) => (a.task ?? 0) - (b.task ?? 0));
  const lines = sorted.map((state) => JSON.stringify({ ...state, task: state.task ?? null }));
  await replaceFile(join(folder, ENDS_FILE), `[\n${lines.join(',\n')}\n]\n`).catch(() => undefined);
}

function stateOf(content: unknown): TaskState[] {
  if (typeof content !== 'object' || content === null) return [];
  const { task, word, node, elapsedMs, reason, outcome, exitCode } = content as Record<string, unknown>;
  const known = OUTCOMES.find((each) => each === outcome);
  if (known === undefined || (task !== null && !isTask(task))) return [];
  if (typeof word !== 'string' || typeof node !== 'string' || typeof reason !== 'string') return [];
  if (exitCode !== undefined && !isExitCode(exitCode)) return [];
  return [
    {
      task: task ?? undefined,
      letter: 'C',
      word,
      node,
      elapsedMs: isJobTime(elapsedMs) ? elapsedMs : undefined,
      reason,
      outcome: known,
      exitCode,
    },
  ];
}

function isTask(task: unknown): task is number {
  return Number.isSafeInteger(task) && Number(task) >= 1 && Number(task) <= MOST_TASKS;
}
