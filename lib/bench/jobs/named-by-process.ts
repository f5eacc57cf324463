import { readdir, readFile } from 'node:fs/promises';

/**
 * Whether a process of this machine has a text among its arguments: the command that submits a job names its token. Only Linux
 * tells; elsewhere there is none.
 */
export async function isNamedByProcess(text: string): Promise<boolean> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if ((await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes(text)) return true;
  }
  return false;
}
