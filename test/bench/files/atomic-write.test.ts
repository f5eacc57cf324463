import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeFileAtomically, writeFilesAtomically } from '../../../lib/bench/files/atomic-write.js';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ov write '));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

function put(name: string): string {
  const file = join(dir, name);
  writeFileSync(file, '');
  return file;
}

function makePipe(): string {
  const pipe = join(dir, 'pipe');
  execFileSync('mkfifo', [pipe]);
  return pipe;
}

describe('writeFileAtomically', () => {
  test('writes and replaces', async () => {
    const file = join(dir, 'a.txt');
    await writeFileAtomically(file, 'one');
    await writeFileAtomically(file, Uint8Array.of(50, 51));
    expect(readFileSync(file, 'utf8')).toBe('23');
    expect(readdirSync(dir)).toEqual(['a.txt']);
  });

  test('many at once leave one whole file', async () => {
    const file = join(dir, 'a.txt');
    const texts = Array.from({ length: 20 }, (_, index) => String(index % 10).repeat(100_000 + index));
    await Promise.all(texts.map((text) => writeFileAtomically(file, text)));
    expect(texts).toContain(readFileSync(file, 'utf8'));
    expect(readdirSync(dir)).toEqual(['a.txt']);
  });

  test('goes through a symbolic link', async () => {
    const target = join(dir, 'target.txt');
    const link = join(dir, 'link.txt');
    writeFileSync(target, 'old');
    symlinkSync(target, link);
    await writeFileAtomically(link, 'new');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('new');
  });

  const refusals: readonly [what: string, make: () => string, says: RegExp][] = [
    [
      'a folder that is not there',
      () => join(dir, 'none', 'a.txt'),
      /"[^"]*a\.txt" cannot be written: its folder does not exist/,
    ],
    ['a file as a folder', () => join(put('f'), 'a.txt'), /not a folder/],
    ['a folder in its place', () => mkdtempSync(join(dir, 'd')), /is not a regular file/],
    ['a device', () => '/dev/null', /is not a regular file/],
    ['a pipe', makePipe, /is not a regular file/],
    ['a name too long', () => join(dir, 'n'.repeat(256)), /name is too long/],
    ['the folder of the kernel', () => '/proc/a.txt', /cannot be written/],
  ];
  test.each(refusals)('refuses %s and leaves nothing behind', async (_what, make, says) => {
    const file = make();
    const before = readdirSync(dir);
    await expect(writeFileAtomically(file, 'x')).rejects.toMatchObject({
      code: 'NOT_WRITABLE',
      message: expect.stringMatching(says),
    });
    expect(readdirSync(dir)).toEqual(before);
  });

  test('writes files that belong together, or none of them', async () => {
    const pair = mkdtempSync(join(dir, 'pair'));
    const [a, b] = [join(pair, 'a.json'), join(pair, 'b.txt')];
    await writeFilesAtomically([
      [a, '1'],
      [b, '2'],
    ]);
    expect([readFileSync(a, 'utf8'), readFileSync(b, 'utf8')]).toEqual(['1', '2']);
    const second = writeFilesAtomically([
      [a, 'new'],
      [join(pair, 'none', 'b.txt'), 'new'],
    ]);
    await expect(second).rejects.toMatchObject({ code: 'NOT_WRITABLE', message: expect.stringMatching(/none.b\.txt/) });
    expect(readFileSync(a, 'utf8')).toBe('1');
    expect(readdirSync(pair).sort()).toEqual(['a.json', 'b.txt']);
  });
});
