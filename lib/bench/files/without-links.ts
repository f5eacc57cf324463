import { randomBytes } from 'node:crypto';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { OpenVINOError } from '../../index.js';
import { printable, systemCode } from '../../runtime/printable.js';
import { notWritable } from './atomic-write.js';

/**
 * The first part of a path below `root` that is there and is not a folder: somebody else's link in a folder of theirs would
 * lead what is read or written to files of whoever reads. `root` itself, which a user has named, may be a link.
 *
 * Who swaps a folder for a link between this look and what follows is not kept from it: Node has no `openat`.
 */
export async function obstacleBelow(root: string, folder: string): Promise<string | undefined> {
  let at = root;
  for (const part of relative(root, folder).split(sep)) {
    if (part === '') continue;
    at = join(at, part);
    const stats = await lstat(at).catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return undefined;
      throw error;
    });
    // nor is there anything below it
    if (stats === undefined) return undefined;
    if (!stats.isDirectory()) return at;
  }
  return undefined;
}

/** @throws OpenVINOError `NOT_WRITABLE` where a folder on the way from `root` is a link or no folder at all. */
export async function refuseObstacles(root: string, folder: string): Promise<void> {
  const obstacle = await obstacleBelow(root, folder).catch((cause: unknown) => {
    throw notWritable(`"${printable(folder)}"`, cause);
  });
  if (obstacle === undefined) return;
  const isLink = (await lstat(obstacle).catch(() => undefined))?.isSymbolicLink() === true;
  throw new OpenVINOError(
    'NOT_WRITABLE',
    `"${printable(obstacle)}" is ${isLink ? 'a symbolic link, and nothing is written through one' : 'not a folder'}: remove it, or give another folder.`,
  );
}

/**
 * Writes a whole file or nothing, and takes the name for it, whatever had it: unlike `writeFileAtomically` a link that stands
 * there is replaced, and not what it leads to. Folders on its way are looked at by `refuseObstacles`.
 *
 * @param data What it gets, or what writes it.
 * @throws OpenVINOError `NOT_WRITABLE`
 */
export async function replaceFile(
  file: string,
  data: string | ((write: (piece: Uint8Array) => Promise<void>) => Promise<void>),
): Promise<void> {
  const name = basename(file).slice(0, 60);
  const temporary = join(dirname(file), `.${name}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    const handle = await open(temporary, 'wx');
    try {
      if (typeof data === 'string') await handle.writeFile(data);
      else await data(async (piece) => void (await handle.writeFile(piece)));
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw cause instanceof OpenVINOError ? cause : notWritable(`"${printable(file)}"`, cause);
  }
}
