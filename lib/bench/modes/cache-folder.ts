import { OpenVINOError } from '../../index.js';
import { printable, systemCode } from '../../runtime/printable.js';
import { makeFolder } from '../files/make-folder.js';
import { makeOwnedFolder } from '../files/owned-folder.js';
import type { Plan } from '../run/plan.js';

/**
 * A folder of the run's own in the one that was given: a cold load must find nothing, and what others have cached there is
 * theirs. Undefined where no load has a cache.
 *
 * @throws OpenVINOError `NOT_WRITABLE`.
 */
export async function makeCacheFolder({ cacheDir }: Plan): Promise<string | undefined> {
  if (cacheDir === undefined) return undefined;
  await makeFolder(cacheDir);
  try {
    return await makeOwnedFolder(cacheDir);
  } catch (cause) {
    const message = `No folder can be made in ${printable(cacheDir)} (${systemCode(cause)}): give a folder for the model cache that this user may write into.`;
    throw new OpenVINOError('NOT_WRITABLE', message, { cause });
  }
}
