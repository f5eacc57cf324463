import { printable } from '../../runtime/printable.js';
import type { ReadyDemands } from '../checks/index.js';
import { exitCodeOf } from '../exit-code.js';
import type { KeepingOptions } from '../files/keeping.js';
import { checkOutputs } from '../files/outputs.js';
import type { RunFolder } from '../files/run-folder.js';
import { describeHost } from '../machine/host.js';
import { jobInfo } from '../machine/job.js';
import type { Stream } from '../report/index.js';
import { progressLine } from '../report/progress.js';
import type { BenchResult } from '../result/result.js';
import type { SimulationChoice } from '../simulation/choice.js';
import type { Simulation } from '../simulation/simulation.js';
import { execute, type Observer } from './executor.js';
import { type InterruptWatch, watchInterrupts } from './interrupt.js';
import { type BenchOptions, makePlan, type Plan } from './plan.js';
import type { BenchRequest } from './request.js';

/** Where a benchmark writes, and what it is told by the environment. */
export interface Surroundings {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: NodeJS.ProcessEnv;
}

/** A benchmark that nothing is known to be wrong with. */
export interface Prepared {
  readonly request: BenchRequest;
  readonly plan: Plan;
  readonly simulation: Simulation | undefined;
  readonly demands: ReadyDemands | undefined;
}

/** What a benchmark came to. */
export interface Ended {
  readonly result: BenchResult;
  readonly code: number;
}

/** Benchmarks from their requests to the exit code: what can be known to be wrong is, before anything is measured. */
export async function bench(requests: readonly BenchRequest[], surroundings: Surroundings): Promise<number> {
  const prepared: Prepared[] = [];
  for (const request of requests) prepared.push(await prepare(request));
  const interrupts = watchInterrupts();
  try {
    const [only] = prepared;
    if (only !== undefined && prepared.length === 1) return (await measure(only, interrupts, surroundings)).code;
    const { runSeries } = await import('./series.js');
    return await runSeries(prepared, (one) => measure(one, interrupts, surroundings), { interrupts, ...surroundings });
  } finally {
    interrupts.stop();
  }
}

async function prepare(request: BenchRequest): Promise<Prepared> {
  const { options, outputs, simulation: choice } = request;
  const plan = makePlan(await withFoundPictures(options));
  const simulation = choice && (await resolve(choice));
  await checkOutputs(outputs, simulation !== undefined);
  return { request, plan, simulation, demands: await ready(request) };
}

// Modules are loaded where they are asked for, or while the model is looked at: a module takes half a millisecond.

async function ready({ demands }: BenchRequest): Promise<ReadyDemands | undefined> {
  if (demands === undefined) return undefined;
  const { readyDemands } = await import('../checks/index.js');
  return readyDemands(demands);
}

async function withFoundPictures(options: BenchOptions): Promise<BenchOptions> {
  if (options.modes?.endToEnd === undefined) return options;
  const { withPictures } = await import('../modes/pictures.js');
  return withPictures(options);
}

async function openFolder(path: string | undefined): Promise<RunFolder | undefined> {
  if (path === undefined) return undefined;
  const { RunFolder } = await import('../files/run-folder.js');
  return new RunFolder(path);
}

/** Arguments are behind it, each step gives what the next one takes. */
async function measure(
  { request, plan, simulation, demands }: Prepared,
  interrupts: InterruptWatch,
  { stdout, stderr, env }: Surroundings,
): Promise<Ended> {
  const { findModel, outputs, allowDropped } = request;
  const folder = await openFolder(outputs.folder);
  const progress = progressLine(plan, stderr);
  try {
    const model = await interrupts.orAbort(findModel(interrupts.signal));
    const circumstances = { createdAt: new Date(), host: describeHost(), job: jobInfo(env) };
    const observer = folder ? await kept(progress, folder, { circumstances, stderr }) : progress;
    const [execution, { conclude }] = await Promise.all([
      execute(plan, model, { signal: interrupts.signal, observer, simulation }),
      import('./conclude.js'),
    ]);
    progress.clear();
    const result = await conclude(execution, { plan, circumstances, demands, outputs, folder, stdout, stderr, env });
    await request.afterwards?.(result);
    return { result, code: interrupts.exitCode() ?? exitCodeOf(result, plan.form, allowDropped) };
  } catch (error) {
    progress.clear();
    const left = await folder?.kept();
    if (left !== undefined)
      stderr.write(`ov-bench: What had finished is kept in ${printable(left.folder)}: ${left.files.join(', ')}.\n`);
    throw error;
  }
}

async function resolve(choice: SimulationChoice): Promise<Simulation> {
  const { resolveSimulation } = await import('../simulation/resolve.js');
  return resolveSimulation(choice);
}

async function kept(observer: Observer, folder: RunFolder, options: KeepingOptions): Promise<Observer> {
  const { keeping } = await import('../files/keeping.js');
  return keeping(observer, folder, options);
}
