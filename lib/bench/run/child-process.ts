import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { printable } from '../../runtime/printable.js';
import type { Job, Reply, Turn, TurnReply } from './protocol.js';

/** The last word of a child. */
export type FinalReply = Exclude<Reply, TurnReply | { kind: 'progress' | 'warming' }>;

/** A child that ended without an answer. */
export class ChildDied extends Error {
  readonly signal: NodeJS.Signals | undefined;

  constructor(message: string, signal: NodeJS.Signals | undefined) {
    super(message);
    this.signal = signal;
  }
}

export interface ChildOptions {
  /** Aborted when the user wants no more: the child is killed at once. */
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, elapsedMs: number) => void;
  readonly onWarmup?: ((done: number, of: number) => void) | undefined;
  /** For a child that takes turns with another one: `send` tells it what to do next. */
  readonly onTurn?: ((reply: TurnReply, send: (turn: Turn) => void) => void) | undefined;
  /** The module to run; the one that measures by default. */
  readonly module?: URL;
  /** Takes the job where it is there and still lives; else a process is started for it. */
  readonly spare?: Spare | undefined;
}

/** A process that has no job yet. */
export type Spare = ChildProcess;

/** How long a child that has answered may take to free what it holds. */
const EXIT_GRACE_MS = 5000;
/** Ctrl-C reaches this process and the child together: how long its own notice may lag behind the child's end. */
const SIGNAL_LAG_MS = 200;
/** Kept of what a child prints, for the sentence about its death. */
const KEPT_OUTPUT = 4096;

const INTERRUPTS: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Has a fresh process do a job, and waits until it has gone.
 *
 * @throws ChildDied where it ended without an answer; the signal's reason where it was aborted.
 */
export async function runInChild(job: Job, options: ChildOptions): Promise<FinalReply> {
  options.signal.throwIfAborted();
  const { spare } = options;
  const child = spare !== undefined && isAlive(spare) ? spare : startChild(job.folder, job.kind, options.module);
  const output = keepOutput(child);
  const kill = (): void => void child.kill('SIGKILL');
  options.signal.addEventListener('abort', kill, { once: true });
  try {
    const [reply, end] = await conversation(child, job, options);
    if (reply !== undefined) return reply;
    if (end.signal !== null && INTERRUPTS.has(end.signal)) await lag(options.signal);
    options.signal.throwIfAborted();
    throw new ChildDied(describeDeath(end, output()), end.signal ?? undefined);
  } finally {
    options.signal.removeEventListener('abort', kill);
  }
}

/**
 * Starts a process ahead of its job, so that Node.js is there when the job comes. It ends by itself when this process does;
 * one that gets no job is to be killed.
 *
 * @param folder The run's temporary folder, which it removes should this process be killed.
 */
export function startChild(folder: string, kind: Job['kind'], module?: URL): Spare {
  const file = fileURLToPath(module ?? new URL('../child/main.js', import.meta.url));
  const child = fork(file, [folder, kind], { serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  // one that could not be started is not alive, and whoever has a job for it starts another
  child.on('error', () => {});
  return child;
}

/** Ends a process that there was no job for, and waits until it has gone; one that did its job has already. */
export async function dismiss(spare: Spare): Promise<void> {
  if (spare.pid === undefined || spare.exitCode !== null || spare.signalCode !== null) return;
  const gone = new Promise((resolve) => spare.once('exit', resolve));
  spare.kill('SIGKILL');
  await gone;
}

/** Its "exit" has been told by then, or is still to come. */
function isAlive({ pid, connected }: Spare): boolean {
  return pid !== undefined && connected;
}

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error?: Error;
}

function conversation(
  child: ChildProcess,
  job: Job,
  { onProgress, onWarmup, onTurn }: ChildOptions,
): Promise<[FinalReply | undefined, End]> {
  return new Promise((resolve) => {
    let reply: FinalReply | undefined;
    let timer: NodeJS.Timeout | undefined;
    const finish = (end: End): void => {
      clearTimeout(timer);
      resolve([reply, end]);
    };
    const send = (message: Job | Turn): void => {
      child.send(message, () => {
        // a child that is gone already is told of by "exit"
      });
    };
    child.on('message', (message: Reply) => {
      if (message.kind === 'progress') return onProgress(message.done, message.elapsedMs);
      if (message.kind === 'warming') return onWarmup?.(message.done, message.of);
      if (message.kind === 'ready' || message.kind === 'sliced') return onTurn?.(message, send);
      reply = message;
      timer = setTimeout(() => child.kill('SIGKILL'), EXIT_GRACE_MS);
    });
    child.once('error', (error) => {
      if (child.pid === undefined) finish({ code: null, signal: null, error });
    });
    child.once('exit', (code, signal) => finish({ code, signal }));
    send(job);
  });
}

/** What the child and the libraries in it print: kept for the case of its death, shown while debugging. */
function keepOutput(child: ChildProcess): () => string {
  let kept = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      kept = (kept + chunk).slice(-KEPT_OUTPUT);
      if (process.env.OV_BENCH_DEBUG === '1') process.stderr.write(chunk);
    });
  }
  return () => kept;
}

function describeDeath(end: End, output: string): string {
  if (end.error !== undefined) return `its process could not be started (${end.error.message})`;
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !/^(\s+at |Node\.js v)/.test(line));
  // Node.js prints an error's members after it
  const last = lines.findLast((line) => /^\w*Error: /.test(line)) ?? lines.at(-1);
  const said = last === undefined ? '' : `; its last words: ${printable(last.trim(), 200)}`;
  if (end.signal === null) return `its process ended with code ${end.code} before it had a result${said}`;
  const why: Partial<Record<NodeJS.Signals, string>> = {
    SIGKILL: ' (from outside, or because memory ran out)',
    SIGSEGV: ' (a crash inside OpenVINO or one of its plugins)',
    SIGABRT: ' (OpenVINO or one of its plugins gave up)',
    SIGILL: ' (an instruction that this CPU lacks)',
    SIGBUS: ' (a file that was cut off while in use)',
  };
  return `its process was killed by ${end.signal}${why[end.signal] ?? ''}${said}`;
}

/** Waits until the signal is aborted, or shortly. */
function lag(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, SIGNAL_LAG_MS);
    signal.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
  });
}
