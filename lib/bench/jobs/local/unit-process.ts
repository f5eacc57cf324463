import { type ChildProcess, spawn } from 'node:child_process';
import { type FileHandle, open } from 'node:fs/promises';
import { hostname, constants as system } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '../../../runtime/printable.js';
import { identityOf, type ProcessIdentity } from '../../machine/process-identity.js';
import { engineLog } from '../folder/layout.js';
import { isRunning, type ProcessGroup } from './process-group.js';
import type { QueuedJob } from './queue.js';
import type { EndRecord } from './records.js';

/** How often somebody else's child is looked for. */
const LOOK_MS = 1000;

/**
 * What leads a unit's process group. It waits for a word before it runs anything: the runner has noted its number by then, or
 * has been killed and will never say it, so that no job runs unseen. It outlives what it runs, a request to end included,
 * and leaves the exit code in a file, for the runner may be gone by then. What it runs does not inherit its trap.
 */
const LEADER = `read -r word || exit 125
trap : HUP INT TERM
/bin/sh "$1" </dev/null
code=$?
printf '%s\\n' "$code" >"$2.new" && mv -f "$2.new" "$2"
exit "$code"`;

/** How a unit's first process ended. */
export type LeaderEnd = Pick<EndRecord, 'exitCode' | 'signal'>;

/** A unit's processes, those of another runner's children as well. */
export interface UnitProcess {
  readonly group: ProcessGroup;
  /** Lets it run; of one that runs already nothing. */
  readonly go: () => void;
  /** Has it end before it has run anything. */
  readonly dismiss: () => void;
  readonly ended: Promise<LeaderEnd>;
}

/**
 * Starts the process that leads a unit; it runs nothing before it is told to go.
 *
 * @param exitFile Where it leaves its exit code.
 * @returns or why it can't be started.
 */
export async function startUnit(
  { id, record }: QueuedJob,
  task: number | undefined,
  exitFile: string,
): Promise<UnitProcess | { readonly reason: string }> {
  const { folder, script, env } = record;
  const handles: FileHandle[] = [];
  try {
    for (const stream of ['stdout', 'stderr'] as const) handles.push(await open(engineLog(folder, task, stream), 'w'));
    const [out, err] = handles as [FileHandle, FileHandle];
    const child = spawn('/bin/sh', ['-c', LEADER, 'sh', resolve(folder, script), exitFile], {
      cwd: folder,
      env: {
        ...env,
        OV_BENCH_LOCAL_JOB_ID: String(id),
        OV_BENCH_LOCAL_TASK: task === undefined ? '' : String(task),
        OV_BENCH_LOCAL_NODE: hostname(),
      },
      stdio: ['pipe', out.fd, err.fd],
      // a session, and so a process group, of its own
      detached: true,
    });
    return await ledBy(child, id);
  } catch (cause) {
    const code = systemCode(cause);
    return { reason: `it could not be started in its folder: ${code ?? String(cause)}` };
  } finally {
    for (const handle of handles) await handle.close().catch(() => undefined);
  }
}

async function ledBy(child: ChildProcess, id: number): Promise<UnitProcess> {
  const failure = new Promise<Error>((resolve) => child.once('error', resolve));
  const ended = endOf(child);
  const { pid, stdin } = child;
  if (pid === undefined) throw await failure;
  // a process that has ended already is not written to
  stdin?.on('error', () => {});
  const leader = await identityOf(pid);
  return {
    group: groupOf(id, leader),
    go: () => void stdin?.end('go\n'),
    dismiss: () => void stdin?.end(),
    ended,
  };
}

function endOf(child: ChildProcess): Promise<LeaderEnd> {
  return new Promise((resolve) => {
    child.once('exit', (exitCode, signal) =>
      resolve({ exitCode, signal: signal === null ? null : system.signals[signal] }),
    );
  });
}

/**
 * A unit that a runner started which is gone: its end is seen by looking, and how it ended by what it left.
 *
 * @param exitCode What it left, if anything.
 */
export function adoptUnit(
  id: number,
  leader: ProcessIdentity,
  exitCode: () => Promise<number | undefined>,
): UnitProcess {
  const group = groupOf(id, leader);
  const ended = async (): Promise<LeaderEnd> => {
    while (await isRunning(group)) await sleep(LOOK_MS);
    return { exitCode: (await exitCode()) ?? null, signal: null };
  };
  return { group, go: () => {}, dismiss: () => {}, ended: ended() };
}

export function groupOf(id: number, leader: ProcessIdentity): ProcessGroup {
  return { leader, mark: `OV_BENCH_LOCAL_JOB_ID=${id}` };
}
