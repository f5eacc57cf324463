import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { endGroup, isRunning, type ProcessGroup } from '../../../../lib/bench/jobs/local/process-group.js';
import { fateOf, identityOf } from '../../../../lib/bench/machine/process-identity.js';

const MARK = 'OV_BENCH_LOCAL_JOB_ID=7';
const env = { PATH: process.env.PATH ?? '', OV_BENCH_LOCAL_JOB_ID: '7' };

/** A group of processes, the end of its first one, and the number that its script prints. */
async function group(script: string) {
  // it waits for a word, so that its identity is known before it may end
  const child = spawn('sh', ['-c', `read -r go; ${script}`], { detached: true, env });
  const exited = once(child, 'exit');
  const all: ProcessGroup = { leader: await identityOf(child.pid as number), mark: MARK };
  child.stdin.end('go\n');
  const [text] = await once(child.stdout, 'data');
  return { exited, all, number: Number(String(text)) };
}

// processes are looked at in /proc
describe.runIf(process.platform === 'linux')('a group of processes', () => {
  it('runs as long as one of them does, and is ended with all of them', async () => {
    const { exited, all, number } = await group('sleep 60 & sleep 60 & echo $!; exit 0');
    await exited;
    expect(await fateOf(all.leader)).toBe('gone');
    expect(await isRunning(all)).toBe(true);
    await endGroup(all);
    expect(await isRunning(all)).toBe(false);
    expect(await fateOf(await identityOf(number))).toBe('gone');
  });

  it('that does not end when it is asked to is killed after the time of grace', async () => {
    const { exited, all } = await group("trap '' TERM; echo $$; while :; do sleep 0.1; done");
    const begin = performance.now();
    await endGroup(all, 400);
    expect(performance.now() - begin).toBeGreaterThanOrEqual(400);
    expect((await exited)[1]).toBe('SIGKILL');
  });

  it('that was there before is not taken for a later one of its number', async () => {
    const { exited, all } = await group('sleep 60 & echo $!; exit 0');
    await exited;
    const stranger = { ...all, mark: 'OV_BENCH_LOCAL_JOB_ID=8' };
    expect(await isRunning(stranger)).toBe(false);
    await endGroup(stranger);
    expect(await isRunning(all)).toBe(true);
    await endGroup(all);
  });
});
