import { readFile, rename, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../../../runtime/printable.js';
import { addOfNumber, numbersIn, removeNumbered } from '../../files/numbered-folders.js';
import { fateOf, identityFrom, identityOf, type ProcessIdentity } from '../../machine/process-identity.js';

const HELD = 'runner.json';
const RELEASED = 'released.json';
/** A runner of another container can't be seen; it is there while it says so at least so often. */
const STALE_MS = 60_000;
/** Kept of what is over. */
const KEPT = 10;

/**
 * Who runs the jobs of a queue: the process that is named in the folder of the highest number, unless it has said that it
 * leaves, or is gone. Who wants to follow it makes the folder of the next number, which one process alone can. No folder is
 * ever used twice, so no two processes can each take away what they hold for the other one's remains.
 */
export class RunnerLock {
  readonly #folder: string;
  readonly #runners: string;
  readonly #number: number;

  private constructor(runners: string, number: number) {
    this.#runners = runners;
    this.#number = number;
    this.#folder = join(runners, String(number));
  }

  /** undefined where there is a runner. */
  static async claim(runners: string): Promise<RunnerLock | undefined> {
    const own = JSON.stringify(await identityOf(process.pid));
    for (;;) {
      const last = (await numbersIn(runners)).at(-1) ?? 0;
      if (last > 0 && (await holderOf(runners, last)) !== undefined) return undefined;
      if (!(await addOfNumber(runners, last + 1, HELD, own))) continue;
      const lock = new RunnerLock(runners, last + 1);
      // a process that slept since it looked may have got a number that was pruned
      if ((await numbersIn(runners)).at(-1) === last + 1) return lock;
      await removeNumbered(runners, last + 1);
    }
  }

  /** Says that it is still there. */
  async touch(): Promise<void> {
    const now = new Date();
    await utimes(join(this.#folder, HELD), now, now).catch(() => undefined);
  }

  /** Jobs that are added from now on are not its own any more. A file gets another name, which a full disk allows. */
  async release(): Promise<void> {
    await rename(join(this.#folder, HELD), join(this.#folder, RELEASED));
  }

  async prune(): Promise<void> {
    for (const number of await numbersIn(this.#runners))
      if (number <= this.#number - KEPT) await removeNumbered(this.#runners, number);
  }
}

/** The process that runs the jobs now; undefined where there is none. */
export async function runnerOf(runners: string): Promise<ProcessIdentity | undefined> {
  const last = (await numbersIn(runners)).at(-1);
  return last === undefined ? undefined : holderOf(runners, last);
}

async function holderOf(runners: string, number: number): Promise<ProcessIdentity | undefined> {
  const file = join(runners, String(number), HELD);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return undefined;
    // what can't be read may be held
    throw cause;
  });
  const holder = text === undefined ? undefined : identityOfText(text);
  if (holder === undefined) return undefined;
  const fate = await fateOf(holder);
  if (fate === 'alive') return holder;
  if (fate === 'gone') return undefined;
  const touchedMs = (await stat(file).catch(() => undefined))?.mtimeMs ?? 0;
  return Date.now() - touchedMs < STALE_MS ? holder : undefined;
}

function identityOfText(text: string): ProcessIdentity | undefined {
  try {
    return identityFrom(JSON.parse(text));
  } catch {
    return undefined;
  }
}
