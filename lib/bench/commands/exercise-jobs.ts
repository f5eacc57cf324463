import { copyFile, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { OpenVINOError } from '../../index.js';
import { printable } from '../../runtime/printable.js';
import { statsNames } from '../devices/exercise-devices.js';
import { EXIT } from '../exit-code.js';
import type { Engine } from '../jobs/engine.js';
import { Engines } from '../jobs/engines.js';
import { jobEnvironment, passedEnvironment } from '../jobs/environment.js';
import { type Fetched, fetchResults } from '../jobs/folder/fetch.js';
import { readManifest, type SubmittedJob } from '../jobs/folder/manifest.js';
import { EXERCISE_FEATURES, exerciseOrders } from '../jobs/order/exercise-orders.js';
import { fingerprint, type Order } from '../jobs/order/order.js';
import { Registry } from '../jobs/registry.js';
import { liveView } from '../jobs/state/live-view.js';
import { whatOf } from '../jobs/state/status-view.js';
import type { JobState } from '../jobs/state/survey.js';
import { watchJobs } from '../jobs/state/watch.js';
import { submitJob } from '../jobs/submission.js';
import { usageError } from '../options.js';
import { styleFor } from '../report/style.js';
import { watchInterrupts } from '../run/interrupt.js';
import { type ExerciseOptions, findModel, JOBS_GROUP } from './exercise-options.js';

/** What the exercise's script passes on, and what says where and how its jobs run. */
const UNDERSTOOD = ['model', 'precision', 'image', 'device', 'map', 'iterations', 'output', 'allowDropped'];
const SIMULATED = ['simulate', 'simulateTime', 'simulateSeed'];
const FOLDER = 'ov-bench-exercise';

/**
 * `ov-bench exercise --engine E`: the exercise's steps 2 and 3 in one. Three jobs are submitted, watched and fetched, and the
 * three charts drawn. Ended at any point and given again, it goes on with the jobs there are.
 *
 * @returns the exit code: 0 where at least one combination ran, as without jobs.
 */
export async function exerciseJobs(options: ExerciseOptions, command: Command): Promise<number> {
  refuseOthers(command);
  const { env, stderr } = process;
  const say = (sentence: string): void => void stderr.write(`ov-bench: ${printable(sentence, 1000)}\n`);
  const interrupts = watchInterrupts();
  try {
    const engine = await new Engines(passedEnvironment(env)).choose(options.engine);
    const output = resolve(options.output ?? FOLDER);
    const jobs: SubmittedJob[] = [];
    const registry = new Registry(env);
    const orders = await ordersOf(options, engine.name, interrupts.signal);
    // before the first of them is submitted
    for (const order of orders) await refuseOtherOrder(order, output, engine);
    for (const order of orders) {
      interrupts.signal.throwIfAborted();
      const { job, again } = await submitJob(order, jobFolder(output, order), engine, jobEnvironment(env));
      await registry.add(job).catch((error: Error) => say(`warning: ${error.message}`));
      jobs.push(job);
      say(`job ${job.manifest.id} (${order.name}) ${again ? 'was submitted before' : 'is submitted'}.`);
    }
    const view = { style: styleFor(stderr, env), eachTask: false };
    const states = await watchJobs(jobs, {
      engineOf: () => engine,
      signal: interrupts.signal,
      onLook: liveView(stderr, view),
    }).catch((error: unknown) => {
      if (interrupts.signal.aborted) say(whatNow(jobs));
      throw error;
    });
    return await conclude(states, { output, simulated: options.simulate !== undefined, say });
  } finally {
    interrupts.stop();
  }
}

function whatNow(jobs: readonly SubmittedJob[]): string {
  const ids = jobs.map(({ manifest }) => manifest.id).join(' ');
  return `the jobs go on: the same command goes on with them, and \`ov-bench job cancel ${ids}\` ends them.`;
}

function jobFolder(output: string, { name }: Order): string {
  return join(output, 'jobs', name);
}

/** @throws OpenVINOError `NOT_WRITABLE` where the same combination was submitted into this folder with other options. */
async function refuseOtherOrder(order: Order, output: string, engine: Engine): Promise<void> {
  const manifest = await readManifest(jobFolder(output, order));
  if (manifest === undefined || (manifest.fingerprint === fingerprint(order) && manifest.engine === engine.name))
    return;
  throw new OpenVINOError(
    'NOT_WRITABLE',
    `"${printable(output)}" has the jobs of an exercise with other options, on ${manifest.engine}: give the same options as then, or another folder with --output.`,
  );
}

/** @throws OpenVINOError `USAGE` for what the exercise's script does not pass on. */
function refuseOthers(command: Command): void {
  const found = command.options.find((option) => {
    const name = option.attributeName();
    if (option.helpGroupHeading === JOBS_GROUP || UNDERSTOOD.includes(name) || SIMULATED.includes(name)) return false;
    return command.getOptionValueSource(name) === 'cli' && !(name === 'api' && command.opts()[name] === 'sync');
  });
  if (found === undefined) return;
  throw usageError(
    `${found.long} is not passed on with --engine: the exercise's jobs measure synchronously, once each, by its own script. For more, \`ov-bench job submit --model FILE -- OPTIONS\`.`,
  );
}

async function ordersOf(options: ExerciseOptions, engine: string, signal: AbortSignal) {
  const { map = [], device, image, iterations, timeLimit, simulate, simulateTime, simulateSeed } = options;
  const rows = statsNames(map).filter((row) => device === undefined || device.includes(row.device));
  if (rows.length === 0) {
    const names = statsNames(map).map((row) => row.device);
    throw usageError(`With --engine, --device is one of the exercise's combinations: ${names.join(', ')}.`);
  }
  const { path: model, standIn } = await findModel(options, signal);
  const given = {
    image: image === undefined ? undefined : resolve(image),
    iterations,
    simulate: simulate?.endsWith('.json') === true ? resolve(simulate) : simulate,
    'simulate-time': simulateTime?.label,
    'simulate-seed': simulateSeed,
  };
  const more = Object.entries(given).flatMap(([key, value]) =>
    value === undefined ? [] : [`--${key}`, String(value)],
  );
  // a board of today with other devices has other features, and this machine has none
  const isOfBoard = map.length === 0 && engine !== 'local';
  const features = options.features ?? (isOfBoard ? [...EXERCISE_FEATURES] : []);
  const { time: _, ...place } = options;
  const limit = timeLimit === undefined ? {} : { time: timeLimit };
  return await exerciseOrders(rows, { model, standIn, more }, { ...place, ...limit, features }, process.cwd());
}

interface Conclusion {
  readonly output: string;
  readonly simulated: boolean;
  readonly say: (sentence: string) => void;
}

/** Fetches, keeps the stats files side by side, and draws. */
async function conclude(states: readonly JobState[], { output, simulated, say }: Conclusion): Promise<number> {
  const files: string[] = [];
  let ran = 0;
  for (const state of states) {
    const { name } = state.job.manifest;
    const folder = join(output, 'results', name);
    const { stats, reason, warnings } = await statsOf(state, folder);
    for (const warning of warnings) say(`warning: job ${state.job.manifest.id} (${name}): ${warning}`);
    for (const file of stats) await copyFile(join(folder, file), join(output, file));
    if (stats.length > 0) ran++;
    const missing = `${name}${simulated ? '_SIMULATED' : ''}.txt`;
    files.push(join(output, stats.find((file) => file.endsWith('.txt')) ?? missing));
    if (reason !== '') say(`warning: job ${state.job.manifest.id} (${name}) ${reason}.`);
  }
  // the jobs there are stay those of this folder
  const again = 'give another --output to run them again, for this folder has their jobs';
  if (ran === 0) {
    say(`no combination ran, and there is nothing to draw: ${again}.`);
    return EXIT.failed;
  }
  const { drawFiles } = await import('./plot.js');
  await drawFiles(files, output);
  if (ran < states.length) say(`${states.length - ran} of ${states.length} combinations have no result: ${again}.`);
  const strict = states.some(({ job, tasks }) => job.manifest.strictDevices && tasks[0]?.exitCode === EXIT.dropped);
  return strict ? EXIT.dropped : EXIT.ok;
}

interface JobStats {
  readonly stats: readonly string[];
  /** How it ended, where that was not well. */
  readonly reason: string;
  /** What of it was not fetched. */
  readonly warnings: readonly string[];
}

/** The stats files that a job has left, and what is to be said of it. */
async function statsOf(state: JobState, folder: string): Promise<JobStats> {
  const fetched = await fetchResults(state.job, [undefined], folder).catch((error: Error) => error);
  const warnings = fetched instanceof Error ? [] : fetched.flatMap((each) => each.warnings);
  return { ...(await told(state, fetched, folder)), warnings };
}

async function told(
  { job, tasks }: JobState,
  fetched: readonly Fetched[] | Error,
  folder: string,
): Promise<Omit<JobStats, 'warnings'>> {
  const [task] = tasks;
  const refusal = fetched instanceof Error ? fetched : fetched.find((each) => each.refusal !== undefined)?.refusal;
  const files = fetched instanceof Error ? [] : fetched.flatMap((each) => each.files);
  const stats = files.filter((file) => /^\w+\.(txt|json)$/.test(file) && file.startsWith(job.manifest.name));
  if (refusal !== undefined) return { stats: [], reason: `gave no results: ${refusal.message.replace(/\.$/, '')}` };
  const logs = files.length === 0 ? '' : `${await lastWords(folder)}; its logs are in ${folder}`;
  if (task !== undefined && task.outcome !== 'completed' && task.outcome !== 'dropped')
    return { stats, reason: `${whatOf(task).replace(/\.$/, '')}${logs}` };
  if (stats.length === 0) return { stats, reason: `completed and left no file of figures${logs}` };
  return { stats, reason: task?.outcome === 'dropped' ? 'completed, and a device that was asked for did not run' : '' };
}

/** The last line on stderr of the benchmark, of its script, or of the engine: the first of them that has one. */
async function lastWords(folder: string): Promise<string> {
  for (const name of ['stderr.log', 'job-stderr.log', 'engine-stderr.log']) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => '');
    const last = text.trimEnd().split('\n').at(-1) ?? '';
    if (last !== '') return `, "${printable(last, 300)}"`;
  }
  return '';
}
