import type { PropertyValue } from '../../index.js';
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
  const devices = parseDeviceProperties(read('DEVICE_PROPERTIES'));
  const { virtual } = parseRequested(requestedDevice);
  const own = text(read('PERFORMANCE_HINT'));
  const of = (key: string): Map<string, string> => valuesOf(devices, key);
  return {
    performanceHint: virtual === 'AUTO' ? own : (combine(of('PERFORMANCE_HINT')) ?? own),
    streams: count(read('NUM_STREAMS')) ?? sum(of('NUM_STREAMS')),
    inferencePrecision: text(read('INFERENCE_PRECISION_HINT')) ?? combine(of('INFERENCE_PRECISION_HINT')),
    optimalRequests: count(read('OPTIMAL_NUMBER_OF_INFER_REQUESTS')),
  };
}

/**
 * What DEVICE_PROPERTIES tells of each device, as the library writes it: `2`, `YES`, `A B`. Of its text,
 * `{CPU:{NUM_STREAMS:2,DEVICES:A B},GPU.0:{…}}`, a piece without a key belongs to the value before it, for values may hold
 * braces and commas of their own.
 */
export function parseDeviceProperties(value: PropertyValue | undefined): Map<string, Map<string, string>> {
  const devices = new Map<string, Map<string, string>>();
  if (typeof value === 'string') {
    for (const [device, properties] of pairs(value)) devices.set(device, new Map(pairs(properties)));
  } else if (typeof value === 'object' && !Array.isArray(value)) {
    for (const [device, properties] of Object.entries(value))
      devices.set(device, new Map(Object.entries(properties as object).map(([key, each]) => [key, written(each)])));
  }
  return devices;
}

function written(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'YES' : 'NO';
  return Array.isArray(value) ? value.join(' ') : String(value);
}

/** `{A:1,B:{C:2}}` as [A, 1], [B, {C:2}]; nothing for what is not in braces. */
function pairs(value: string): [string, string][] {
  const inner = /^\s*\{(.*)\}\s*$/s.exec(value)?.[1];
  if (inner === undefined) return [];
  const found: [string, string][] = [];
  for (const piece of splitTopLevel(inner)) {
    const [, key, content] = /^\s*([A-Za-z][\w.]*):(.*)$/s.exec(piece) ?? [];
    const last = found.at(-1);
    if (key !== undefined && content !== undefined) found.push([key, content]);
    else if (last !== undefined) last[1] += `,${piece}`;
  }
  return found;
}

function splitTopLevel(text: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}') depth--;
    else if (text[at] === ',' && depth === 0) {
      pieces.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...pieces, text.slice(from)];
}

function valuesOf(devices: Map<string, Map<string, string>>, key: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const [device, properties] of devices) {
    const value = properties.get(key);
    if (value !== undefined && value !== '') values.set(device, value);
  }
  return values;
}

/** One value where all devices agree, else `CPU:bf16,GPU:f16`; null for none. */
function combine(values: Map<string, string>): string | null {
  const distinct = new Set(values.values());
  if (distinct.size <= 1) return [...distinct][0] ?? null;
  return [...values].map(([device, value]) => `${device}:${value}`).join(',');
}

function sum(values: Map<string, string>): number | null {
  const counts = [...values.values()].map((value) => count(value));
  if (counts.length === 0 || counts.includes(null)) return null;
  return counts.reduce<number>((total, value) => total + (value ?? 0), 0);
}

function text(value: ReturnType<ReadProperty>): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A whole number from 0; AUTO's −1 and other words for "not decided yet" are null. */
function count(value: ReturnType<ReadProperty>): number | null {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : null;
}
