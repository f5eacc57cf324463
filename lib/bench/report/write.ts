import { dirname } from 'node:path';
import { type FileData, writeFilesAtomically } from '../files/atomic-write.js';
import { makeFolder } from '../files/make-folder.js';

/**
 * Writes a report's files, all of them or none, their folders too where they are missing.
 *
 * @throws OpenVINOError `NOT_WRITABLE`.
 */
export async function writeReports(files: readonly (readonly [file: string, data: FileData])[]): Promise<void> {
  for (const [file] of files) await makeFolder(dirname(file));
  await writeFilesAtomically(files);
}
