import { dirname } from 'node:path';
import { writeFileAtomically } from '../atomic-write.js';
import { makeFolder } from '../make-folder.js';

/**
 * Writes a report's file, its folder too where it is missing.
 *
 * @throws OpenVINOError `NOT_WRITABLE`.
 */
export async function writeReport(file: string, text: string): Promise<void> {
  await makeFolder(dirname(file));
  await writeFileAtomically(file, text);
}
