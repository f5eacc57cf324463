import { join } from 'node:path';
import { oneAtATime } from '../../runtime/path-lock.js';

/** Does something in a folder while nobody else who asks for it does, in this process or another. */
export function withFolderLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  return oneAtATime(join(folder, '.ov-bench.lock'), work);
}
