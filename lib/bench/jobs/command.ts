import {
  type ChildProcessByStdio,
  type SpawnOptionsWithStdioTuple,
  type StdioNull,
  type StdioPipe,
  spawn,
} from 'node:child_process';
import { access, constants as files, stat } from 'node:fs/promises';
import { constants } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { reasonOf, systemCode } from '../../runtime/printable.js';

/** The whole environment of a command: nothing is added to it. */
export type CommandEnvironment = Readonly<Record<string, string | undefined>>;

export interface CommandOptions {
  readonly env: CommandEnvironment;
  readonly timeoutMs: number;
  readonly cwd?: string;
  /** Of stdout and stderr together; 64 MiB unless a test says otherwise. */
  readonly mostBytes?: number;
}

/** A command that ran to its end. `code` is 128 and the signal's number where a signal ended it, as in a shell. */
export interface CommandEnded {
  readonly kind: 'ended';
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that told nothing. `reason` is for the end of a sentence: `the command qstat gave no answer within 30 s`. */
export interface CommandFailed {
  readonly kind: 'not found' | 'timeout' | 'failed';
  readonly reason: string;
}

export type CommandResult = CommandEnded | CommandFailed;

const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Runs a scheduler's command without a shell and with an empty stdin. It has a session of its own: so Ctrl-C does not tear a
 * submission in two, and what it has started ends with it when it takes too long.
 */
export async function runCommand(
  name: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const file = await findCommand(name, options.env);
  if (file === undefined) return { kind: 'not found', reason: `the command ${name} was not found on the PATH` };
  return await runFile(file, name, args, options);
}

/**
 * The file that a command's name stands for, by the PATH of its environment. Relative entries are left out: they would run what
 * lies in the folder that happens to be the current one.
 */
export async function findCommand(name: string, env: CommandEnvironment): Promise<string | undefined> {
  if (name.includes(path.sep)) return (await isProgram(name)) ? name : undefined;
  for (const folder of (env['PATH'] ?? '').split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    const file = path.join(folder, name);
    if (await isProgram(file)) return file;
  }
  return undefined;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, files.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

function runFile(
  file: string,
  name: string,
  args: readonly string[],
  { env, timeoutMs, cwd, mostBytes = MOST_BYTES }: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const notStarted = (error: unknown): void => {
      const why = systemCode(error) ?? reasonOf(error);
      resolve({ kind: 'failed', reason: `the command ${name} could not be started (${why})` });
    };
    const child = start(file, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] }, notStarted);
    if (child?.pid === undefined) return;

    const output: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
    let left = mostBytes;
    /** Pipes are let go of too: a process that left the group may hold their other ends for ever. */
    const giveUp = (result: CommandFailed): void => {
      clearTimeout(timer);
      killGroup(child);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => {
      giveUp({ kind: 'timeout', reason: `the command ${name} gave no answer within ${String(timeoutMs / 1000)} s` });
    }, timeoutMs);
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].on('data', (chunk: Buffer) => {
        output[stream].push(chunk);
        left -= chunk.byteLength;
        const reason = `the command ${name} wrote more than ${String(mostBytes)} bytes`;
        if (left < 0) giveUp({ kind: 'failed', reason });
      });
    }
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const [stdout, stderr] = [text(output.stdout), text(output.stderr)];
      resolve({ kind: 'ended', code: code ?? signalCode(signal), stdout, stderr });
    });
  });
}

type Child = ChildProcessByStdio<null, Readable, Readable>;
type Start = SpawnOptionsWithStdioTuple<StdioNull, StdioPipe, StdioPipe>;

/** Node.js throws some errors of a start (an argument list that is too long), and tells of others (EAGAIN) by an event. */
function start(
  file: string,
  args: readonly string[],
  options: Start,
  failed: (error: unknown) => void,
): Child | undefined {
  try {
    return spawn(file, args, options).on('error', failed);
  } catch (error) {
    failed(error);
    return undefined;
  }
}

function killGroup(child: Child): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // all of it has ended already, or (Windows) there are no groups
    child.kill('SIGKILL');
  }
}

function text(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8');
}

function signalCode(signal: NodeJS.Signals | null): number {
  return 128 + (signal === null ? 0 : constants.signals[signal]);
}
