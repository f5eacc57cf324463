import { printable } from '../../runtime/printable.js';
import { progressLabel, progressTotal } from '../modes/text.js';
import type { Observer } from '../run/executor.js';
import type { Plan, TrialSpec } from '../run/plan.js';
import { significant } from './format.js';

interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const CLEAR_LINE = '\r\u001b[2K';

/** A line on a terminal that says what is being done; on anything else nothing. Remove it with `clear()`. */
export function progressLine(plan: Plan, stream: ProgressStream): Observer & { clear(): void } {
  if (stream.isTTY !== true) return { clear: () => {} };
  const show = (text: string): void => {
    stream.write(CLEAR_LINE + printable(text).slice(0, (stream.columns ?? 80) - 1));
  };
  let [started, round] = [0, ''];
  const running: TrialSpec[] = [];
  const prefix = (index: number): string => {
    const { device, api } = plan.trials[index] as TrialSpec;
    const total = progressTotal(plan);
    return `[${started}${total === undefined ? '' : `/${total}`}] ${device} ${api}${progressLabel(running[index])}${round}`;
  };
  show('reading the model ...');
  return {
    trialStarted: (index, spec, repetition) => {
      started++;
      running[index] = spec;
      round = plan.repeat === 1 ? '' : `, process ${repetition + 1} of ${plan.repeat}`;
      show(`${prefix(index)}: loading ...`);
    },
    progress: (index, done, elapsedMs) => {
      const { stop } = plan.trials[index] as TrialSpec;
      const share =
        stop.kind === 'count'
          ? `${done} of ${stop.iterations}`
          : `${done}, ${significant(elapsedMs / 1000)} of ${stop.timeMs / 1000} s`;
      show(`${prefix(index)}: ${share}, ${significant((done * 1000) / elapsedMs)} FPS`);
    },
    warming: (index, done, of) => show(`${prefix(index)}: warming up, ${done} of ${of} ...`),
    clear: () => void stream.write(CLEAR_LINE),
  };
}
