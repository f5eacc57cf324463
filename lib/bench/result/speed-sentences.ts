import { significant } from '../report/format.js';
import type { Outliers } from '../statistics/outliers.js';

/** What may make an inference longer than another one: guesses have to follow what is known of the row. */
export type Causes =
  /** Heat, and work of others. */
  | { readonly kind: 'machine' }
  /** Several devices share the inferences, and each has its own speed. */
  | { readonly kind: 'devices'; readonly devices: readonly string[] }
  /** No machine has a part in it, but for its delays where time is not virtual. */
  | { readonly kind: 'simulation'; readonly realTime: boolean };

/** Inferences were clearly longer at the end of a run. */
export function slowedSentence(factor: number, by: Causes): string {
  const guess = {
    machine: 'something slowed the device down (heat, or other work)',
    devices: 'the devices shared the work in another way, or one of them became slower',
    simulation: 'the simulated device was slower there',
  };
  return `Inferences took ${factor.toFixed(1)} times as long at the end of the run as at its beginning: ${guess[by.kind]}, and the figures are of both.`;
}

/** Inferences became steadily longer, or shorter. */
export function driftSentence(factor: number, by: Causes): string {
  const change = `${Math.round(100 * Math.abs(factor - 1))} %`;
  const [what, guess] =
    factor > 1
      ? ['longer', 'heat, or other work. A rest before the run, or --repeat, tells which.']
      : ['less', 'the warm-up was too short (--warmup), or other work ended.'];
  const sentence = `Inferences took ever ${what}, ${change} from begin to end of the run`;
  if (by.kind === 'machine') return `${sentence}: ${guess}`;
  return by.kind === 'devices'
    ? `${sentence}: the share of ${listed(by.devices)} in them changed, most likely.`
    : `${sentence}, as the simulated device has it.`;
}

/** Some inferences were far longer than the others. */
export function outlierSentence({ count, aboveMs, share }: Outliers, all: number, by: Causes): string {
  const facts = `${count} of ${all} inferences took more than ${significant(aboveMs)} ms, ten robust standard deviations above the median, and cost ${Math.round(100 * share)} % of the time`;
  switch (by.kind) {
    case 'machine':
      return `${facts}: other work on the machine, most likely.`;
    case 'devices':
      return `${facts}: ${listed(by.devices)} share the inferences, and those of the slower stand out, most likely.`;
    case 'simulation':
      return by.realTime
        ? `${facts}: delays of this process, most likely.`
        : `${facts}, as the simulated device has it.`;
  }
}

function listed(devices: readonly string[]): string {
  return `${devices.slice(0, -1).join(', ')} and ${devices.at(-1)}`;
}
