import type { Measurement } from '../child/trial.js';
import { inferencesOf } from '../result/rows.js';
import type { TrialSpec } from '../run/plan.js';
import { cleanExecutionDevices, parseRequested } from './devices-requested.js';
import { wilsonInterval } from './wilson.js';

/**
 * Which share of the inferences each device of MULTI or AUTO took.
 *
 * @category Results
 * @example
 * ```ts
 * const { results } = await benchmark({ model: 'model.xml', devices: 'MULTI:CPU', iterations: 20 });
 * const shares: DeviceShares | undefined = results[0]?.deviceShares;
 * console.log(shares?.devices);
 * ```
 */
export interface DeviceShares {
  /**
   * `only-device`: one device executed, and took them all. `pass`: told by the layers that requests had, in a pass of its own
   * after the measured loop.
   */
  readonly method: 'only-device' | 'pass';
  /** Inferences that the shares are of. */
  readonly inferences: number;
  /** Requests in flight. */
  readonly requests: number;
  /** In the order of EXECUTION_DEVICES. */
  readonly devices: readonly DeviceShare[];
  /** Inferences of which nobody can tell which device took them. */
  readonly unknown: number;
}

/**
 * Which share of the inferences a device took.
 *
 * @category Results
 * @example
 * ```ts
 * const shares: readonly DeviceShare[] = row.deviceShares?.devices ?? [];
 * for (const { device, share } of shares) console.log(device, share);
 * ```
 */
export interface DeviceShare {
  /** The device: `GPU.0`. */
  readonly device: string;
  /** Inferences that it took. */
  readonly count: number;
  /** count / inferences. */
  readonly share: number;
  /**
   * 95 % (Wilson). Its upper end counts the unknown inferences as the device's, its lower end as those of others.
   */
  readonly interval: readonly [low: number, high: number];
}

type Ran = Pick<Measurement, 'devicesAfter' | 'deviceChanges' | 'facts' | 'failure'>;

/**
 * Whether several devices execute and took shares that nothing tells yet. Of an open loop they follow from its rate, which a
 * pass with all requests in flight does not have; where the devices changed during the run there is no one share.
 */
export function sharesAreOpen(spec: TrialSpec, measurement: Ran): boolean {
  return hasShares(spec, measurement) && cleanExecutionDevices(measurement.devicesAfter).length > 1;
}

function hasShares({ device, mode }: TrialSpec, { deviceChanges = [], facts, failure }: Ran): boolean {
  const { virtual } = parseRequested(device);
  const kind = facts?.kind;
  return (
    (virtual === 'MULTI' || virtual === 'AUTO') &&
    failure === undefined &&
    deviceChanges.length < 2 &&
    mode?.kind !== 'search' &&
    kind !== 'open' &&
    kind !== 'load'
  );
}

/** Shares of a process, by its pass where it had one. Pure. */
export function sharesOf(spec: TrialSpec, measurement: Measurement): DeviceShares | undefined {
  const { sharePass: pass, requests } = measurement;
  if (pass !== undefined && 'message' in pass) return undefined;
  if (pass !== undefined) {
    const { inferences, unknown } = pass;
    const devices = pass.devices.map(({ device, count }): DeviceShare => {
      const [low] = wilsonInterval(count, inferences);
      const [, high] = wilsonInterval(count + unknown, inferences);
      return { device, count, share: count / inferences, interval: [low, high] };
    });
    return { method: 'pass', inferences, requests: pass.requests, devices, unknown };
  }
  const [device, ...others] = cleanExecutionDevices(measurement.devicesAfter);
  const inferences = inferencesOf(measurement);
  if (!hasShares(spec, measurement) || device === undefined || others.length > 0 || inferences === 0) return undefined;
  const only: DeviceShare = { device, count: inferences, share: 1, interval: [1, 1] };
  return { method: 'only-device', inferences, requests, devices: [only], unknown: 0 };
}
