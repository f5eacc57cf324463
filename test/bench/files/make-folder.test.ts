import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeFolder } from '../../../lib/bench/files/make-folder.js';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'ov folder '));
});
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

describe('makeFolder', () => {
  test('creates all that is missing, and is content with what is there', async () => {
    const deep = join(dir, 'a', 'b', 'c');
    await Promise.all([makeFolder(deep), makeFolder(deep), makeFolder(join(dir, 'a', 'b', 'd'))]);
    expect(statSync(deep).isDirectory()).toBe(true);
    await makeFolder(`${deep}/`);
    await makeFolder('/');
    await makeFolder('.');
  });

  test('several that make the same ones at once are all content', async () => {
    for (let round = 0; round < 50; round++) {
      const deep = join(dir, `round-${round}`, 'a', 'b', 'c', 'd', 'e');
      await Promise.all(Array.from({ length: 8 }, () => makeFolder(deep)));
      expect(statSync(deep).isDirectory()).toBe(true);
    }
  });

  test('a link to a folder is one', async () => {
    mkdirSync(join(dir, 'real'));
    symlinkSync(join(dir, 'real'), join(dir, 'link'));
    await makeFolder(join(dir, 'link'));
    await makeFolder(join(dir, 'link', 'below'));
    expect(statSync(join(dir, 'real', 'below')).isDirectory()).toBe(true);
  });

  test('a file in its place or above it', async () => {
    writeFileSync(join(dir, 'file'), '');
    await expect(makeFolder(join(dir, 'file'))).rejects.toMatchObject({
      code: 'NOT_WRITABLE',
      message: `The folder "${join(dir, 'file')}" cannot be created: a file of that name is there.`,
    });
    await expect(makeFolder(join(dir, 'file', 'a', 'b'))).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
  });

  test.runIf(process.platform === 'linux')(
    'comes back from a folder that takes no entries',
    async () => {
      await expect(makeFolder('/proc/none/below')).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
    },
    5000,
  );
});
