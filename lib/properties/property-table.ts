import type { PropertyRow } from './property-rows.js';
import { OF_DEVICES, OF_REMOTE } from './property-table-devices.js';
import { GENERAL, INTERNAL } from './property-table-general.js';

/**
 * Every property of OpenVINO 2026.4. Checks, texts, the types (known-properties.ts) and docs/properties.md follow from it;
 * tests hold it against the library, and these two against it.
 */
export const TABLE: Readonly<Record<string, PropertyRow>> = { ...GENERAL, ...OF_DEVICES, ...OF_REMOTE, ...INTERNAL };

/** The row of a property, undefined for a name that the table lacks. */
export function rowOf(name: string): PropertyRow | undefined {
  return Object.hasOwn(TABLE, name) ? TABLE[name] : undefined;
}

/** The property whose name was perhaps meant: at most two letters are wrong, or the case is. */
export function nearestProperty(name: string): string | undefined {
  const upper = name.toUpperCase().replaceAll('-', '_');
  let nearest: string | undefined;
  let least = 3;
  for (const known of Object.keys(TABLE)) {
    const far = Math.abs(known.length - upper.length) < least ? distance(known, upper) : least;
    if (far < least) [nearest, least] = [known, far];
  }
  return nearest;
}

/** Levenshtein distance of two short words. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (above[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    above = next;
  }
  return above[b.length] ?? 0;
}
