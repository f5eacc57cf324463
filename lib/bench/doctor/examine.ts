import { Core, loadRuntime, OpenVINOError, type RuntimeInfo } from '../../index.js';
import { describeHost } from '../machine/host.js';
import { deviceProperty, deviceVersions } from '../machine/openvino.js';
import type { Host } from '../result/result.js';
import { cpuQuota } from './cpu-quota.js';
import { diagnoseCpu, diagnoseGpu, diagnoseNpu, MYRIAD_FINDING } from './diagnose.js';
import type { Finding, PluginState } from './facts.js';
import { readSystemFacts } from './system.js';

/** A device that OpenVINO can use. */
export interface UsableDevice {
  /** `CPU`, `GPU.0`, `NPU`. */
  readonly name: string;
  /** FULL_DEVICE_NAME, such as `Intel(R) Arc(TM) Graphics (iGPU)`. */
  readonly fullName: string | null;
  /** Version of its plugin, such as `2026.4.1-22982-e213a147257-releases/2026/4`. */
  readonly pluginVersion: string | null;
  readonly plugin: string | null;
  /** Of the device's driver: OpenVINO says it of NPUs alone. */
  readonly driverVersion: string | null;
  /** OPTIMIZATION_CAPABILITIES, such as FP16 and INT8. */
  readonly capabilities: readonly string[];
}

/** A device that OpenVINO does not find, and why. */
export interface MissingDevice {
  readonly name: string;
  /** The first obstacle first. */
  readonly findings: readonly Finding[];
}

/** What `ov-bench devices --json` prints. */
export interface DevicesReport {
  readonly runtime: RuntimeInfo;
  /** Present and true where the library is a mock: the devices are data, and nothing is known of this machine's. */
  readonly simulated?: true;
  readonly devices: readonly UsableDevice[];
  /** Empty where devices are simulated. */
  readonly missing: readonly MissingDevice[];
  readonly host: Host & {
    /** The processors' time that a control group allows, in processors; null where it sets no limit. */
    readonly cpuQuota: number | null;
  };
}

/**
 * Asks OpenVINO for its devices, and the system for the reasons of those that are missing.
 *
 * @throws {OpenVINOError} as `loadRuntime`.
 */
export function examineDevices(): DevicesReport {
  const runtime = loadRuntime();
  const simulated = runtime.simulated;
  const core = new Core();
  try {
    const names = core.getAvailableDevices();
    return {
      runtime,
      ...(simulated && { simulated }),
      devices: names.map((name) => describeDevice(core, name)),
      missing: simulated ? [] : findMissing(core, names, process.env),
      host: { ...describeHost(), cpuQuota: cpuQuota() ?? null },
    };
  } finally {
    core.close();
  }
}

function describeDevice(core: Core, name: string): UsableDevice {
  const { device: _, ...versions } = deviceVersions(core, name);
  const capabilities = deviceProperty(core, name, 'OPTIMIZATION_CAPABILITIES');
  return {
    name,
    ...versions,
    capabilities: Array.isArray(capabilities) ? capabilities.map(String) : [],
  };
}

function findMissing(core: Core, names: readonly string[], env: NodeJS.ProcessEnv): MissingDevice[] {
  const isPresent = (device: string): boolean => names.some((name) => name === device || name.startsWith(`${device}.`));
  const facts = readSystemFacts(env);
  const missing: MissingDevice[] = [];
  if (!isPresent('CPU')) missing.push({ name: 'CPU', findings: [diagnoseCpu(pluginState(core, 'CPU'))] });
  if (!isPresent('GPU')) missing.push({ name: 'GPU', findings: diagnoseGpu(pluginState(core, 'GPU'), facts) });
  if (!isPresent('NPU')) missing.push({ name: 'NPU', findings: diagnoseNpu(pluginState(core, 'NPU'), facts) });
  if (!isPresent('MYRIAD')) missing.push({ name: 'MYRIAD', findings: [MYRIAD_FINDING] });
  return missing;
}

/** OpenVINO opens a plugin when its version is asked for: what it says then tells absent from not loadable. */
function pluginState(core: Core, device: string): PluginState {
  try {
    core.getVersions(device);
    return { kind: 'loaded' };
  } catch (error) {
    if (!(error instanceof OpenVINOError)) throw error;
    return pluginStateOf(error, device);
  }
}

/** Status of the C API for a device that no plugin is registered for; the text with it is an earlier error's. */
const STATUS_NOT_FOUND = -5;

/** What the failure of asking for a plugin's version says of the plugin. */
export function pluginStateOf(error: OpenVINOError, device: string): PluginState {
  const cause = error.cause instanceof OpenVINOError ? error.cause : error;
  if (cause.status === STATUS_NOT_FOUND) return { kind: 'absent' };
  const [, reason] = /Cannot load library ['"].*?['"]: (.+?)\.?$/s.exec(cause.message) ?? [];
  const plugin = `_${device.toLowerCase()}_plugin`;
  if (reason === undefined || !cause.message.includes(plugin)) return { kind: 'absent' };
  // The loader names the file that it lacks: the plugin itself, or a library that the plugin needs.
  const isPluginMissing = reason.slice(0, reason.indexOf(': ')).includes(plugin) && /No such file/.test(reason);
  return isPluginMissing ? { kind: 'absent' } : { kind: 'not-loadable', reason };
}
