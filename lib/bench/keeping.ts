import { printable } from '../runtime/printable.js';
import type { Inspection } from './child/inspect.js';
import type { Execution, Observer, Outcome } from './executor.js';
import type { RunFolder } from './run-folder.js';
import { type Circumstances, summarize } from './summarize.js';

/** What a result is made of besides what is measured. */
export interface KeepingOptions extends Pick<Execution, 'model' | 'simulation'> {
  readonly circumstances: Circumstances;
  readonly stderr: { write(text: string): unknown };
}

/**
 * An observer that has a folder keep what has finished after each process, between two of them: nothing is measured
 * meanwhile. A disk that is full does not end the run; that is told once, and tried again after the next process.
 */
export function keeping(observer: Observer, folder: RunFolder, options: KeepingOptions): Observer {
  const { model, simulation, circumstances, stderr } = options;
  const outcomes: Outcome[] = [];
  let inspection: Inspection | undefined;
  let told = false;
  return {
    ...observer,
    inspected: (found) => {
      inspection = found;
      observer.inspected?.(found);
    },
    trialEnded: async (index, outcome) => {
      await observer.trialEnded?.(index, outcome);
      outcomes.push(outcome);
      if (inspection === undefined) return;
      const soFar = summarize({ model, simulation, inspection, outcomes, interrupted: true }, circumstances);
      await folder.keep(outcome, soFar).catch((error: Error) => {
        if (!told) stderr.write(`ov-bench: warning: ${printable(error.message, 1000)} The run goes on.\n`);
        told = true;
      });
    },
  };
}
