import { spawnSync } from 'node:child_process';
import { lutimesSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { oneAtATime } from '../lib/runtime/path-lock.js';
import { testFolder } from './helpers/folder.js';

const folder = testFolder();

/** A lock of its own in a folder of its own. */
function lockIn(name: string): string {
  mkdirSync(join(folder, name));
  return join(folder, name, '.model.blob.lock');
}

it.each([
  ['seconds', 3e4],
  ['years', 1e11],
])(
  'does not wait for ever on a lock that a host with a clock %s ahead has left',
  { timeout: 30_000 },
  async (name, ms) => {
    const lock = lockIn(name);
    writeFileSync(lock, 'another-host 1\n');
    const then = new Date(Date.now() + ms);
    utimesSync(lock, then, then);
    expect(await oneAtATime(lock, async () => 'done')).toBe('done');
    expect(readdirSync(join(folder, name))).toEqual([]);
  },
);

it('does not wait for ever on a lock that is a link to nothing', async () => {
  const lock = lockIn('link');
  symlinkSync('nothing', lock);
  lutimesSync(lock, new Date(0), new Date(0));
  expect(await oneAtATime(lock, async () => 'done')).toBe('done');
  expect(readdirSync(join(folder, 'link'))).toEqual([]);
});

it('is taken on a full disk, and given back', async () => {
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status !== 0) {
    // only root can make a small disk
    expect(process.getuid?.()).not.toBe(0);
    return;
  }
  try {
    expect(() => writeFileSync(join(disk, 'filler'), Buffer.alloc(1 << 17))).toThrow(/ENOSPC/);
    expect(await oneAtATime(join(disk, '.lock'), async () => readdirSync(disk).sort())).toEqual(['.lock', 'filler']);
    expect(readdirSync(disk)).toEqual(['filler']);
  } finally {
    spawnSync('umount', [disk]);
  }
});
