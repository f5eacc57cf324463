import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../../files/atomic-write.js';
import type { Outcome, TaskState } from '../state/outcome.js';
import { ENDS_FILE } from './layout.js';

/**
 * How the tasks of a job ended, as it was seen first. Engines forget, and a process that outlived its node may write a marker
 * long after the engine has called its job failed: what has been told once does not change.
 */
export type Ends = ReadonlyMap<number | undefined, TaskState>;

const OUTCOMES: readonly Outcome[] = ['completed', 'dropped', 'failed', 'cancelled', 'timeout', 'lost'];

export async function readEnds(folder: string): Promise<Ends> {
  const text = await readFile(join(folder, ENDS_FILE), 'utf8').catch(() => '[]');
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return new Map();
  }
  const states = Array.isArray(content) ? content.flatMap(stateOf) : [];
  return new Map(states.map((state) => [state.task, state]));
}

/** Adds to them; a folder that can't be written to is no reason not to tell what is known. */
export async function addEnds(folder: string, states: readonly TaskState[]): Promise<void> {
  if (states.length === 0) return;
  const before = await readEnds(folder);
  const all = new Map([...states.map((state) => [state.task, state] as const), ...before]);
  const sorted = [...all.values()].sort((a, b) => (a.task ?? 0) - (b.task ?? 0));
  const lines = sorted.map((state) => JSON.stringify({ ...state, task: state.task ?? null }));
  await writeFileAtomically(join(folder, ENDS_FILE), `[\n${lines.join(',\n')}\n]\n`).catch(() => undefined);
}

function stateOf(content: unknown): TaskState[] {
  if (typeof content !== 'object' || content === null) return [];
  const { task, word, node, elapsedMs, reason, outcome, exitCode } = content as Record<string, unknown>;
  const known = OUTCOMES.find((each) => each === outcome);
  if (known === undefined || (task !== null && !Number.isSafeInteger(task))) return [];
  if (typeof word !== 'string' || typeof node !== 'string' || typeof reason !== 'string') return [];
  return [
    {
      task: task === null ? undefined : Number(task),
      letter: 'C',
      word,
      node,
      elapsedMs: typeof elapsedMs === 'number' ? elapsedMs : undefined,
      reason,
      outcome: known,
      exitCode: typeof exitCode === 'number' ? exitCode : undefined,
    },
  ];
}
