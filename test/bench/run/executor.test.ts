import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Execution, execute, type Observer } from '../../../lib/bench/run/executor.js';
import type { Plan, TrialSpec } from '../../../lib/bench/run/plan.js';
import { expectRejection } from '../../helpers/expect-error.js';
import { testFolder } from '../../helpers/folder.js';
import { inspection, trialSpec } from '../factories.js';

// What the process that runs a plan does with children that answer, fail, die and hang. The children here are scripts; those
// that measure are tested through the command.
const folder = testFolder();
const model = { path: 'model.xml', standIn: false };

/** A child that does, for each kind of job, what the code says; `job`, `send` and `spec` are at hand. */
function childModule(code: { inspect?: string; trial?: string }): URL {
  const file = join(folder, `child-${Math.random().toString(36).slice(2)}.mjs`);
  const inspect =
    code.inspect ??
    `send({ kind: 'inspected', inspection: ${JSON.stringify(inspection())} }, () => process.disconnect());`;
  writeFileSync(
    file,
    `process.once('message', (job) => {
      const send = (reply, then) => process.send(reply, then);
      const spec = job.spec;
      if (job.kind === 'inspect') { ${inspect} } else { ${code.trial ?? ''} }
    });`,
  );
  return pathToFileURL(file);
}

const MEASURE =
  "send({ kind: 'measured', measurement: { loadMs: process.pid, latenciesMs: Float64Array.of(1, 2) } }, () => process.disconnect());";

function planOf(...devices: string[]): Plan {
  const trials: TrialSpec[] = devices.map((device) => trialSpec({ device }));
  return { form: 'run', input: { kind: 'files', files: [] }, shapes: [], trials, repeat: 1 };
}

function run(
  plan: Plan,
  module: URL,
  observer: Observer = {},
  signal = new AbortController().signal,
): Promise<Execution> {
  return execute(plan, model, { signal, observer, childModule: module });
}

// of this file alone: other tests run at the same time, and make such folders
process.env['TMPDIR'] = mkdtempSync(join(folder, 'tmp-'));
const leftovers = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('ov-bench-'));
let before: string[] = [];
beforeEach(() => {
  before = leftovers();
});
const expectNothingLeft = (): void => expect(leftovers().filter((name) => !before.includes(name))).toEqual([]);

