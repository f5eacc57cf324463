import type { Option } from 'commander';
import { offering, usageError, wholeNumber } from '../options.js';
import {
  PROFILES,
  parseSource,
  parseTime,
  type SimulatedTime,
  type SimulationChoice,
  VIRTUAL_TIME,
} from '../simulation/choice.js';
import { option } from './measuring-options.js';

/** Options of commands that can have their devices simulated. */
export interface SimulationOptions {
  readonly simulate?: string;
  readonly simulateTime?: SimulatedTime;
  readonly simulateSeed?: number;
}

const LARGEST_SEED = 2 ** 32 - 1;

/** Heading of the help. */
export const SIMULATION_GROUP = 'Simulated devices:';

/** `--simulate` alone: for what takes no time. */
export function simulateOption(): Option {
  return option(
    '--simulate <profile>',
    `devices by data in place of the machine's: ${PROFILES.join(', ')}, or a .json file`,
    offering(parseSource, PROFILES),
  );
}

export function simulationOptions(): Option[] {
  return [
    simulateOption(),
    option(
      '--simulate-time <time>',
      'virtual, real, or how many times as fast as real: 10x (default: virtual)',
      parseTime,
    ),
    option(
      '--simulate-seed <n>',
      'of the random spread; the same one gives the same result (default: its own)',
      wholeNumber('--simulate-seed', 0, LARGEST_SEED),
    ),
  ];
}

/** @throws OpenVINOError `USAGE` where only how to simulate was said. */
export function chooseSimulation(options: SimulationOptions): SimulationChoice | undefined {
  const { simulate: source, simulateTime, simulateSeed: seed } = options;
  if (source !== undefined) return { source, time: simulateTime ?? VIRTUAL_TIME, seed };
  if (simulateTime === undefined && seed === undefined) return undefined;
  throw usageError(
    `--simulate-${seed === undefined ? 'time' : 'seed'} needs --simulate, which says what to simulate: ${PROFILES.join(', ')}, or a .json file.`,
  );
}
