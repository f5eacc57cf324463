import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The command as users run it: built, not compiled on the way. */
export const CLI = fileURLToPath(new URL('../../dist/bench/main.js', import.meta.url));

/** What a run of the command left. */
export interface CliRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCli {
  readonly process: ChildProcess;
  readonly ended: Promise<CliRun>;
}

/** Starts the command; it is killed when it takes longer than `timeoutMs`. */
export function startCli(args: readonly string[], options: SpawnOptions = {}, timeoutMs = 60_000): RunningCli {
  if (!existsSync(CLI)) throw new Error(`${CLI} is not there: build first (npm test does)`);
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  }
  const ended = new Promise<CliRun>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, ...text });
    });
  });
  return { process: child, ended };
}

/** Runs the command to its end. */
export function runCli(args: readonly string[], options: SpawnOptions = {}): Promise<CliRun> {
  return startCli(args, options).ended;
}

/** Ids of a process's children (Linux). */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === pid)
    .map(Number);
}

function parentOf(pid: string): number | undefined {
  try {
    // the second field is a name in parentheses that may hold spaces
    return Number(
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[1],
    );
  } catch {
    return undefined;
  }
}

/** Waits until `probe` gives something. */
export async function until<T>(probe: () => T | undefined, what: string, timeoutMs = 20_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = probe();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Waits until a run has started so many processes, one after the other (Linux). */
export async function processesStarted(run: RunningCli, count: number): Promise<void> {
  const pid = run.process.pid as number;
  const seen = new Set<number>();
  const enough = (): true | undefined => {
    for (const child of childrenOf(pid)) seen.add(child);
    return seen.size >= count ? true : undefined;
  };
  await until(enough, `${count} processes`);
}

/** Waits for the process of a trial: the one that is left when the other one, which looks at the model, has ended. */
export async function trialProcess(run: RunningCli): Promise<number> {
  const pid = run.process.pid as number;
  const tooEarly = run.ended.then(({ code, stderr }): never => {
    throw new Error(`the command ended with ${code} before its trial was seen: ${stderr}`);
  });
  const found = async (): Promise<number> => {
    await until(
      () => childrenOf(pid).find((child) => jobOf(child) === 'inspect'),
      'the process that looks at the model',
    );
    return until(() => {
      const [only, other] = childrenOf(pid);
      return only !== undefined && other === undefined && jobOf(only) === 'trial' ? only : undefined;
    }, "a trial's process");
  };
  return Promise.race([found(), tooEarly]);
}

/** What a child was started for: its last argument. */
function jobOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').at(-2);
  } catch {
    return undefined;
  }
}
