import type { ProcessResult, TrialResult } from './result.js';

/** Processes of a row that failed while others went well; none of a row that failed as a whole. */
export function lostProcesses({ status, processes = [] }: TrialResult): readonly ProcessResult[] {
  return status === 'failed' ? [] : processes.filter((each) => each.status === 'failed');
}

/** What there is to say of them, with the first one's reason; undefined where none was lost. */
export function lostSentence(trial: TrialResult): string | undefined {
  const lost = lostProcesses(trial);
  const [first] = lost;
  if (first === undefined) return undefined;
  const reason = first.error === undefined ? '' : `: ${first.error.message} (${first.error.code})`;
  const count = `${lost.length} of ${trial.processes?.length} processes failed`;
  return `${trial.requestedDevice} ${trial.api}: ${count}; the row's figures are of the others${reason}`;
}
