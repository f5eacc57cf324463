import { lutimesSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { oneAtATime } from '../lib/blob/path-lock.js';
import { testFolder } from './helpers/folder.js';

const folder = testFolder();

/** A lock of its own in a folder of its own. */
function lockIn(name: string): string {
  mkdirSync(join(folder, name));
  return join(folder, name, '.model.blob.lock');
}

it('does not wait for ever on a lock that a host with a clock ahead has left', { timeout: 30_000 }, async () => {
  const lock = lockIn('ahead');
  writeFileSync(lock, 'another-host 1\n');
  const years = new Date(Date.now() + 1e11);
  utimesSync(lock, years, years);
  expect(await oneAtATime(lock, async () => 'done')).toBe('done');
  expect(readdirSync(join(folder, 'ahead'))).toEqual([]);
});

it('does not wait for ever on a lock that is a link to nothing', async () => {
  const lock = lockIn('link');
  symlinkSync('nothing', lock);
  lutimesSync(lock, new Date(0), new Date(0));
  expect(await oneAtATime(lock, async () => 'done')).toBe('done');
  expect(readdirSync(join(folder, 'link'))).toEqual([]);
});
