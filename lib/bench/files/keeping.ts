import { printable } from '../../runtime/printable.js';
import { type Circumstances, summarize } from '../result/summarize.js';
import type { Observer } from '../run/executor.js';
import type { RunFolder } from './run-folder.js';

/** What a result is made of besides what is measured, and where warnings go. */
export interface KeepingOptions {
  readonly circumstances: Circumstances;
  readonly stderr: { write(text: string): unknown };
}

/**
 * An observer that has a folder keep what has finished after each process, or pair of them in turns: nothing is measured
 * meanwhile. A disk that is full does not end the run; that is told once, and tried again after the next process (samples
 * at the end).
 */
export function keeping(observer: Observer, folder: RunFolder, { circumstances, stderr }: KeepingOptions): Observer {
  let told = false;
  return {
    ...observer,
    turnEnded: async (outcomes, soFar) => {
      await observer.turnEnded?.(outcomes, soFar);
      await folder.keep(outcomes, summarize(soFar, circumstances)).catch((error: Error) => {
        if (!told) stderr.write(`ov-bench: warning: ${printable(error.message, 1000)} The run goes on.\n`);
        told = true;
      });
    },
  };
}
