import { baselineRemarks, NO_DEMANDS, type ReadyDemands, readyDemands, withChecks } from './checks/index.js';
import { execute } from './executor.js';
import { exitCodeOf } from './exit-code.js';
import { describeHost } from './host.js';
import { type InterruptWatch, watchInterrupts } from './interrupt.js';
import { keeping } from './keeping.js';
import { withPictures } from './modes/pictures.js';
import { checkOutputs } from './outputs.js';
import { makePlan, type Plan } from './plan.js';
import { report, type Stream } from './report/index.js';
import { progressLine } from './report/progress.js';
import type { BenchRequest } from './request.js';
import type { BenchResult } from './result.js';
import { RunFolder } from './run-folder.js';
import { runSeries } from './series.js';
import type { SimulationChoice } from './simulation/choice.js';
import type { Simulation } from './simulation/simulation.js';
import { summarize } from './summarize.js';

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
  readonly demands: ReadyDemands;
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
    return await runSeries(prepared, (one) => measure(one, interrupts, surroundings), { interrupts, ...surroundings });
  } finally {
    interrupts.stop();
  }
}

async function prepare(request: BenchRequest): Promise<Prepared> {
  const { options, outputs, simulation: choice, demands = NO_DEMANDS } = request;
  const plan = makePlan(options.modes?.endToEnd === undefined ? options : await withPictures(options));
  const simulation = choice && (await resolve(choice));
  await checkOutputs(outputs, simulation !== undefined);
  return { request, plan, simulation, demands: await readyDemands(demands) };
}

/** Arguments are behind it, each step gives what the next one takes. */
async function measure(
  { request, plan, simulation, demands }: Prepared,
  interrupts: InterruptWatch,
  { stdout, stderr, env }: Surroundings,
): Promise<Ended> {
  const { findModel, outputs, allowDropped } = request;
  const folder = outputs.folder === undefined ? undefined : new RunFolder(outputs.folder);
  const progress = progressLine(plan, stderr);
  try {
    const model = await interrupts.orAbort(findModel(interrupts.signal));
    const circumstances = { createdAt: new Date(), host: describeHost() };
    const observer = folder ? keeping(progress, folder, { circumstances, stderr }) : progress;
    const execution = await execute(plan, model, { signal: interrupts.signal, observer, simulation });
    progress.clear();
    const result = withChecks(summarize(execution, circumstances), demands);
    for (const remark of baselineRemarks(result, demands)) stderr.write(`ov-bench: warning: ${remark}\n`);
    await report(result, { plan, outputs, outcomes: execution.outcomes, folder, stdout, stderr, env });
    await request.afterwards?.(result);
    return { result, code: interrupts.exitCode() ?? exitCodeOf(result, plan.form, allowDropped) };
  } catch (error) {
    progress.clear();
    if (folder?.kept !== undefined) stderr.write(`ov-bench: What had finished is kept in ${folder.kept}.\n`);
    throw error;
  }
}

/** Loaded where it is asked for: most runs are of real devices. */
async function resolve(choice: SimulationChoice): Promise<Simulation> {
  const { resolveSimulation } = await import('./simulation/resolve.js');
  return resolveSimulation(choice);
}
