import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of /proc and /sys; everything that is missing, unreadable or malformed is null. */
export interface SystemFiles {
  /** Content without white space at its ends; null where there is none. */
  text(path: string): string | null;
  number(path: string): number | null;
  /** Names in a folder, sorted; none where it is missing. */
  names(folder: string): string[];
}

/** @param root where the system's files are seen; another one in tests. Paths are given without a slash at their begin. */
export function systemFiles(root = '/'): SystemFiles {
  const text = (path: string): string | null => {
    try {
      return readFileSync(join(root, path), 'utf8').trim() || null;
    } catch {
      return null;
    }
  };
  return {
    text,
    number: (path) => toNumber(text(path)),
    names: (folder) => {
      try {
        return readdirSync(join(root, folder)).sort(byNumber);
      } catch {
        return [];
      }
    },
  };
}

/** A decimal number, and nothing but that. */
export function toNumber(text: string | null | undefined): number | null {
  return text != null && /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : null;
}

/** `0-2,5` as [0, 1, 2, 5]; null for what is no list of CPUs. */
export function parseCpuList(text: string | null | undefined): number[] | null {
  if (text == null || !/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(text.trim())) return null;
  return text
    .trim()
    .split(',')
    .flatMap((range) => {
      const [from = 0, to = from] = range.split('-').map(Number);
      return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
    });
}

/** The value of `Name:\tvalue` in a file such as /proc/self/status. */
export function statusValue(text: string | null, name: string): string | null {
  return new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(text ?? '')?.[1]?.trim() ?? null;
}

function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
