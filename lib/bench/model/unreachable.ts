import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolders } from '../../runtime/make-folders.js';
import { proxiesOf } from '../../runtime/proxy.js';
import { writeFileAtomically } from '../files/atomic-write.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What is remembered of a server that was out of reach. */
export interface Unreachable {
  /** When it was found out, as ISO 8601. */
  readonly at: string;
  readonly reason: string;
}

/**
 * What was found out of this server within the last day, by the same way to it: other proxies, another answer.
 * A note that can't be read counts for nothing.
 */
export async function unreachableSince(
  folder: string,
  server: string,
  env: NodeJS.ProcessEnv,
  now: number = Date.now(),
): Promise<Unreachable | undefined> {
  const note = await readNote(folder);
  if (note === undefined || note.way !== wayTo(server, env)) return undefined;
  const ageMs = now - Date.parse(note.at);
  return ageMs >= 0 && ageMs < DAY_MS ? { at: note.at, reason: note.reason } : undefined;
}

/** Notes that the server is out of reach. That it can't be noted is no failure: the next start tries again. */
export async function rememberUnreachable(
  folder: string,
  server: string,
  env: NodeJS.ProcessEnv,
  reason: string,
): Promise<void> {
  const note = { way: wayTo(server, env), at: new Date().toISOString(), reason };
  try {
    await makeFolders(folder);
    await writeFileAtomically(noteFile(folder), `${JSON.stringify(note)}\n`);
  } catch {
    // Read-only cache.
  }
}

export async function forgetUnreachable(folder: string): Promise<void> {
  await rm(noteFile(folder), { force: true }).catch(() => undefined);
}

function noteFile(folder: string): string {
  return join(folder, 'unreachable.json');
}

/** The server and the proxies to it; as a hash, for a proxy's URL may hold a password. */
function wayTo(server: string, env: NodeJS.ProcessEnv): string {
  return createHash('sha256')
    .update(JSON.stringify([server, proxiesOf(env)]))
    .digest('hex');
}

async function readNote(folder: string): Promise<(Unreachable & { way: string }) | undefined> {
  try {
    const note: unknown = JSON.parse(await readFile(noteFile(folder), 'utf8'));
    if (typeof note !== 'object' || note === null || !('way' in note) || !('at' in note) || !('reason' in note))
      return undefined;
    const { way, at, reason } = note;
    if (typeof way !== 'string' || typeof at !== 'string' || typeof reason !== 'string') return undefined;
    return { way, at, reason };
  } catch {
    return undefined;
  }
}
