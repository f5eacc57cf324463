import { type ChildProcess, spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { fateOf, identityFrom, identityOf, lookAt } from '../../../lib/bench/machine/process-identity.js';

async function ended(child: ChildProcess): Promise<void> {
  await new Promise((resolve) => child.once('close', resolve));
}

describe('a process', () => {
  it('is told from others while it runs, and is gone after it', async () => {
    const child = spawn('sleep', ['60']);
    const identity = await identityOf(child.pid as number);
    expect(identityFrom(JSON.parse(JSON.stringify(identity)))).toEqual(identity);
    expect(await fateOf(identity)).toBe('alive');
    child.kill('SIGKILL');
    await ended(child);
    expect(await fateOf(identity)).toBe('gone');
  });

  it('of another machine or container is not known', async () => {
    const own = await identityOf(process.pid);
    expect(await fateOf({ ...own, host: 'elsewhere' })).toBe('unknown');
    expect(await fateOf({ ...own, namespace: 'pid:[1]' })).toBe('unknown');
  });

  // what tells them is in /proc
  it.runIf(process.platform === 'linux')(
    'is gone where another one has its number, or the machine was started anew',
    async () => {
      const own = await identityOf(process.pid);
      expect(await fateOf({ ...own, start: '1' })).toBe('gone');
      expect(await fateOf({ ...own, boot: '00000000-0000-0000-0000-000000000000' })).toBe('gone');
      // as older versions noted them
      expect(await fateOf({ ...own, boot: null })).toBe('alive');
    },
  );

  it.runIf(process.platform === 'linux')('that has ended is gone, though its parent never asks', async () => {
    // the shell becomes a program that does not know of its child
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60']);
    const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
    const identity = await identityOf(pid);
    expect(await fateOf(identity)).toBe('alive');
    for (;;) if ((await lookAt(pid))?.ended !== false) break;
    expect(await fateOf(identity)).toBe('gone');
    parent.kill('SIGKILL');
    await ended(parent);
  });

  it.each([undefined, null, 7, {}, { pid: 0 }, { pid: '1' }, { pid: 1.5 }])('is not what %j says', (value) => {
    expect(identityFrom(value)).toBeUndefined();
  });
});
