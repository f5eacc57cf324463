import { isPlainObject } from '../common/plain-object.js';
import { parseMap, type TextMap } from './property-map.js';
import type { PropertyRow } from './property-rows.js';

/** Devices that PERF_CURVE_TABLE has curves for; the library refuses others. */
const CURVES = ['CPU', 'iGPU', 'dGPU', 'NPU'];

/** Text of a map of numbers, `{CPU:80}`; undefined where the value is none, or a number of it is out of range. */
export function formatMap(row: PropertyRow, value: unknown): string | undefined {
  // empty text takes a map away, `{}` is refused by the library
  if (value === '') return '';
  const map = typeof value === 'string' ? objectOf(parseMap(value)) : value;
  if (!isPlainObject(map)) return undefined;
  const entries = Object.entries(map);
  if (entries.length === 0) return typeof value === 'string' ? undefined : '';
  const texts = entries.map(([key, inner]) => {
    if (!/^[\w.]+$/.test(key)) return undefined;
    const content = row.kind === 'curves' ? curve(key, inner) : number(inner, row.range);
    return content === undefined ? undefined : `${key}:${content}`;
  });
  return texts.includes(undefined) ? undefined : `{${texts.join(',')}}`;
}

function curve(device: string, value: unknown): string | undefined {
  if (!CURVES.includes(device) || !isPlainObject(value)) return undefined;
  const entries = Object.entries(value);
  const points = entries.map(([percent, score]) => {
    const [at, content] = [number(percent, [0, 100]), float(score)];
    return at === undefined || content === undefined ? undefined : `${at}:${content}`;
  });
  return points.length === 0 || points.includes(undefined) ? undefined : `{${points.join(',')}}`;
}

function number(value: unknown, range: PropertyRow['range']): string | undefined {
  if (typeof value !== 'number' && !(typeof value === 'string' && /^\d+$/.test(value))) return undefined;
  const whole = Number(value);
  if (!Number.isSafeInteger(whole) || whole < Number(range?.[0] ?? 0) || whole > Number(range?.[1] ?? whole))
    return undefined;
  return String(whole);
}

function float(value: unknown): string | undefined {
  const score = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof score === 'number' && Number.isFinite(score) ? String(score) : undefined;
}

function objectOf(map: TextMap | undefined): unknown {
  if (map === undefined) return undefined;
  return Object.fromEntries([...map].map(([key, value]) => [key, typeof value === 'string' ? value : objectOf(value)]));
}

export { objectOf as objectOfMap };
