import { nodeProblem } from './checks.mjs';
import { createContext } from './context.mjs';
import { acquireLock } from './lock.mjs';
import { explainMissing, findMissing } from './requirements.mjs';
import { killChildren } from './run.mjs';
import { StepError } from './step-error.mjs';
import { dependencies } from './steps/dependencies.mjs';
import { model } from './steps/model.mjs';
import { native } from './steps/native.mjs';
import { runtime } from './steps/runtime.mjs';
import { testRuntimes } from './steps/test-runtimes.mjs';
import { typescript } from './steps/typescript.mjs';

const USAGE = `Usage: node scripts/setup.mjs [--with-tests | --without-runtime]
Sets this checkout up for npm run bench.
  --with-tests       for npm test as well: older OpenVINO runtimes
  --without-runtime  for npm run test:mock alone: no OpenVINO, no model, and so no Python and no network but npm's`;

/** @type {Record<string, import('./context.mjs').Step[]>} */
const STEPS = {
  '': [dependencies, native, typescript, runtime, model],
  '--with-tests': [dependencies, native, typescript, runtime, model, testRuntimes],
  '--without-runtime': [dependencies, native, typescript],
};

/**
 * Runs what is left to do of the set-up.
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function main(args) {
  const option = [...new Set(args)].join(' ');
  const steps = Object.hasOwn(STEPS, option) ? STEPS[option] : undefined;
  if (steps === undefined) {
    const asked = args.includes('--help') || args.includes('-h');
    process.stderr.write(asked ? `${USAGE}\n` : `Set-up does not know ${option}.\n${USAGE}\n`);
    return asked ? 0 : 2;
  }
  const context = createContext();
  try {
    return await setUp(context, steps);
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    context.say(error.report());
    return 1;
  }
}

/**
 * @param {import('./context.mjs').Context} context
 * @param {import('./context.mjs').Step[]} steps
 */
async function setUp(context, steps) {
  const pending = await pendingSteps(context, steps);
  const node = nodeProblem(process.versions.node);
  if (pending.length === 0 && node === undefined) return 0;

  const missing = await findMissing(context, pending);
  if (missing.length > 0) {
    process.stderr.write(explainMissing(missing));
    return 1;
  }
  await runUnderLock(context, steps);
  return 0;
}

/**
 * Steps that cannot tell yet (the runtime's finder is itself built by an earlier step) count as pending.
 * @param {import('./context.mjs').Context} context
 * @param {import('./context.mjs').Step[]} steps
 */
async function pendingSteps(context, steps) {
  const pending = [];
  for (const step of steps) {
    const reason = await step.pending(context, pending.length > 0);
    if (reason !== undefined) pending.push({ step, reason });
  }
  return pending;
}

/**
 * @param {import('./context.mjs').Context} context
 * @param {import('./context.mjs').Step[]} steps
 */
async function runUnderLock(context, steps) {
  const release = await acquireLock(context.path('.cache/setup/lock'), (pid) =>
    context.say(`Another set-up (process ${pid}) is at work in this checkout; waiting for it.`),
  );
  /** @param {NodeJS.Signals} signal */
  const stop = (signal) => {
    killChildren();
    release();
    context.say('Set-up interrupted. Run the same command again: what is done already is not done twice.');
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    for (const [index, step] of steps.entries()) await runStep(context, step, `[${index + 1}/${steps.length}]`);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    release();
  }
}

/**
 * Asks once more before it works: another set-up may have done the step while this one waited for the lock.
 * @param {import('./context.mjs').Context} context
 * @param {import('./context.mjs').Step} step
 * @param {string} counter
 */
async function runStep(context, step, counter) {
  const reason = await step.pending(context, false);
  if (reason === undefined) return;
  context.say(`${counter} ${step.title}: ${reason}`);
  const startedAt = performance.now();
  const outcome = await step.run(context);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  context.say(`${' '.repeat(counter.length)} ${outcome} (${seconds} s)`);
}
