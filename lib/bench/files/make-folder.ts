import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OpenVINOError } from '../../index.js';
import { REASONS_NOT_WRITABLE } from './atomic-write.js';

/**
 * Creates a folder and those above it; one that is there is fine. Not `mkdir` with `recursive`: in Node 20 that never
 * returns, and keeps a core busy, below a folder that takes no entries, such as /proc.
 *
 * @throws OpenVINOError `NOT_WRITABLE`
 */
export async function makeFolder(dir: string): Promise<void> {
  try {
    await makeEach(dir);
  } catch (cause) {
    const code = codeOf(cause);
    const reason = REASONS_NOT_WRITABLE[code] ?? `the system says ${code}`;
    throw new OpenVINOError('NOT_WRITABLE', `The folder "${dir}" cannot be created: ${reason}.`, { cause });
  }
}

async function makeEach(dir: string): Promise<void> {
  try {
    await mkdir(dir);
    return;
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'EEXIST' || code === 'EROFS' || code === 'EACCES') {
      if (await isFolder(dir)) return;
      throw cause;
    }
    const parent = dirname(dir);
    if (code !== 'ENOENT' || parent === dir) throw cause;
    // one that is there takes no entries, or somebody has made it meanwhile: the next attempt tells
    if (!(await isFolder(parent))) await makeEach(parent);
  }
  await mkdir(dir).catch(async (cause: unknown) => {
    if (!(await isFolder(dir))) throw cause; // someone else may have been quicker
  });
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
}
