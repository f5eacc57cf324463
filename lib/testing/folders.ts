import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { asDiskError } from '../runtime/disk-error.js';
import { stalePaths, temporaryPath } from '../runtime/temporary.js';

/** What the names of our folders end with. */
const LABEL = 'openvino-mock';

/** Those of this thread. */
const folders = new Set<string>();
let hasSwept = false;

/**
 * A folder that no other user can look into; it goes when the process ends. What ended processes have left goes at the next
 * use: test runners end theirs by a signal, and then nothing is run at the end.
 *
 * @param fill Writes what belongs into it; where that fails, nothing stays.
 * @throws OpenVINOError `NOT_WRITABLE`.
 */
export function temporaryFolder(fill: (folder: string) => void): string {
  if (!hasSwept) for (const path of leftFolders()) remove(path);
  hasSwept = true;
  const folder = temporaryPath(tmpdir(), LABEL);
  try {
    mkdirSync(folder, { mode: 0o700 });
    folders.add(folder);
    fill(folder);
  } catch (error) {
    removeFolder(folder);
    throw asDiskError(error, folder, 'Set TMPDIR to a folder that can be written.');
  }
  return folder;
}

/** Folders whose process has ended. */
export function leftFolders(): string[] {
  return stalePaths(tmpdir()).filter((path) => path.endsWith(`-${LABEL}`));
}

export function removeFolder(folder: string): void {
  folders.delete(folder);
  remove(folder);
}

export function removeAllFolders(): void {
  for (const folder of folders) removeFolder(folder);
}

/** A library that is in use on Windows stays, and so does what is another user's. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // nothing depends on it
  }
}
