import { type Core, OpenVINOError, type RuntimeInfo } from '../../index.js';

/**
 * The library, and what of it and below it drives each device; null where it does not tell.
 *
 * @category The machine
 * @example
 * ```ts
 * const openvino: OpenVinoInfo | undefined = result.host.openvino;
 * console.log(openvino?.buildNumber, openvino?.devices.map(({ device }) => device));
 * ```
 */
export interface OpenVinoInfo {
  /** `2026.4.1-22982-e213a147257-releases/2026/4`. */
  readonly buildNumber: string | null;
  /** All devices that it found. */
  readonly devices: readonly DriverVersions[];
}

/**
 * A device, and what drives it.
 *
 * @category The machine
 * @example
 * ```ts
 * const cpu: DriverVersions | undefined = result.host.openvino?.devices[0];
 * console.log(cpu?.fullName, cpu?.pluginVersion);
 * ```
 */
export interface DriverVersions {
  /** `CPU`, `GPU.0`, `NPU`. */
  readonly device: string;
  /** FULL_DEVICE_NAME, such as `Intel(R) Arc(TM) Graphics (iGPU)`. */
  readonly fullName: string | null;
  /** What the plugin calls itself. */
  readonly plugin: string | null;
  /** Version of the plugin. */
  readonly pluginVersion: string | null;
  /** Of the device's driver: OpenVINO says it of NPUs alone. */
  readonly driverVersion: string | null;
}

export function describeOpenVino(core: Core, { buildNumber }: Pick<RuntimeInfo, 'buildNumber'>): OpenVinoInfo {
  const names = core.getAvailableDevices();
  return { buildNumber: buildNumber || null, devices: names.map((name) => deviceVersions(core, name)) };
}

export function deviceVersions(core: Core, device: string): DriverVersions {
  const fullName = deviceProperty(core, device, 'FULL_DEVICE_NAME');
  const driver = device.startsWith('NPU') ? deviceProperty(core, device, 'NPU_DRIVER_VERSION') : undefined;
  const [version] = Object.values(versionsOf(core, device));
  return {
    device,
    fullName: typeof fullName === 'string' ? fullName : null,
    plugin: version?.description ?? null,
    pluginVersion: version?.buildNumber ?? null,
    driverVersion: typeof driver === 'string' || typeof driver === 'number' ? String(driver) : null,
  };
}

/** A device that does not answer is still listed: what it did not say is left out. */
export function deviceProperty(core: Core, device: string, name: string): ReturnType<Core['getProperty']> | undefined {
  try {
    return core.getProperty(device, name);
  } catch (error) {
    if (error instanceof OpenVINOError) return undefined;
    throw error;
  }
}

function versionsOf(core: Core, device: string): ReturnType<Core['getVersions']> {
  try {
    return core.getVersions(device);
  } catch (error) {
    if (error instanceof OpenVINOError) return {};
    throw error;
  }
}
