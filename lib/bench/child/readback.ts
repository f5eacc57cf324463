import type { DevicePropertyValues, PropertyValue } from '../../index.js';
import { parseRequested } from '../devices/devices-requested.js';

/** What a compiled model says of itself; values are null where no device tells. */
export interface Readback {
  readonly performanceHint: string | null;
  /** Streams of all its devices together. */
  readonly streams: number | null;
  readonly inferencePrecision: string | null;
  readonly optimalRequests: number | null;
}

/** Reads a property of the compiled model; undefined where it has none of that name. */
export type ReadProperty = (name: string) => PropertyValue | undefined;

/**
 * Hint, streams, precision and optimal requests that are in effect.
 *
 * Measured on 2024.3, 2024.6, 2025.4 and 2026.4: AUTO, MULTI, HETERO and BATCH refuse NUM_STREAMS and
 * INFERENCE_PRECISION_HINT (HETERO and BATCH the hint, too), but all answer DEVICE_PROPERTIES with what each device was
 * compiled with. MULTI's own PERFORMANCE_HINT reads THROUGHPUT even where LATENCY was asked for and is in effect.
 */
export function readBack(requestedDevice: string, read: ReadProperty): Readback {
  const devices = valuesByDevice(read('DEVICE_PROPERTIES'));
  const { virtual } = parseRequested(requestedDevice);
  const own = text(read('PERFORMANCE_HINT'));
  const of = (key: string): Map<string, PropertyValue> => valuesOf(devices, key);
  return {
    performanceHint: virtual === 'AUTO' ? own : (combine(of('PERFORMANCE_HINT')) ?? own),
    streams: count(read('NUM_STREAMS')) ?? sum(of('NUM_STREAMS')),
    inferencePrecision: text(read('INFERENCE_PRECISION_HINT')) ?? combine(of('INFERENCE_PRECISION_HINT')),
    optimalRequests: count(read('OPTIMAL_NUMBER_OF_INFER_REQUESTS')),
  };
}

/** What DEVICE_PROPERTIES tells of each device; nothing where it is no map of maps. */
export function valuesByDevice(value: PropertyValue | undefined): Map<string, Map<string, PropertyValue>> {
  const devices = new Map<string, Map<string, PropertyValue>>();
  if (typeof value !== 'object' || Array.isArray(value)) return devices;
  for (const [device, properties] of Object.entries(value as DevicePropertyValues)) {
    devices.set(device, new Map(Object.entries(properties as Record<string, PropertyValue>)));
  }
  return devices;
}

function valuesOf(devices: ReturnType<typeof valuesByDevice>, key: string): Map<string, PropertyValue> {
  const values = new Map<string, PropertyValue>();
  for (const [device, properties] of devices) {
    const value = properties.get(key);
    if (value !== undefined && value !== '') values.set(device, value);
  }
  return values;
}

/** One value where all devices agree, else `CPU:bf16,GPU:f16`; null for none. */
function combine(values: Map<string, PropertyValue>): string | null {
  const distinct = new Set([...values.values()].map(String));
  if (distinct.size <= 1) return [...distinct][0] ?? null;
  return [...values].map(([device, value]) => `${device}:${value}`).join(',');
}

function sum(values: Map<string, PropertyValue>): number | null {
  const counts = [...values.values()].map((value) => count(value));
  if (counts.length === 0 || counts.includes(null)) return null;
  return counts.reduce<number>((total, value) => total + (value ?? 0), 0);
}

function text(value: ReturnType<ReadProperty>): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A whole number from 0; AUTO's −1 and other words for "not decided yet" are null. */
function count(value: ReturnType<ReadProperty>): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;
}
