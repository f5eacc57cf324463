import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { OpenVINOError } from '../../../index.js';
import { printable } from '../../../runtime/printable.js';
import { Engines } from '../../jobs/engines.js';
import { jobEnvironment, passedEnvironment } from '../../jobs/environment.js';
import type { Order } from '../../jobs/order/order.js';
import { orderOfMatrix, orderOfScript } from '../../jobs/order/order-of-options.js';
import { Registry } from '../../jobs/registry.js';
import { submitJob } from '../../jobs/submission.js';
import { quote, usageError } from '../../options.js';
import { watchInterrupts } from '../../run/interrupt.js';
import type { SubmitOptions } from './options.js';

/** `ov-bench job submit`: the id on stdout, and nothing else there. */
export async function submitCommand(words: readonly string[], options: SubmitOptions): Promise<void> {
  const { env, stdout, stderr } = process;
  const say = (sentence: string): void => void stderr.write(`ov-bench: ${sentence}\n`);
  const order = await orderOf(words, options);
  const engine = await new Engines(passedEnvironment(env)).choose(options.engine);
  for (const sentence of cautions(order, engine.name)) say(`warning: ${sentence}`);
  const folder = options.out === undefined ? newFolder(order.name) : resolve(options.out);
  // the first signal ends nothing: between the engine's yes and the note of it a job would be nobody's
  const interrupts = watchInterrupts();
  const { job, again } = await submitJob(order, folder, engine, jobEnvironment(env));
  const { id, cluster } = job.manifest;
  await new Registry(env).add(job).catch((error: Error) => {
    say(`warning: ${error.message} The job is found by its folder, ${printable(folder)}.`);
  });
  const where = `${engine.title}${engine.name === 'local' ? '' : ` (${printable(cluster, 60)})`}`;
  say(
    again
      ? `the job of ${printable(folder)} was submitted before, to ${where}: nothing is submitted twice. To run it once more give another --out.`
      : `job ${id} (${order.name}) is with ${where}, its folder is ${printable(folder)}.`,
  );
  // last: whatever becomes of stdout, the job is known
  stdout.write(`${id}\n`);
  const code = interrupts.exitCode();
  interrupts.stop();
  if (code !== undefined) process.exitCode = code;
}

async function orderOf(words: readonly string[], options: SubmitOptions): Promise<Order> {
  const here = { cwd: process.cwd(), env: process.env };
  const isMatrix = options.model !== undefined || words[0]?.startsWith('-') === true;
  if (!isMatrix) {
    if (words.length === 0)
      throw usageError('ov-bench job submit takes a script, or --model FILE (--help lists the options).');
    refuse(
      options,
      ['device', 'image', 'api', 'iterations', 'repeat', 'simulate', 'array'],
      'belongs to --model, and a script has its own arguments',
    );
    const order = await orderOfScript(options, words, here);
    if (options.check && !isFolder(order.workingFolder))
      throw new OpenVINOError(
        'FILE_NOT_FOUND',
        `There is no folder ${printable(order.workingFolder)} to begin in: the nodes see what is here. Where they have it and this machine does not, give --no-check.`,
      );
    return order;
  }
  const script = words.find((word, index) => index === 0 && !word.startsWith('-'));
  if (script !== undefined)
    throw usageError(
      `${printable(script, 60)} is no option: with --model there is no script, and what stands behind -- are options of ov-bench run.`,
    );
  refuse(options, ['d', 'l', 'F', 'N', 'q', 'A', 't', 'v'], 'belongs to a script, and --model to a job without one');
  const order = await orderOfMatrix(options, words, here);
  for (const device of options.device ?? []) checkDevice(device);
  if (options.check) checkFiles(options);
  for (const task of order.argumentsOf) await checkArguments(task);
  return order;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Whether a node has it is the node's to say; what can be no device anywhere is told at once. */
function checkDevice(device: string): void {
  if (/^[A-Za-z][\w.]*(:[^\s:,][^\s]*)?$/.test(device) && !/,(,|$)/.test(device)) return;
  throw usageError(`--device takes a device string, such as CPU, GPU.0 or MULTI:CPU,GPU, not ${quote(device)}.`);
}

function refuse(options: SubmitOptions, keys: readonly (keyof SubmitOptions)[], why: string): void {
  const found = keys.find((key) => options[key] !== undefined);
  if (found === undefined) return;
  throw usageError(`${found.length === 1 ? '-' : '--'}${found} ${why}.`);
}

/** A job may wait for hours before it would tell of a file that is not there. */
function checkFiles({ model = [], image }: SubmitOptions): void {
  for (const file of [...model, ...(image === undefined ? [] : [image])]) {
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) continue;
    throw new OpenVINOError(
      'FILE_NOT_FOUND',
      `There is no file ${printable(resolve(file))}: the nodes see what is here. Where they have it and this machine does not, give --no-check.`,
    );
  }
}

/** The same for a wrong option: `ov-bench run` itself reads them here, and goes no further. */
async function checkArguments(task: readonly string[]): Promise<void> {
  const { createProgram } = await import('../../cli.js');
  const program = createProgram(async () => {});
  await program.parseAsync(['run', ...task], { from: 'user' });
}

function cautions({ features, timeLimitMs, exclusive }: Order, engine: string): string[] {
  return [
    ...(engine === 'local' && features.length > 0
      ? [
          `there is no cluster here, and the job runs on this machine: nobody checks that it has ${features.join(', ')}.`,
        ]
      : []),
    ...(engine === 'slurm' && timeLimitMs !== undefined && timeLimitMs % 60_000 !== 0
      ? [`Slurm knows whole minutes: the time limit is ${Math.ceil(timeLimitMs / 60_000)} min.`]
      : []),
    ...(exclusive ? [] : ['--shared: other jobs may run on the board meanwhile, and the results say so.']),
  ];
}

/** Each submission has a folder of its own. */
function newFolder(name: string): string {
  const time = new Date().toISOString().replace(/[-:]/g, '').slice(0, 15).replace('T', '-');
  return join(process.cwd(), 'ov-bench-jobs', `${name}-${time}-${randomBytes(2).toString('hex')}`);
}
