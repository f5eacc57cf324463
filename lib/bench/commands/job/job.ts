import type { Command } from 'commander';
import { needSubcommand } from '../help.js';
import { registerCollect } from './collect.js';
import { registerCancel, registerLogs, registerResults, registerStatus } from './follow.js';
import { registerScript, registerSubmit } from './submit.js';

/** `ov-bench job …`: benchmarks as jobs of a batch system, or of this machine. */
export function registerJob(program: Command): void {
  const job = program
    .command('job')
    .summary('benchmarks as jobs: on Slurm, Grid Engine, PBS or this machine')
    .description(
      'Benchmarks as jobs of a batch system: submit them, watch the queue, fetch what they measured. Without a cluster they are queued on this machine. A job has a folder, which all nodes share; what it is stands there, so that any terminal can go on with it.',
    )
    .enablePositionalOptions();
  registerScript(job);
  registerSubmit(job);
  registerStatus(job);
  registerResults(job);
  registerLogs(job);
  registerCancel(job);
  registerCollect(job);
  needSubcommand(job);
}
