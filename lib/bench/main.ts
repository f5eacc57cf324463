#!/usr/bin/env node
import { notWritable } from './atomic-write.js';
import { createProgram } from './cli.js';
import { exitCodeFor, tell } from './errors-told.js';
import { execute } from './executor.js';
import { exitCodeOf } from './exit-code.js';
import { describeHost } from './host.js';
import { Interrupted, watchInterrupts } from './interrupt.js';
import { withPictures } from './modes/pictures.js';
import { checkOutputs } from './outputs.js';
import { makePlan } from './plan.js';
import { report } from './report/index.js';
import { progressLine } from './report/progress.js';
import type { BenchRequest } from './request.js';
import type { SimulationChoice } from './simulation/choice.js';
import type { Simulation } from './simulation/simulation.js';
import { summarize } from './summarize.js';

/** A benchmark from its request to its exit code: arguments are behind it, each step gives what the next one takes. */
async function bench({
  options: asked,
  findModel,
  outputs,
  simulation: choice,
  allowDropped,
  afterwards,
}: BenchRequest): Promise<void> {
  const { stdout, stderr, env } = process;
  const plan = makePlan(asked.modes?.endToEnd === undefined ? asked : await withPictures(asked));
  const simulation = choice && (await resolve(choice));
  await checkOutputs(outputs, simulation !== undefined);
  const interrupts = watchInterrupts();
  const progress = progressLine(plan, stderr);
  try {
    const model = await interrupts.orAbort(findModel(interrupts.signal));
    const createdAt = new Date();
    const execution = await execute(plan, model, { signal: interrupts.signal, observer: progress, simulation });
    progress.clear();
    const result = summarize(execution, { createdAt, host: describeHost() });
    await report(result, { plan, outputs, stdout, stderr, env });
    await afterwards?.(result);
    process.exitCode = interrupts.exitCode() ?? exitCodeOf(result, plan.form, allowDropped);
  } catch (error) {
    progress.clear();
    throw error;
  } finally {
    interrupts.stop();
  }
}

/** Loaded where it is asked for: most runs are of real devices. */
async function resolve(choice: SimulationChoice): Promise<Simulation> {
  const { resolveSimulation } = await import('./simulation/resolve.js');
  return resolveSimulation(choice);
}

process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
  // a reader that has seen enough (`ov-bench … | head`) is no error
  if (cause.code === 'EPIPE') process.exit(0);
  const error = notWritable('The standard output', cause);
  tell(error, process.stderr);
  process.exit(exitCodeFor(error));
});

try {
  await createProgram(bench).parseAsync();
} catch (error) {
  tell(error, process.stderr);
  process.exitCode = exitCodeFor(error);
  // nothing that is still under way is waited for
  if (error instanceof Interrupted) process.exit();
}
