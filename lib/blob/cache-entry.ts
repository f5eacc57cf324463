import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { OpenVINOError } from '../errors.js';
import { asDiskError } from '../runtime/disk-error.js';
import { makeFolders } from '../runtime/make-folders.js';
import { systemCode } from '../runtime/printable.js';
import { sweepStale, temporaryPath } from '../runtime/temporary.js';

/*
 * An entry of a model cache: a folder that the library has written a compiled model's blob to, and a file with the checksums of
 * all blobs in it. It is made under another name and renamed when it is whole, so that what has its name is.
 */

const SUMS = 'SHA256SUMS';

/** Bytes that must still fit on the disk after a blob was written: the library does not look at whether it could. */
const PROBE_BYTES = 64 * 1024;

/** Whether an entry can be used: `damaged` where its blobs are not those that were written. */
export type EntryState = 'absent' | 'whole' | 'damaged';

/** Makes the folder of a cache, or refuses one that others can write to. */
export async function checkCacheFolder(folder: string): Promise<void> {
  try {
    await makeFolders(folder, 0o700);
  } catch (error) {
    throw asDiskError(error, folder, 'Name another folder for the model cache.');
  }
  const { uid, mode } = await lstat(`${folder}/.`);
  const mine = process.getuid === undefined || uid === process.getuid();
  const closed = process.platform === 'win32' || (mode & 0o022) === 0;
  if (!mine || !closed) {
    throw new OpenVINOError(
      'NOT_WRITABLE',
      `The model cache ${folder} ${mine ? 'can be written to by others' : "is another user's"}, who could have the device run ` +
        "something else; use a folder of the user's own, with the mode 700.",
    );
  }
  await sweepStale(folder);
}

/** Looks at an entry, and reads all of its blobs. */
export async function stateOf(entry: string): Promise<EntryState> {
  try {
    await readdir(entry);
  } catch (error) {
    // anything else than an entry is in its way
    return systemCode(error) === 'ENOENT' ? 'absent' : 'damaged';
  }
  const sums = await readFile(join(entry, SUMS), 'utf8').catch(() => '');
  try {
    return sums !== '' && (await sumsOf(entry)) === sums ? 'whole' : 'damaged';
  } catch {
    return 'damaged';
  }
}

/** A folder for a new entry, under a name that nobody else uses. */
export async function newEntry(folder: string): Promise<string> {
  const fresh = temporaryPath(folder, 'entry');
  await mkdir(fresh, { mode: 0o700 }).catch((error: unknown) => {
    throw asDiskError(error, folder, 'Name another folder for the model cache.');
  });
  return fresh;
}

/** Writes the checksums of an entry's blobs; false where it has none, or the disk is full. */
export async function sealEntry(entry: string): Promise<boolean> {
  try {
    const sums = await sumsOf(entry);
    if (sums === '') return false;
    await probe(entry);
    const temporary = temporaryPath(entry, 'sums');
    await writeFile(temporary, sums, { flag: 'wx', flush: true });
    await rename(temporary, join(entry, SUMS));
    return true;
  } catch {
    // without its checksums it counts as damaged, and is made anew the next time
    return false;
  }
}

/** Gives a new entry its name; false where there is nothing to keep. Another process may have been faster: that one stays. */
export async function storeEntry(fresh: string, entry: string): Promise<boolean> {
  if (!(await sealEntry(fresh))) return false;
  return rename(fresh, entry).then(
    () => true,
    async () => (await stateOf(entry)) === 'whole',
  );
}

/** Removes an entry: renamed first, so that nobody sees half of it. */
export async function discardEntry(entry: string): Promise<void> {
  const away = temporaryPath(join(entry, '..'), 'old');
  await rename(entry, away).catch(() => undefined);
  await rm(away, { recursive: true, force: true }).catch(() => undefined);
}

/** What sha256sum would write for the blobs of a folder: a line each, by name. */
async function sumsOf(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name !== SUMS && !name.startsWith('.tmp-')).sort();
  const lines: string[] = [];
  for (const name of names) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(folder, name), { highWaterMark: 1024 * 1024 }), hash);
    lines.push(`${hash.digest('hex')}  ${name}\n`);
  }
  return lines.join('');
}

/** Fails where the disk is full: then what the library has written may be cut off. */
async function probe(folder: string): Promise<void> {
  const path = temporaryPath(folder, 'probe');
  const file = await open(path, 'wx');
  try {
    await file.writeFile(Buffer.alloc(PROBE_BYTES, 1));
    await file.sync();
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}
