import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Core } from '../../../lib/index.js';
import { childrenOf, processesStarted, runCli, startCli, until } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { heavyModel, reluModel, twoOutputsModel, writeModel } from '../../helpers/models.js';
import { parseTuning } from './tune-json.js';

const folder = testFolder();
const relu = writeModel(folder, 'relu', reluModel({ shape: [1, 64] }));

describe('ov-bench tune on a real model', () => {
  it('finds a configuration, and gives what compileModel takes', async () => {
    const json = join(folder, 'tune.json');
    const began = performance.now();
    const run = await runCli(['tune', '--model', relu, '--device', 'CPU', '--budget', '10s', '--json', json]);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(performance.now() - began).toBeLessThan(20_000);
    const { outcome, candidates, trials, reference, rounds } = parseTuning(readFileSync(json, 'utf8'));
    expect(outcome.kind).toMatch(/winner|default/);
    expect(outcome.ratio?.interval).toHaveLength(2);
    expect(candidates[0]).toMatchObject({ name: 'CPU default', properties: {}, fate: 'finalist' });
    expect(reference.properties).toMatchObject({ EXECUTION_MODE_HINT: 'ACCURACY', INFERENCE_PRECISION_HINT: 'f32' });
    expect(rounds.length).toBeGreaterThan(0);
    expect(trials.filter(({ phase }) => phase === 'confirmation')).toHaveLength(10);
    for (const { fate, accuracy } of candidates) {
      if (fate === 'finalist') expect(accuracy).toMatchObject({ cosine: 1 });
    }
    const { device, properties, requests } = outcome.use ?? expect.fail('there is something to use');
    expect(requests).toBeGreaterThan(0);
    using core = new Core();
    using compiled = await core.compileModel(relu, device, { ...properties });
    expect(compiled.outputs).toHaveLength(1);
    expect(run.stdout).toMatch(/^Confirmation, 5 fresh processes each, in turns, 95 % interval:$/m);
    expect(run.stdout).toMatch(/core\.compileModel\(/);
    expect(run.stdout).toMatch(/^JSON: \{"device":"CPU","properties":\{/m);
  }, 60_000);

  it('refuses what strays by more than the tolerance', async () => {
    using core = new Core();
    const reduced = String(core.getProperty('CPU', 'INFERENCE_PRECISION_HINT')) !== 'f32';
    const heavy = writeModel(folder, 'heavy', heavyModel({ layers: 1 }));
    const args = ['--device', 'CPU', '--budget', '12s', '--tolerance', '0', '--json', '-'];
    const run = await runCli(['tune', '--model', heavy, ...args]);
    const { candidates } = parseTuning(run.stdout);
    const strayed = candidates.filter(({ fate }) => fate === 'refused');
    for (const { reason } of strayed) expect(reason).toMatch(/strays from the f32 reference: by .* \(at most 0 %\)/);
    if (reduced) expect(strayed.length).toBeGreaterThan(0);
    expect(run.stderr).toMatch(/^ov-bench tune {2}heavy/m);
  }, 60_000);

  it('compares all outputs, and integers exactly', async () => {
    const model = writeModel(folder, 'integers', twoOutputsModel({ elementType: 'i32' }));
    const args = ['--device', 'CPU', '--budget', '6s', '--json', '-'];
    const { stdout } = await runCli(['tune', '--model', model, ...args]);
    const { candidates } = parseTuning(stdout);
    expect(candidates[0]?.accuracy).toEqual({ maxError: 0, cosine: 1 });
    expect(candidates.filter(({ fate }) => fate === 'refused')).toEqual([]);
  }, 60_000);

  // children are found in /proc
  const onLinux = it.runIf(process.platform === 'linux');

  onLinux(
    'by Ctrl-C tells the best so far as unconfirmed, and ends with 130',
    async () => {
      const json = join(folder, 'interrupted.json');
      const heavy = writeModel(folder, 'heavy', heavyModel({ layers: 1 }));
      const running = startCli(['tune', '--model', heavy, '--device', 'CPU', '--budget', '1m', '--json', json]);
      // the model, the devices, the reference, and some trials
      await processesStarted(running, 8);
      running.process.kill('SIGINT');
      const { code, stdout } = await running.ended;
      expect(code).toBe(130);
      expect(stdout).toMatch(/\[INTERRUPTED\]/);
      expect(stdout).toMatch(/^> UNCONFIRMED \(interrupted\)/m);
      const { interrupted, outcome } = parseTuning(readFileSync(json, 'utf8'));
      expect([interrupted, outcome.kind, outcome.ratio]).toEqual([true, 'unconfirmed', null]);
    },
    60_000,
  );

  onLinux('by Ctrl-C before anything is measured writes nothing', async () => {
    const json = join(folder, 'nothing.json');
    const running = startCli(['tune', '--model', relu, '--json', json]);
    await until(() => childrenOf(running.process.pid as number)[0], 'the first child');
    running.process.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    expect(existsSync(json)).toBe(false);
  });
});

describe('what can not be tuned: one sentence', () => {
  it.each([
    [['--model', relu, '--goal', 'speed'], 2, /--goal takes throughput, or a bound such as/],
    [['--model', relu, '--budget', '1s'], 2, /--budget takes at least 5s/],
    [['--model', relu, '--tolerance', '2'], 2, /--tolerance takes a share from 0 to 0\.5/],
    [['--model', join(folder, 'missing.xml')], 1, /MODEL_NOT_FOUND/],
    [['--model', relu, '--device', 'NPU'], 1, /The default configuration \(NPU default\) does not run/],
    [['--model', relu, '--device', 'MULTI:CPU,GPU'], 1, /does not run.*GPU (did not run|is not on this machine)/],
  ])('%j', async (args, code, says) => {
    const run = await runCli(['tune', ...args]);
    expect([run.code, run.stdout]).toEqual([code, '']);
    expect(run.stderr).toMatch(says);
    expect(run.stderr).toMatch(/^ov-bench: [^\n]+\n$/);
  });
});
