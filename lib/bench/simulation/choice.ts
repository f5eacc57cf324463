import { usageError } from '../options.js';

/** What the command line asked for. */
export interface SimulationChoice {
  /** A profile's name, or the path of a file that describes devices. */
  readonly source: string;
  readonly time: SimulatedTime;
  /** Undefined for the profile's own. */
  readonly seed: number | undefined;
}

/** How the simulation's time passes. */
export interface SimulatedTime {
  /** `virtual`, `real` or `10x`. */
  readonly label: string;
  /** How much faster than the wall clock; undefined for virtual time, which passes by events alone. */
  readonly speed: number | undefined;
}

/** Names of the profiles that are built in; {@link resolveSimulation} has what is behind them. */
export const PROFILES = ['tank-870'] as const;
export type ProfileName = (typeof PROFILES)[number];

export const VIRTUAL_TIME: SimulatedTime = { label: 'virtual', speed: undefined };

/** Whether `--simulate` names a file rather than a profile. */
export function isFile(source: string): boolean {
  return /\.json$/i.test(source);
}

/** `tank-870`, or the path of a JSON file. */
export function parseSource(text: string): string {
  const name = PROFILES.find((profile) => profile === text.toLowerCase());
  if (name !== undefined) return name;
  if (isFile(text)) return text;
  throw usageError(
    `--simulate takes a profile (${PROFILES.join(', ')}) or the name of a .json file that describes devices, not ${JSON.stringify(text.slice(0, 80))}.`,
  );
}

/** `virtual`, `real` (as long as the simulated devices take), or `10x`: ten times as fast. */
export function parseTime(text: string): SimulatedTime {
  const label = text.toLowerCase();
  if (label === 'virtual') return VIRTUAL_TIME;
  const speed = label === 'real' ? 1 : Number(/^(\d{1,4}(?:\.\d{1,3})?)x$/.exec(label)?.[1]);
  if (speed >= 0.1 && speed <= 1000) return { label, speed };
  throw usageError(
    `--simulate-time takes virtual, real, or how many times as fast as real, from 0.1x to 1000x, such as 10x, not ${JSON.stringify(text.slice(0, 80))}.`,
  );
}
