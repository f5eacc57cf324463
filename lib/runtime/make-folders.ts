import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from './printable.js';

/**
 * Creates a folder and those above it; one that is there is fine. Not `mkdir` with `recursive`: in Node 20 that never
 * returns, and keeps a core busy, below a folder that takes no entries, such as /proc. Throws the system's error.
 *
 * @param mode Of the folders that are made.
 */
export async function makeFolders(dir: string, mode?: number): Promise<void> {
  try {
    await mkdir(dir, mode);
    return;
  } catch (cause) {
    const code = systemCode(cause);
    if (code === 'EEXIST' || code === 'EROFS' || code === 'EACCES') {
      if (await isFolder(dir)) return;
      throw cause;
    }
    const parent = dirname(dir);
    if (code !== 'ENOENT' || parent === dir) throw cause;
    // one that is there takes no entries, or somebody has made it meanwhile: the next attempt tells
    if (!(await isFolder(parent))) await makeFolders(parent, mode);
  }
  await mkdir(dir, mode).catch(async (cause: unknown) => {
    if (!(await isFolder(dir))) throw cause; // someone else may have been quicker
  });
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}
