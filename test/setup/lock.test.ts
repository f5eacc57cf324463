import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { acquireLock } from '../../scripts/setup/lock.mjs';
import { ROOT, run } from './checkout.js';

let folder: string;
let lock: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'openvino-node-lock-'));
  lock = path.join(folder, 'deep', 'lock');
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Takes the lock, writes two lines a moment apart and releases it. */
const HOLDER = `
  import fs from 'node:fs';
  const { acquireLock } = await import(process.argv[1]);
  const [lock, journal] = process.argv.slice(2);
  const release = await acquireLock(lock, () => {});
  fs.appendFileSync(journal, 'in ' + process.pid + '\\n');
  await new Promise((resolve) => setTimeout(resolve, 30));
  fs.appendFileSync(journal, 'out ' + process.pid + '\\n');
  release();
`;

const hold = (journal: string) =>
  run(process.execPath, [
    '--input-type=module',
    '--eval',
    HOLDER,
    path.join(ROOT, 'scripts/setup/lock.mjs'),
    lock,
    journal,
  ]);

it('lets one process in at a time, a dead one not counting', async () => {
  fs.mkdirSync(path.dirname(lock));
  fs.writeFileSync(lock, JSON.stringify({ pid: 2 ** 22 + 1, startedAt: '1' }));
  const journal = path.join(folder, 'journal');
  const ended = await Promise.all(Array.from({ length: 5 }, () => hold(journal)));
  expect(ended.map(({ code, stderr }) => `${code} ${stderr}`)).toEqual(Array(5).fill('0 '));
  const lines = fs.readFileSync(journal, 'utf8').trim().split('\n');
  expect(lines).toHaveLength(10);
  for (let index = 0; index < lines.length; index += 2) {
    expect(lines[index + 1]).toBe(lines[index]?.replace('in', 'out'));
  }
  expect(fs.readdirSync(path.dirname(lock))).toEqual([]);
});

it('takes over the lock of a process whose id another one bears by now', async () => {
  fs.mkdirSync(path.dirname(lock));
  fs.writeFileSync(lock, JSON.stringify({ pid: process.ppid, startedAt: '1' }));
  const release = await acquireLock(lock, () => expect.unreachable('nobody holds it'));
  expect(JSON.parse(fs.readFileSync(lock, 'utf8')).pid).toBe(process.pid);
  release();
  expect(fs.existsSync(lock)).toBe(false);
});

it('takes over a lock that is not one', async () => {
  fs.mkdirSync(path.dirname(lock));
  fs.writeFileSync(lock, '{');
  const release = await acquireLock(lock, () => expect.unreachable('nobody holds it'));
  release();
});

it('tells once who holds it, and waits', async () => {
  const release = await acquireLock(lock, () => {});
  const told: number[] = [];
  const second = acquireLock(lock, (pid) => told.push(pid));
  setTimeout(release, 500);
  (await second)();
  expect(told).toEqual([process.pid]);
});
