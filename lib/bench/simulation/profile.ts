import type { MockDevice } from '../../testing/options.js';

/** Devices to simulate, by a name. */
export interface Profile {
  /** `tank-870`, or the file that describes them, as it was given. */
  readonly name: string;
  /** What they stand for, in a line. */
  readonly machine: string;
  readonly devices: readonly (MockDevice | string)[];
  /** The OpenVINO release whose behaviour is simulated. */
  readonly version: string;
  readonly seed: number;
  /** Which device strings have published figures behind their synchronous rows; undefined where nothing was calibrated. */
  readonly calibration: Calibration | undefined;
}

export interface Calibration {
  /** The devices' times were derived from these. */
  readonly fitted: readonly string[];
  /** These have figures of their own to compare with, and were left out of the fit. */
  readonly predicted: readonly string[];
}
