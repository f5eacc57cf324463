import { OpenVINOError } from '../../index.js';
import { makeFolders } from '../../runtime/make-folders.js';
import { systemCode } from '../../runtime/printable.js';
import { REASONS_NOT_WRITABLE } from './atomic-write.js';

/**
 * Creates a folder and those above it; one that is there is fine.
 *
 * @throws OpenVINOError `NOT_WRITABLE`
 */
export async function makeFolder(dir: string): Promise<void> {
  try {
    await makeFolders(dir);
  } catch (cause) {
    const code = systemCode(cause) ?? String(cause);
    const reason = REASONS_NOT_WRITABLE[code] ?? `the system says ${code}`;
    throw new OpenVINOError('NOT_WRITABLE', `The folder "${dir}" cannot be created: ${reason}.`, { cause });
  }
}
