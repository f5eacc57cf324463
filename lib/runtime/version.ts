import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The oldest OpenVINO whose Python wheel carries the C library. */
export const OLDEST_VERSION = '2024.3.0';

const RELEASE = /^(\d{4})\.(\d{1,3})(?:\.(\d{1,3}))?$/;

/** `2024.3` or `2024.3.0`: a release that a person may ask for. */
export function isReleaseVersion(text: string): boolean {
  return RELEASE.test(text);
}

/** Orders versions by their numbers, missing ones as 0; a pre-release (`2025.1.0.dev3`) comes before its release. */
export function compareVersions(a: string, b: string): number {
  const left = splitVersion(a);
  const right = splitVersion(b);
  for (let i = 0; i < Math.max(left.numbers.length, right.numbers.length); i++) {
    const difference = (left.numbers[i] ?? 0) - (right.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.suffix === right.suffix) return 0;
  if (left.suffix === '') return 1;
  if (right.suffix === '') return -1;
  return left.suffix < right.suffix ? -1 : 1;
}

function splitVersion(text: string): { numbers: number[]; suffix: string } {
  const match = /^\d+(?:\.\d+)*/.exec(text);
  if (match === null) return { numbers: [], suffix: text };
  return { numbers: match[0].split('.').map(Number), suffix: text.slice(match[0].length) };
}

/** The version in a library's file name: `libopenvino_c.so.2641` and `libopenvino_c.so.2026.4.1` are both 2026.4.1. */
export function versionFromFileName(path: string): string | undefined {
  const name = basename(path);
  const dotted = /\.(\d{4}\.\d+\.\d+)(?:\.|$)/.exec(name);
  if (dotted?.[1] !== undefined) return dotted[1];
  const packed = /\.(\d\d)(\d{1,2})(\d)(?:\.|$)/.exec(name);
  return packed === null ? undefined : `20${packed[1]}.${Number(packed[2])}.${packed[3]}`;
}

/** The version of the wheel whose `openvino` folder lies in `sitePackages`, from its dist-info folder's name. */
export function versionFromDistInfo(sitePackages: string): string | undefined {
  try {
    for (const name of readdirSync(sitePackages)) {
      const match = /^openvino-(\d{4}\.[\w.]+?)\.dist-info$/.exec(name);
      if (match?.[1] !== undefined) return match[1];
    }
  } catch {
    // No such folder: another layout.
  }
  return undefined;
}

/** The version in the archive layout's `runtime/version.txt`: `2024.6.0-17404-4c0f47d2335-releases/2024/6`. */
export function versionFromVersionTxt(runtimeDir: string): string | undefined {
  try {
    return /^\s*(\d{4}\.\d+\.\d+)/.exec(readFileSync(join(runtimeDir, 'version.txt'), 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}

/** The cheapest sure answer for the library at `path` (its real path, not a symbolic link). */
export function versionOfLibrary(path: string): string | undefined {
  const folder = dirname(path);
  return (
    versionFromFileName(path) ??
    versionFromDistInfo(dirname(dirname(folder))) ??
    versionFromVersionTxt(dirname(dirname(folder))) ??
    versionFromVersionTxt(dirname(dirname(dirname(folder))))
  );
}
