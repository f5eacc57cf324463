import { lstat, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../../runtime/printable.js';
import { notWritable, writeFileAtomically } from './atomic-write.js';

const A_DAY_MS = 24 * 3600 * 1000;
const NUMBER = /^[1-9]\d{0,14}$/;

/** The numbers that name folders in one, in order; none where it is not there. */
export async function numbersIn(parent: string): Promise<number[]> {
  const names = await readdir(parent).catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return [];
    throw cause;
  });
  return names
    .filter((name) => NUMBER.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

/**
 * Makes a folder named by the next number after the highest one, with a file in it. Of any number of processes that ask at
 * once each gets another number, and nobody ever sees the folder without its file: it is made under another name and renamed,
 * which the system refuses where there is a folder of that name that is not empty.
 *
 * @returns the number.
 * @throws OpenVINOError `NOT_WRITABLE`; other errors of the system as they are. Nothing is left behind.
 */
export async function addNumbered(parent: string, file: string, content: string): Promise<number> {
  return withMade(parent, file, content, async (made) => {
    let number = ((await numbersIn(parent)).at(-1) ?? 0) + 1;
    while (!(await take(made, join(parent, String(number))))) number++;
    return number;
  });
}

/** The same for one number; false where it is taken. */
export async function addOfNumber(parent: string, number: number, file: string, content: string): Promise<boolean> {
  return withMade(parent, file, content, (made) => take(made, join(parent, String(number))));
}

/** Takes one away, at once for all who look: its number is not free while it is emptied. */
export async function removeNumbered(parent: string, number: number): Promise<void> {
  const gone = await mkdtemp(join(parent, '.gone-'));
  await rename(join(parent, String(number)), join(gone, 'folder')).catch(() => undefined);
  await rm(gone, { recursive: true, force: true });
}

/** Takes away what killed processes were making, or removing, a day ago. */
export async function sweepNumbered(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!/^\.(new|gone)-/.test(name)) continue;
    const stats = await lstat(join(parent, name)).catch(() => undefined);
    if (stats !== undefined && Date.now() - stats.mtimeMs > A_DAY_MS)
      await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

async function withMade<T>(
  parent: string,
  file: string,
  content: string,
  use: (made: string) => Promise<T>,
): Promise<T> {
  const made = await mkdtemp(join(parent, '.new-')).catch((cause: unknown) => {
    throw notWritable(`A folder in "${parent}"`, cause);
  });
  try {
    await writeFileAtomically(join(made, file), content);
    return await use(made);
  } finally {
    // not there any more where it got its number
    await rm(made, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function take(made: string, target: string): Promise<boolean> {
  try {
    await rename(made, target);
    return true;
  } catch (cause) {
    const code = systemCode(cause);
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw cause;
  }
}
