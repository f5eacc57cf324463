import { printable } from '../../../runtime/printable.js';
import { type Entry, Registry } from '../../jobs/registry.js';
import type { Session } from '../../jobs/session.js';
import type { JobState } from '../../jobs/state/survey.js';

/** Folders that are told one by one. */
const MOST_TOLD = 5;

/**
 * Tells of jobs whose folder is gone. Those that the engine does not know either are taken off the list: told once, they would
 * be told for ever.
 *
 * @param unknown Entries that say too little to ask an engine.
 */
export async function tellGone(
  states: readonly JobState[],
  { gone }: Pick<Session, 'gone'>,
  unknown: readonly Entry[] = [],
): Promise<void> {
  const registry = new Registry(process.env);
  const kept: Entry[] = [];
  const lost: Entry[] = [...unknown];
  for (const state of states) {
    const entry = gone.get(state.job);
    if (entry === undefined) continue;
    (isLost(state) ? lost : kept).push(entry);
  }
  warn(kept, (ids) => `: moved? Then give ./NEWPLACE; \`ov-bench job cancel ${ids}\` ends what waits or runs`);
  warn(lost, () => ', and no scheduler knows more: off the list with it. Where it was moved, give ./NEWPLACE');
  for (const entry of lost) await registry.remove(entry);
}

/** Whether neither its engine nor its folder says anything of it. */
export function isLost({ tasks }: JobState): boolean {
  return tasks.every(({ word }) => word === 'LOST');
}

function warn(entries: readonly Entry[], advice: (ids: string) => string): void {
  if (entries.length === 0) return;
  const some = entries.slice(0, MOST_TOLD);
  const more = entries.length > MOST_TOLD ? ` and ${entries.length - MOST_TOLD} more` : '';
  const named = some.map(({ folder, id }) => `"${folder}" of job ${id}`).join(', ');
  const [noun, verb] = entries.length === 1 ? ['folder', 'is'] : ['folders', 'are'];
  const text = `the ${noun} ${named}${more} ${verb} gone${advice(some.map(({ id }) => id).join(' '))}.`;
  process.stderr.write(`ov-bench: warning: ${printable(text, 1500)}\n`);
}
