import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Forces one file or folder to disk. */
export async function syncPath(path: string): Promise<void> {
  // Windows opens no folder and syncs no file that is open for reading only.
  if (process.platform === 'win32') return;
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Forces the files and folders below `root` to disk, so that a rename can't outlive what it names. */
export async function syncTree(root: string): Promise<void> {
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  const paths = entries
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  await inParallel([...paths, root], 4, syncPath);
}

/** Runs `action` for every item, at most `limit` at once; the first failure ends it once those running are done. */
export async function inParallel<T>(
  items: readonly T[],
  limit: number,
  action: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  let isFailed = false;
  const work = async (): Promise<void> => {
    for (let i = next++; i < items.length && !isFailed; i = next++) {
      const item = items[i];
      if (item === undefined) continue;
      try {
        await action(item);
      } catch (error) {
        isFailed = true;
        throw error;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: limit }, work));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
