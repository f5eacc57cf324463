import { spawnSync } from 'node:child_process';
import { CLI } from './cli.js';

/** Whether these tests may run the command as another user: as root, and where that user may read this checkout. */
export function otherUserRuns(uid: number): boolean {
  if (process.getuid?.() !== 0) return false;
  return spawnSync(process.execPath, [CLI, '--version'], { cwd: '/', uid, gid: uid }).status === 0;
}
