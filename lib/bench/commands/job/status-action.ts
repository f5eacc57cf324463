import { printable } from '../../../runtime/printable.js';
import { isSubmitted, readManifest, type SubmittedJob } from '../../jobs/folder/manifest.js';
import { Registry } from '../../jobs/registry.js';
import { openSession, type Session, sessionOf } from '../../jobs/session.js';
import { liveView } from '../../jobs/state/live-view.js';
import { statusJson } from '../../jobs/state/status-json.js';
import { statusLines, type ViewOptions } from '../../jobs/state/status-view.js';
import { type JobState, survey } from '../../jobs/state/survey.js';
import { watchJobs } from '../../jobs/state/watch.js';
import { usageError } from '../../options.js';
import { styleFor } from '../../report/style.js';
import { NARROWEST } from '../../report/table.js';
import { watchInterrupts } from '../../run/interrupt.js';
import type { StatusOptions } from './options.js';

const INTERVAL_MS = 2000;
/** Jobs that ended longer ago are shown with --all. */
const RECENT_MS = 86_400_000;
/** Looking for jobs goes through a file each: so many of the newest. */
const MOST_JOBS = 500;

/** `ov-bench job status`. */
export async function statusCommand(which: readonly string[], options: StatusOptions): Promise<void> {
  const { env, stdout, stderr } = process;
  if (options.watch !== true && options.interval !== undefined)
    throw usageError('--interval is the time between two looks of --watch: give --watch, too.');
  if (options.watch === true && options.json === true)
    throw usageError('--watch is for people, --json for programs, which ask again: give one of them.');
  const session = which.length > 0 ? await openSession(which, options.engine, env) : await ofRegistry(options, env);
  if (session.jobs.length === 0) {
    if (options.json === true) stdout.write('[]\n');
    else stderr.write('No jobs. `ov-bench job submit` submits one; --all shows those that ended earlier.\n');
    return;
  }
  if (options.watch === true) return await watch(session, options);
  const states = shown(await survey(session.jobs, session.engineOf), which, options);
  if (options.json === true) stdout.write(`${JSON.stringify(states.map(statusJson), null, 2)}\n`);
  else stdout.write(`${statusLines(states, view(options)).join('\n')}\n`);
}

/** Jobs of before are left out, unless they are asked for. */
function shown(states: readonly JobState[], which: readonly string[], { all }: StatusOptions): readonly JobState[] {
  if (which.length > 0 || all === true) return states;
  return states.filter(({ done, job }) => !done || isRecent(job));
}

function isRecent({ manifest }: SubmittedJob): boolean {
  return Date.now() - Date.parse(manifest.submittedAt) < RECENT_MS;
}

async function ofRegistry({ engine }: StatusOptions, env: NodeJS.ProcessEnv): Promise<Session> {
  const entries = (await new Registry(env).entries()).filter(
    (entry) => engine === undefined || entry.engine === engine,
  );
  const jobs: SubmittedJob[] = [];
  const gone: string[] = [];
  for (const { folder, id, submittedAt } of entries.slice(0, MOST_JOBS)) {
    const manifest = await readManifest(folder).catch(() => undefined);
    const job = manifest === undefined ? undefined : { folder, manifest };
    if (job === undefined) gone.push(id);
    else if (isSubmitted(job) && manifest?.id === id && manifest.submittedAt === submittedAt) jobs.push(job);
  }
  if (gone.length > 0) {
    const ids = printable(gone.slice(0, 10).join(', '));
    process.stderr.write(
      `ov-bench: warning: the folders of ${gone.length === 1 ? 'job' : 'jobs'} ${ids}${gone.length > 10 ? ' …' : ''} are gone.\n`,
    );
  }
  return await sessionOf(jobs, env);
}

function view(options: StatusOptions): ViewOptions {
  const { stdout, env } = process;
  const width = Math.max(stdout.isTTY === true ? (stdout.columns ?? 80) : 120, NARROWEST);
  return { width, style: styleFor(stdout, env), eachTask: options.tasks === true };
}

async function watch(session: Session, options: StatusOptions): Promise<void> {
  const interrupts = watchInterrupts();
  try {
    await watchJobs(session.jobs, {
      engineOf: session.engineOf,
      intervalMs: options.interval ?? INTERVAL_MS,
      signal: interrupts.signal,
      onLook: liveView(process.stdout, view(options)),
    });
  } finally {
    interrupts.stop();
  }
}
