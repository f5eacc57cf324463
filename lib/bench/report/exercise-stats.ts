import type { TrialResult } from '../result/result.js';

/** The exercise's numbers, in its units. */
interface ExerciseNumbers {
  readonly loadSeconds: string;
  readonly inferenceSeconds: string;
  readonly fps: string;
}

/** The two lines that the exercise prints, word for word. */
export function exerciseLines(trial: TrialResult): string {
  const { loadSeconds, inferenceSeconds } = numbersOf(trial);
  return `Time taken to load model = ${loadSeconds} seconds\nTime Taken to run ${trial.iterations} Inference is = ${inferenceSeconds} seconds\n`;
}

/**
 * The exercise's stats file: load seconds, inference seconds, frames per second, a line each. The exercise divided 100 by
 * the time of 1000 inferences; these are the true frames per second.
 */
export function exerciseStats(trial: TrialResult): string {
  const { loadSeconds, inferenceSeconds, fps } = numbersOf(trial);
  return `${loadSeconds}\n${inferenceSeconds}\n${fps}\n`;
}

function numbersOf({ loadMs, totalMs, fps }: TrialResult): ExerciseNumbers {
  return {
    loadSeconds: seconds(loadMs ?? 0),
    inferenceSeconds: seconds(totalMs ?? 0),
    fps: String(Number((fps ?? 0).toFixed(3))),
  };
}

/** Seconds to the microsecond, never with an exponent. */
function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(6);
}
