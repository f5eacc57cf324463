import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { libraryIn } from './library-file.js';
import { compareVersions } from './version.js';

/** A runtime below a folder of runtimes. */
export interface InstalledRuntime {
  readonly version: string;
  /** The folder named after the version. */
  readonly folder: string;
  /** The C library. */
  readonly path: string;
}

/** Where wheels and archives keep the C library, relative to the folder they are unpacked in. */
export const LIBRARY_FOLDERS: readonly string[] = [
  'openvino/libs',
  'runtime/lib/intel64',
  'runtime/lib/aarch64',
  'runtime/lib/arm64/Release',
  'runtime/lib/intel64/Release',
  'runtime/bin/intel64/Release',
];

/** The C library of a runtime unpacked in `folder`, in the wheel's or the archive's layout. */
export function libraryOfRuntime(folder: string): string | undefined {
  for (const within of LIBRARY_FOLDERS) {
    const path = libraryIn(join(folder, within));
    if (path !== undefined) return path;
  }
  return undefined;
}

/** The runtimes in `folder`, newest first. A folder not named like a version (one half unpacked) is none. */
export function installedRuntimes(folder: string): InstalledRuntime[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  const found: InstalledRuntime[] = [];
  for (const version of names.filter((name) => /^\d{4}\.\d/.test(name)).sort((a, b) => compareVersions(b, a))) {
    const path = libraryOfRuntime(join(folder, version));
    if (path !== undefined) found.push({ version, folder: join(folder, version), path });
  }
  return found;
}
