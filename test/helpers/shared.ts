import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Folder of shared test material beside the checkout; in CI it is always there. */
const SHARED = fileURLToPath(new URL('../../../shared', import.meta.url));

/** Absolute path of a file of the shared material, or undefined where it is not there. */
export function sharedFile(path: string): string | undefined {
  const file = `${SHARED}/${path}`;
  return existsSync(file) ? file : undefined;
}
