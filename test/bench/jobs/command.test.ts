import { chmodSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { findCommand, runCommand } from '../../../lib/bench/jobs/command.js';
import { testFolder } from '../../helpers/folder.js';

const folder = testFolder();
const env = { PATH: process.env['PATH'] };

function program(name: string, script: string, mode = 0o755): string {
  const file = join(folder, name);
  writeFileSync(file, script);
  chmodSync(file, mode);
  return file;
}

function shell(script: string, options: { timeoutMs?: number; cwd?: string; mostBytes?: number } = {}) {
  return runCommand('sh', ['-c', script], { env, timeoutMs: 20_000, ...options });
}

it('tells what a command wrote and how it ended', async () => {
  const result = await shell('printf "a\\nü"; echo wrong >&2; exit 7');
  expect(result).toEqual({ kind: 'ended', code: 7, stdout: 'a\nü', stderr: 'wrong\n' });
});

it('tells of a signal as a shell does', async () => {
  expect(await shell('kill -TERM $$')).toMatchObject({ kind: 'ended', code: 143 });
});

it('passes arguments byte for byte, an environment that holds nothing else, and an empty stdin', async () => {
  const options = { env: { ...env, ONLY: 'this' }, timeoutMs: 20_000, cwd: folder };
  const hostile = ['a b', '$(id)', `'"\\`, '', 'two\nlines', '*'];
  const script = 'cat; printf "<%s>" "$@"; pwd -P; env | grep -v "^\\(PWD\\|OLDPWD\\|SHLVL\\|_\\)="';
  const result = await runCommand('sh', ['-c', script, 'sh', ...hostile], options);
  const args = hostile.map((text) => `<${text}>`).join('');
  expect(result).toMatchObject({ code: 0, stderr: '' });
  const [told, ...rest] = result.kind === 'ended' ? result.stdout.split(realpathSync(folder)) : [];
  expect(told).toBe(args);
  expect(rest.join('').trim().split('\n').sort()).toEqual(['ONLY=this', `PATH=${String(env.PATH)}`]);
});

it('says that a command is not there', async () => {
  const result = await runCommand('no-such-command', [], { env, timeoutMs: 20_000 });
  expect(result).toEqual({ kind: 'not found', reason: 'the command no-such-command was not found on the PATH' });
});

it('says that a command can not be started', async () => {
  const file = program('of-nothing', '#!/no/such/interpreter\n');
  const result = await runCommand(file, [], { env, timeoutMs: 20_000 });
  expect(result).toEqual({ kind: 'failed', reason: `the command ${file} could not be started (ENOENT)` });
  const long = await runCommand('sh', ['-c', ':', 'x'.repeat(1 << 20)], { env, timeoutMs: 20_000 });
  expect(long).toEqual({ kind: 'failed', reason: 'the command sh could not be started (E2BIG)' });
});

it('ends a command that takes too long, with what it has started', async () => {
  const result = await shell(`(sleep 1; echo x > ${folder}/late) & wait`, { timeoutMs: 300 });
  expect(result).toEqual({ kind: 'timeout', reason: 'the command sh gave no answer within 0.3 s' });
  await sleep(1200);
  expect(await shell(`cat ${folder}/late`)).toMatchObject({ code: 1 });
});

it('does not wait for a process that left the group and holds the pipes', async () => {
  const started = performance.now();
  expect(await shell('setsid sleep 5 & echo told', { timeoutMs: 300 })).toMatchObject({ kind: 'timeout' });
  expect(performance.now() - started).toBeLessThan(4000);
});

it('stops at a cap of output', async () => {
  const result = await shell('yes', { mostBytes: 100_000 });
  expect(result).toEqual({ kind: 'failed', reason: 'the command sh wrote more than 100000 bytes' });
});

it('finds programs on the PATH that it is given, and nothing by relative entries', async () => {
  program('tool', '#!/bin/sh\n');
  program('text', 'no program', 0o644);
  mkdirSync(join(folder, 'folder'));
  const own = { PATH: `.::/no/such/folder:${folder}` };
  expect(await findCommand('tool', own)).toBe(join(folder, 'tool'));
  expect(await findCommand('text', own)).toBeUndefined();
  expect(await findCommand('folder', own)).toBeUndefined();
  expect(await findCommand('tool', { PATH: '.::test' })).toBeUndefined();
  expect(await findCommand('tool', {})).toBeUndefined();
});
