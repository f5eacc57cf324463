import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OpenVINOError } from '../../index.js';
import { printable, reasonOf } from '../../runtime/printable.js';
import { writeFileAtomically } from '../atomic-write.js';

/**
 * Writes a report's file, its folder too where it is missing.
 *
 * @throws OpenVINOError `NOT_WRITABLE`.
 */
export async function writeReport(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
  } catch (cause) {
    throw new OpenVINOError('NOT_WRITABLE', `The folder of ${printable(file)} can not be made: ${reasonOf(cause)}.`, {
      cause,
    });
  }
  await writeFileAtomically(file, text);
}
