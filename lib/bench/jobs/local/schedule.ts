/** A job with units that have not begun. */
export interface Waiting {
  readonly id: number;
  readonly exclusive: boolean;
  readonly slots: number;
  readonly mostAtOnce: number | null;
  readonly tasks: readonly (number | undefined)[];
}

/** A unit that runs. */
export interface Active {
  readonly id: number;
  readonly exclusive: boolean;
}

/** A unit that may begin. */
export interface Chosen {
  readonly id: number;
  readonly task: number | undefined;
}

/**
 * Which units begin now. First come first served: none overtakes one that could run beside fewer others, or a job that wants the
 * machine for itself would wait for ever. What is exclusive begins when nothing runs, and nothing begins beside it; two
 * benchmarks on one machine would spoil each other. Only an array that has as many tasks running as it may lets
 * others pass. Pure.
 */
export function chooseUnits(waiting: readonly Waiting[], active: readonly Active[]): Chosen[] {
  const chosen: Chosen[] = [];
  const running = [...active];
  for (const { id, exclusive, slots, mostAtOnce, tasks } of waiting) {
    if (running.some((each) => each.exclusive)) return chosen;
    for (const task of tasks) {
      if (running.length >= (exclusive ? 1 : slots)) return chosen;
      if (mostAtOnce !== null && running.filter((each) => each.id === id).length >= mostAtOnce) break;
      chosen.push({ id, task });
      running.push({ id, exclusive });
    }
  }
  return chosen;
}