describe('execute', () => {
  it('gives no figures of a model that was replaced meanwhile', async () => {
    const path = join(folder, 'replaced.xml');
    writeFileSync(path, 'one');
    const trial = `if (spec.device === 'GPU') process.getBuiltinModule('node:fs').writeFileSync(${JSON.stringify(path)}, 'another'); ${MEASURE}`;
    const module = childModule({ trial });
    const signal = new AbortController().signal;
    const { outcomes } = await execute(
      planOf('CPU', 'GPU', 'NPU'),
      { path, standIn: false },
      { signal, childModule: module },
    );
    expect(outcomes.map((outcome) => 'failure' in outcome)).toEqual([false, true, true]);
    expect(outcomes[1]).toMatchObject({
      failure: { code: 'MODEL_REPLACED', message: expect.stringMatching(/replaced\.xml was replaced/) },
    });
  });

  it('gives each trial a fresh process, one after the other, and tells what goes on', async () => {
    const told: string[] = [];
    const observer: Observer = {
      inspected: () => told.push('inspected'),
      trialStarted: (index, { device }) => told.push(`start ${index} ${device}`),
      progress: (index, done, elapsedMs) => told.push(`progress ${index} ${done} ${elapsedMs}`),
      turnEnded: ([outcome], soFar) => told.push(`end ${outcome?.spec.device}, so far ${soFar.outcomes.length}`),
    };
    const trial = `send({ kind: 'progress', done: 3, elapsedMs: 9 }); ${MEASURE}`;
    const { outcomes, interrupted } = await run(planOf('CPU', 'GPU'), childModule({ trial }), observer);
    expect(told).toEqual([
      'inspected',
      'start 0 CPU',
      'progress 0 3 9',
      'end CPU, so far 1',
      'start 1 GPU',
      'progress 1 3 9',
      'end GPU, so far 2',
    ]);
    const pids = outcomes.map((outcome) => ('measurement' in outcome ? outcome.measurement.loadMs : 0));
    expect(new Set(pids).size).toBe(2);
    expect(outcomes[0]).toMatchObject({ measurement: { latenciesMs: Float64Array.of(1, 2) } });
    expect(interrupted).toBe(false);
    expectNothingLeft();
  });

  it('repeats round by round, each beginning a row later', async () => {
    const told: string[] = [];
    const observer: Observer = { trialStarted: (_, { device }, repetition) => told.push(`${device} ${repetition}`) };
    const plan = { ...planOf('A', 'B', 'C'), repeat: 3 };
    const { outcomes } = await run(plan, childModule({ trial: MEASURE }), observer);
    expect(told).toEqual(['A 0', 'B 0', 'C 0', 'B 1', 'C 1', 'A 1', 'C 2', 'A 2', 'B 2']);
    expect(outcomes.filter(({ spec }) => spec === plan.trials[1])).toHaveLength(3);
    const times = outcomes.map(({ startedAt }) => startedAt?.getTime());
    expect(times).toEqual([...times].sort());
  });

  it('a trial that fails is a row; the next one runs', async () => {
    const trial = `if (spec.device === 'BAD') send({ kind: 'failed', error: { code: 'COMPILE_FAILED', message: 'no' } }, () => process.disconnect()); else ${MEASURE}`;
    const { outcomes } = await run(planOf('BAD', 'CPU'), childModule({ trial }));
    expect(outcomes).toMatchObject([{ failure: { code: 'COMPILE_FAILED', message: 'no' } }, { measurement: {} }]);
  });

  it.each([
    [
      'process.kill(process.pid, "SIGSEGV")',
      /^The trial of BAD failed: its process was killed by SIGSEGV \(a crash inside OpenVINO/,
    ],
    ['process.abort()', /killed by SIGABRT/],
    ['process.kill(process.pid, "SIGKILL")', /killed by SIGKILL \(from outside, or because memory ran out\)/],
    [
      'console.error("plugin says\\u001b[2J no"); process.exit(7)',
      /ended with code 7 before it had a result; its last words: plugin says\\x1b\[2J no\.$/,
    ],
    ['process.exit(0)', /ended with code 0 before it had a result/],
    ['throw new Error("boom")', /ended with code 1 before it had a result; its last words: Error: boom/],
    ['throw Object.assign(new RangeError("boom"), { code: 3 })', /its last words: RangeError: boom/],
  ])('a child that dies loses one row: %s', async (death, says) => {
    const trial = `if (spec.device === 'BAD') { ${death} } else ${MEASURE}`;
    const { outcomes } = await run(planOf('BAD', 'CPU'), childModule({ trial }));
    expect(outcomes).toMatchObject([
      { failure: { code: 'TRIAL_FAILED', message: expect.stringMatching(says) } },
      { measurement: {} },
    ]);
    expectNothingLeft();
  });

  it('a child that crashes on its way out has answered all the same', async () => {
    const trial = MEASURE.replace('process.disconnect()', 'process.kill(process.pid, "SIGSEGV")');
    const { outcomes } = await run(planOf('CPU'), childModule({ trial }));
    expect(outcomes).toMatchObject([{ measurement: {} }]);
  });

  it('what would fail each trial ends the run', async () => {
    const inspect =
      "send({ kind: 'failed', error: { code: 'MODEL_TOO_OLD', message: 'an IR of version 3' } }, () => process.disconnect());";
    await expectRejection('MODEL_TOO_OLD', () => run(planOf('CPU'), childModule({ inspect })), /an IR of version 3/);
    const crash = 'process.kill(process.pid, "SIGSEGV")';
    await expectRejection(
      'MODEL_INVALID',
      () => run(planOf('CPU'), childModule({ inspect: crash })),
      /Looking at the model model\.xml failed: its process was killed by SIGSEGV/,
    );
    expectNothingLeft();
  });

  it('an interruption kills the child at once and keeps what is finished', async () => {
    const controller = new AbortController();
    const observer: Observer = {
      trialStarted: (index) => {
        if (index === 1) setTimeout(() => controller.abort(new Error('ctrl-c')), 200);
      },
    };
    const trial = `if (spec.device === 'HANG') for (;;); else ${MEASURE}`;
    const start = performance.now();
    const execution = await run(planOf('CPU', 'HANG', 'CPU'), childModule({ trial }), observer, controller.signal);
    expect(performance.now() - start).toBeLessThan(8000);
    expect(execution.interrupted).toBe(true);
    expect(execution.outcomes).toHaveLength(1);
    expectNothingLeft();
  });

  it('an interruption before the first trial is its own error', async () => {
    const reason = new Error('ctrl-c');
    await expect(run(planOf('CPU'), childModule({}), {}, AbortSignal.abort(reason))).rejects.toBe(reason);
    expectNothingLeft();
  });
});
