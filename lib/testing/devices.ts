import type { MockByHint, MockDevice, MockFault, MockLatency, MockProperty } from './options.js';

/** A device with everything about it known. */
export interface DeviceData {
  readonly name: string;
  readonly fullName: string;
  readonly type: 'integrated' | 'discrete';
  readonly architecture: string;
  readonly loadMs: number;
  readonly firstInferenceExtraMs: number;
  readonly latencyMs: MockLatency;
  readonly streams: MockByHint;
  readonly optimalRequests: MockByHint;
  readonly contention: number;
  readonly precision: string;
  readonly capabilities: readonly string[];
  readonly properties: { readonly [key: string]: MockProperty };
  readonly unsupportedOperations: readonly string[];
  readonly faults: readonly MockFault[];
}

type Defaults = Omit<DeviceData, 'name' | 'fullName' | 'optimalRequests'> & {
  readonly fullName?: string;
  readonly optimalRequests?: MockByHint;
};

const ANY: Defaults = {
  type: 'integrated',
  architecture: 'mock',
  loadMs: 100,
  firstInferenceExtraMs: 0,
  latencyMs: 10,
  streams: { latency: 1, throughput: 2 },
  contention: 0,
  precision: 'f32',
  capabilities: ['FP32', 'FP16', 'INT8'],
  properties: {},
  unsupportedOperations: [],
  faults: [],
};

/**
 * Devices that are known by name. The figures are of no real device: they are round, and stand in the relation that such
 * devices often have (a GPU loads long and infers fast).
 */
const KNOWN: ReadonlyMap<string, Defaults> = new Map<string, Defaults>([
  [
    'CPU',
    {
      ...ANY,
      fullName: 'Intel(R) Core(TM) CPU',
      architecture: 'intel64',
      loadMs: 300,
      streams: { latency: 1, throughput: 4 },
      contention: 0.5,
      capabilities: ['FP32', 'INT8', 'BIN', 'EXPORT_IMPORT'],
    },
  ],
  [
    'GPU',
    {
      ...ANY,
      fullName: 'Intel(R) Graphics (iGPU)',
      architecture: 'GPU: vendor=0x8086 arch=v12.3.0',
      loadMs: 3000,
      latencyMs: 5,
      optimalRequests: { latency: 1, throughput: 4 },
      contention: 0.5,
      precision: 'f16',
      capabilities: ['FP32', 'BIN', 'FP16', 'INT8', 'EXPORT_IMPORT'],
    },
  ],
  [
    'NPU',
    {
      ...ANY,
      fullName: 'Intel(R) AI Boost',
      architecture: '3720',
      loadMs: 2000,
      latencyMs: 4,
      optimalRequests: { latency: 1, throughput: 4 },
      contention: 0.7,
      precision: 'f16',
      capabilities: ['FP16', 'INT8', 'EXPORT_IMPORT'],
    },
  ],
  [
    'MYRIAD',
    {
      ...ANY,
      fullName: 'Intel Movidius Myriad X VPU',
      type: 'discrete',
      architecture: 'MYRIAD',
      loadMs: 3500,
      latencyMs: 20,
      streams: 4,
      contention: 0.3,
      precision: 'f16',
      capabilities: ['FP16'],
    },
  ],
]);

/** Names that stand for a whole device. */
export const KNOWN_NAMES: readonly string[] = [...KNOWN.keys()];

/** `GPU` of `GPU.1`. */
export function baseName(name: string): string {
  return name.split('.', 1)[0] as string;
}

/** Devices as they are listed, each with its own name, with what was left out. The options have been checked. */
export function completeDevices(devices: readonly (MockDevice | string)[]): DeviceData[] {
  return devices.flatMap((given) => {
    const { count = 1, ...device } = typeof given === 'string' ? { name: given } : given;
    const data = complete(device);
    if (count === 1) return [data];
    return Array.from({ length: count }, (_, index) => ({ ...data, name: `${data.name}.${index}` }));
  });
}

function complete(device: Omit<MockDevice, 'count'>): DeviceData {
  const known = KNOWN.get(baseName(device.name)) ?? ANY;
  const given = Object.fromEntries(Object.entries(device).filter(([, value]) => value !== undefined));
  const streams = device.streams ?? known.streams;
  // those of other streams would not fit
  const optimalRequests = device.streams === undefined ? (known.optimalRequests ?? streams) : streams;
  return { fullName: device.name, ...known, optimalRequests, ...given, name: device.name };
}
