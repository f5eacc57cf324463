import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseSimulation } from '../../../lib/bench/commands/simulation-options.js';
import { parseSource, parseTime, VIRTUAL_TIME } from '../../../lib/bench/simulation/choice.js';
import { resolveSimulation } from '../../../lib/bench/simulation/resolve.js';
import { inspectionJob, trialJob } from '../../../lib/bench/simulation/simulation.js';
import { trialSpec } from '../../bench/factories.js';
import { runCli } from '../../helpers/cli.js';
import { expectError, expectRejection } from '../../helpers/expect-error.js';
import { testFolder } from '../../helpers/folder.js';

const folder = testFolder();

const tank = (seed?: number) => resolveSimulation({ source: 'tank-870', time: VIRTUAL_TIME, seed });

describe('what to simulate', () => {
  it('a profile by its name, or a file', () => {
    expect([parseSource('tank-870'), parseSource('Tank-870'), parseSource('dir/My.JSON')]).toEqual([
      'tank-870',
      'tank-870',
      'dir/My.JSON',
    ]);
    expectError('USAGE', () => parseSource('tank'), /--simulate takes a profile \(tank-870\) or .*not "tank"\./);
  });

  it('in virtual time, in real time, or faster', () => {
    expect(['virtual', 'Real', '10x', '2.5X'].map((text) => parseTime(text).speed)).toEqual([undefined, 1, 10, 2.5]);
    for (const text of ['', 'x', '0x', '0.01x', '1e3x', '2000x', '-1x', '10', 'unreal'])
      expectError('USAGE', () => parseTime(text), /--simulate-time takes virtual, real/);
  });

  it('how to simulate needs what', () => {
    expect(chooseSimulation({})).toBeUndefined();
    expect(chooseSimulation({ simulate: 'tank-870' })).toEqual({
      source: 'tank-870',
      time: VIRTUAL_TIME,
      seed: undefined,
    });
    expectError('USAGE', () => chooseSimulation({ simulateSeed: 3 }), /--simulate-seed needs --simulate/);
    expectError('USAGE', () => chooseSimulation({ simulateTime: VIRTUAL_TIME }), /--simulate-time needs --simulate/);
  });

  it.each([
    [['run', '--model', 'm.xml', '--simulate', 'tank-871'], /--simulate takes a profile \(tank-870\)/],
    [['devices', '--simulate', 'nothing'], /--simulate takes a profile \(tank-870\)/],
    [['exercise', '--simulate', 'tank-870', '--simulate-seed', '-1'], /--simulate-seed takes a whole number/],
    [['exercise', '--simulate-time', '10x'], /--simulate-time needs --simulate/],
    [['exercise', '--output', 'x', '--api', 'async'], /--output writes the files of synchronous rows of MULTI:CPU,MYR/],
    [['exercise', '--output', 'x', '--device', 'CPU'], /there are none among those asked for\./],
  ])('%j is a usage error', async (args, says) => {
    const { code, stdout, stderr } = await runCli(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(says);
    expect(stderr).toMatch(/^ov-bench: [^\n]+\n$/);
  });
});

describe('a file', () => {
  const file = (text: string): string => {
    const path = join(folder, `${Math.random().toString(36).slice(2)}.json`);
    writeFileSync(path, text);
    return path;
  };
  const read = (source: string) => resolveSimulation({ source, time: VIRTUAL_TIME, seed: undefined });

  it('has devices, and defaults for the rest', async () => {
    const path = file('{"devices":[{"name":"CPU"},{"name":"GPU","fullName":"A fast one"}]}');
    expect(await read(path)).toMatchObject({
      profile: {
        name: path,
        machine: 'Intel(R) Core(TM) CPU, A fast one',
        version: '2026.4.1',
        calibration: undefined,
      },
      seed: 1,
    });
    const all = file('{"machine":"mine","devices":[{"name":"CPU"}],"version":"2022.3.0","seed":9}');
    expect(await read(all)).toMatchObject({ profile: { machine: 'mine', version: '2022.3.0' }, seed: 9 });
  });

  it.each([
    ['{"devices":', /it is not JSON/],
    ['[]', /it holds no object/],
    ['{}', /"devices" is a list/],
    ['{"devices":[]}', /"devices" is a list/],
    ['{"devices":{}}', /simulate: devices takes an array/],
    ['{"devices":[{}]}', /simulate: devices\[0\] [^.]*name\.$/],
    ['{"devices":[{"name":"CPU","latencyMs":-1}]}', /simulate: devices\[0\]\.latencyMs takes a number of milliseconds/],
    ['{"devices":[{"name":"CPU","latencyMs":0}]}', /inferences on CPU take no time/],
    ['{"devices":[{"name":"CPU"},{"name":"GPU","latencyMs":[0,0]}]}', /inferences on GPU take no time/],
    ['{"devices":[{"name":"CPU"}],"version":2026}', /version takes a release/],
    ['{"devices":[{"name":"CPU"}],"seed":-1}', /seed takes a whole number/],
    ['{"devices":[{"name":"CPU"}],"machine":1}', /"machine" is a text/],
    ['{"device":[{"name":"CPU"}]}', /it has no "device": its members are machine, devices, version, seed/],
  ])('%s says what is wrong', async (text, says) => {
    await expectRejection('INVALID_ARGUMENT', () => read(file(text)), says);
  });

  it('that is not there', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.json')]);
    await expectRejection(
      'FILE_NOT_READABLE',
      () => read(join(folder, 'pipe.json')),
      /pipe.json is not a regular file/,
    );
    await expectRejection('FILE_NOT_FOUND', () => read(join(folder, 'none.json')), /There is no file .*none\.json/);
    const notFile = join(folder, 'folder.json');
    mkdirSync(notFile);
    await expectRejection('FILE_NOT_READABLE', () => read(notFile), /folder\.json can not be read \(EISDIR\)/);
  });
});

describe('seeds', () => {
  it("are the run's for all, and differ from row to row", async () => {
    const simulation = await tank(7);
    const trials = [trialSpec(), trialSpec({ api: 'async' }), trialSpec({ device: 'GPU' }), trialSpec()];
    const seeds = trials.map((_, index) => trialJob(simulation, trials, index).seed);
    expect(new Set(seeds).size).toBe(4);
    expect(trials.map((_, index) => trialJob(simulation, trials, index).seed)).toEqual(seeds);
    expect(trialJob(await tank(8), trials, 0).seed).not.toBe(seeds[0]);
    expect(inspectionJob(simulation).seed).toBe(7);
  });

  it('of a row are the same whatever other rows there are', async () => {
    const simulation = await tank();
    const alone = trialJob(simulation, [trialSpec({ device: 'GPU' })], 0).seed;
    expect(trialJob(simulation, [trialSpec(), trialSpec({ device: 'GPU' })], 1).seed).toBe(alone);
  });
});
