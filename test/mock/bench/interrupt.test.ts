import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type RunningCli, startCli, trialProcess } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { reluModel, writeModel } from '../../helpers/models.js';
import { scenario } from './simulate.js';

const folder = testFolder();
const model = writeModel(folder, 'relu', reluModel());

let count = 0;

function start(args: readonly string[]): { run: RunningCli; temporary: string; json: string } {
  const temporary = join(folder, `tmp-${count++}`);
  mkdirSync(temporary);
  const json = join(temporary, '..', `result-${count}.json`);
  const env = { ...process.env, TMPDIR: temporary };
  return { run: startCli(['run', '--model', model, '--json', json, ...args], { env }), temporary, json };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

// children are found in /proc
describe.runIf(process.platform === 'linux')('Ctrl-C', () => {
  const hangs = scenario(folder, 'hangs', { devices: [{ name: 'CPU', faults: [{ kind: 'load-hangs' }] }] });

  it.each([
    ['in a load of 44 s, in real time', ['--simulate', 'tank-870', '--simulate-time', 'real', '--device', 'GPU']],
    ['in a load that hangs', ['--simulate', hangs]],
    ['in a load that hangs, in real time', ['--simulate', hangs, '--simulate-time', 'real']],
    ['in a long loop', ['--simulate', 'tank-870', '--simulate-time', 'real', '--time', '60s', '--api', 'sync']],
  ])('%s ends at once with 130, and leaves nothing behind', async (_, args) => {
    const { run, temporary, json } = start(args);
    await trialProcess(run);
    await pause(1000);
    const begin = performance.now();
    run.process.kill('SIGINT');
    const { code, signal, stderr } = await run.ended;
    expect(performance.now() - begin).toBeLessThan(3000);
    expect([code, signal, stderr]).toEqual([130, null, '']);
    expect(readdirSync(temporary)).toEqual([]);
    expect(existsSync(json)).toBe(false);
  });
});
