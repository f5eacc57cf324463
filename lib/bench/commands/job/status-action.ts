import { isSubmitted, readManifest, type SubmittedJob } from '../../jobs/folder/manifest.js';
import { type Entry, type Found, Registry } from '../../jobs/registry.js';
import { openSession, type Session, sessionOf } from '../../jobs/session.js';
import { liveView, widthOf } from '../../jobs/state/live-view.js';
import { statusJson } from '../../jobs/state/status-json.js';
import { statusLines, type ViewOptions } from '../../jobs/state/status-view.js';
import { type JobState, survey } from '../../jobs/state/survey.js';
import { watchJobs } from '../../jobs/state/watch.js';
import { usageError } from '../../options.js';
import { styleFor } from '../../report/style.js';
import { watchInterrupts } from '../../run/interrupt.js';
import { isLost, tellGone } from './gone-jobs.js';
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
  const { session, unknown } =
    which.length > 0
      ? { session: await openSession(which, options.engine, env, { orGone: true }), unknown: [] }
      : await ofRegistry(options, env);
  if (session.jobs.length === 0) {
    await tellGone([], session, unknown);
    if (options.json === true) stdout.write('[]\n');
    else stderr.write('No jobs. `ov-bench job submit` submits one; --all shows those that ended earlier.\n');
    return;
  }
  if (options.watch === true) return await tellGone(await watch(session, options), session, unknown);
  const all = await survey(session.jobs, session.engineOf);
  const states = shown(all, which, options);
  await tellGone(
    all.filter((state) => states.includes(state) || isLost(state)),
    session,
    unknown,
  );
  if (options.json === true) stdout.write(`${JSON.stringify(states.map(statusJson), null, 2)}\n`);
  else stdout.write(`${statusLines(states, { ...view(options), width: widthOf(stdout) }).join('\n')}\n`);
}

/** Jobs of before are left out, unless they are asked for. */
function shown(states: readonly JobState[], which: readonly string[], { all }: StatusOptions): readonly JobState[] {
  if (which.length > 0 || all === true) return states;
  return states.filter(({ done, job }) => !done || isRecent(job));
}

function isRecent({ manifest }: SubmittedJob): boolean {
  return Date.now() - Date.parse(manifest.submittedAt) < RECENT_MS;
}

/** All jobs of the list, and entries of jobs that can neither be read nor asked after. */
async function ofRegistry(
  { engine }: StatusOptions,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly session: Session; readonly unknown: readonly Entry[] }> {
  const registry = new Registry(env);
  const entries = (await registry.entries()).filter((entry) => engine === undefined || entry.engine === engine);
  const found: Found[] = [];
  const unknown: Entry[] = [];
  const warn = (text: string): void => void process.stderr.write(`ov-bench: warning: ${text}\n`);
  for (const entry of entries.slice(0, MOST_JOBS)) {
    const { folder, id, submittedAt } = entry;
    // one that can't be read is there
    const manifest = await readManifest(folder).catch((error: Error) => error);
    if (manifest instanceof Error) {
      warn(manifest.message);
      continue;
    }
    const job = manifest === undefined ? await registry.leftOf(entry) : { folder, manifest };
    if (job === undefined) unknown.push(entry);
    else if (isSubmitted(job) && job.manifest.id === id && job.manifest.submittedAt === submittedAt)
      found.push({ job, gone: manifest === undefined ? entry : undefined });
  }
  return { session: await sessionOf(found, env), unknown };
}

function view(options: StatusOptions): Pick<ViewOptions, 'style' | 'eachTask'> {
  return { style: styleFor(process.stdout, process.env), eachTask: options.tasks === true };
}

async function watch(session: Session, options: StatusOptions): Promise<readonly JobState[]> {
  const interrupts = watchInterrupts();
  try {
    return await watchJobs(session.jobs, {
      engineOf: session.engineOf,
      intervalMs: options.interval ?? INTERVAL_MS,
      signal: interrupts.signal,
      onLook: liveView(process.stdout, view(options)),
    });
  } finally {
    interrupts.stop();
  }
}
