import { spawn } from 'node:child_process';
import { open, readFile, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { OpenVINOError } from '../../../index.js';
import { printable } from '../../../runtime/printable.js';
import { notWritable } from '../../files/atomic-write.js';
import type { Queue } from './queue.js';
import { runnerOf } from './runner-lock.js';

export interface RunnerOptions {
  /** All of the runner's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The module to run; the runner's own by default. */
  readonly module?: URL | undefined;
}

/** How long it is waited for where neither its word nor its end comes: a machine that measures has no time for it. */
const PATIENCE_MS = 20_000;
const PAUSE_MS = 20;
const LONGEST_LOG = 2 ** 20;

/**
 * Makes sure that somebody runs the jobs of a queue, and waits until that is sure. The process belongs to no terminal: it is the
 * first of a session of its own, and has no stream of this one.
 *
 * @throws OpenVINOError `SCHEDULER_UNAVAILABLE` where none can be had; `NOT_WRITABLE` where it can have no log.
 */
export async function ensureRunner(queue: Queue, { env, module }: RunnerOptions): Promise<void> {
  if ((await runnerOf(queue.runners)) !== undefined) return;
  const length = (await stat(queue.log).catch(() => undefined))?.size ?? 0;
  const from = length > LONGEST_LOG ? 0 : length;
  const log = await open(queue.log, from < length ? 'w' : 'a', 0o600).catch((cause: unknown) => {
    throw notWritable(`"${queue.log}", the log of local jobs,`, cause);
  });
  try {
    const file = fileURLToPath(module ?? new URL('./runner-main.js', import.meta.url));
    const child = spawn(process.execPath, [file, queue.folder], {
      cwd: queue.folder,
      env,
      stdio: ['ignore', 'ignore', log.fd],
      detached: true,
    });
    const end: { code?: number | null; reason?: string } = {};
    child.once('error', (error) => Object.assign(end, { code: null, reason: error.message }));
    child.once('exit', (code, signal) => Object.assign(end, { code, reason: `it ended with ${signal ?? code}` }));
    child.unref();
    await settled(queue, end, from);
  } finally {
    await log.close();
  }
}

/** A runner that ends well at once found another one, or the work done. */
async function settled(
  queue: Queue,
  end: { readonly code?: number | null; readonly reason?: string },
  from: number,
): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until) {
    if ((await runnerOf(queue.runners)) !== undefined || end.code === 0) return;
    if (end.code !== undefined) throw unavailable(queue, end.reason ?? '', await lastWords(queue.log, from));
    await sleep(PAUSE_MS);
  }
}

function unavailable({ log }: Queue, reason: string, words: string): OpenVINOError {
  const said = words === '' ? '' : `; its last words: ${words}`;
  return new OpenVINOError(
    'SCHEDULER_UNAVAILABLE',
    `The process that runs local jobs can't be started: ${printable(reason)}${said}. Its log is ${printable(log)}.`,
  );
}

/** The last line that was written since. */
async function lastWords(log: string, from: number): Promise<string> {
  const bytes = await readFile(log).catch(() => Buffer.alloc(0));
  return printable(bytes.subarray(from).toString('utf8').trim().split('\n').at(-1) ?? '', 200);
}
