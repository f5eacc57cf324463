import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withFolderLock } from '../../../lib/bench/files/folder-lock.js';
import { testFolder } from '../../helpers/folder.js';

const folder = testFolder();

it.each([-1, 1])(
  'a lock of a killed process, an hour off (%i), is taken over',
  async (direction) => {
    const file = join(folder, '.ov-bench.lock');
    writeFileSync(file, '');
    const time = Date.now() / 1000 + direction * 3600;
    utimesSync(file, time, time);
    expect(await withFolderLock(folder, async () => 'done')).toBe('done');
  },
  5000,
);
