import { mkdtempSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { flavourOf } from '../../../../lib/bench/jobs/pbs/commands.js';
import { pbs } from '../../../../lib/bench/jobs/pbs/engine.js';
import { expectRejection } from '../../../helpers/expect-error.js';
import { type FakeAnswer, FakeCommands } from '../../../helpers/fake-commands.js';
import { testFolder } from '../../../helpers/folder.js';
import { jobRef, jobSpec } from '../specs.js';
import { ARRAY, DELETED, FINISHED, TORQUE as TORQUE_ARRAY } from './outputs.js';

/** Programs that write down their arguments: no server of PBS is at hand. What they answer, servers have written. */
const folder = testFolder();
const user = userInfo().username;
const OPENPBS: FakeAnswer = { when: '--version', stdout: 'pbs_version = 23.06.06\n' };
const TORQUE: FakeAnswer = { when: '--version', stderr: 'Home Directory: /root\nVersion:   6.1.3\nCommit: unknown\n' };
const DOWN: FakeAnswer = {
  stderr: 'Connection refused\nqstat: cannot connect to server lab (errno=15010)\n',
  code: 255,
};
let commands: FakeCommands;

function engine() {
  const PATH = `${commands.folder}:${String(process.env['PATH'])}`;
  return pbs({ PATH, HOME: '/root', PBS_SERVER: 'lab', PBS_DPREFIX: '#X', PBS_QSTAT_NO_COMPLETE: '1', SECRET: 'x' });
}

/** What was asked, without the question for the version. */
function asked(): string[][] {
  const calls = commands.calls().filter(({ args }) => args[0] !== '--version');
  return calls.map(({ name, args }) => [name, ...args]);
}

async function letters(...ids: readonly string[]): Promise<Record<string, string>> {
  const look = await engine().look(ids.map((id) => jobRef(id)));
  if (look.kind === 'silent') return { silent: look.reason };
  return Object.fromEntries([...look.jobs].map(([id, seen]) => [id, seen.map(({ letter }) => letter).join('')]));
}

beforeEach(() => {
  commands = new FakeCommands(mkdtempSync(join(folder, 'fake-')));
  commands.put('qsub', OPENPBS);
  for (const name of ['qstat', 'qdel', 'qselect']) commands.put(name);
});

describe('whether it is here', () => {
  it('is told by the version of qsub', async () => {
    expect(await engine().isHere()).toBe(true);
    commands.put('qsub', TORQUE);
    expect(await engine().isHere()).toBe(true);
    commands.put('qsub', { stderr: 'Unknown option: version\n', code: 1 });
    expect(await engine().isHere()).toBe(false);
    await expectRejection(
      'SCHEDULER_NOT_FOUND',
      () => engine().find('x'),
      /qsub is not that of PBS by its --version; run this where/,
    );
  });

  it('is not where a command is missing', async () => {
    const PATH = folder;
    expect(await pbs({ PATH }).isHere()).toBe(false);
    await expectRejection(
      'SCHEDULER_NOT_FOUND',
      () => pbs({ PATH }).cluster(),
      /^PBS's command qsub is not on the PATH;/,
    );
  });

  it("never calls Slurm's imitation, which is a script that says what it calls", async () => {
    commands.put('qsub', OPENPBS, { when: 'sbatch' });
    const submit = () => engine().submit(jobSpec(folder));
    await expectRejection(
      'SCHEDULER_NOT_FOUND',
      submit,
      /qsub is that of Slurm, which imitates PBS and drops options;/,
    );
    expect(await engine().isHere()).toBe(false);
    expect(commands.calls()).toEqual([]);
  });

  it('is not where the qsub is that of Grid Engine', async () => {
    commands.put('qconf');
    await expectRejection(
      'SCHEDULER_NOT_FOUND',
      () => engine().submit(jobSpec(folder)),
      /qsub is that of Grid Engine;/,
    );
    expect(commands.calls()).toEqual([]);
  });

  it('knows the versions', () => {
    expect(flavourOf({ stdout: 'pbs_version = 19.1.3\n', stderr: '' })).toBe('openpbs');
    expect(flavourOf({ stdout: '', stderr: 'Version: 4.2.10\nCommit: 1\n' })).toBe('torque');
    expect(flavourOf({ stdout: '', stderr: 'version: 2.5.12\n' })).toBe('torque');
    expect(flavourOf({ stdout: 'SGE 8.1.9\nusage: qsub\n', stderr: '' })).toBeUndefined();
  });
});

describe('submit', () => {
  it('calls qsub in the folder of the job, byte for byte, with nothing of the environment', async () => {
    commands.put('qsub', OPENPBS, { stdout: '12.lab.example.com\n' });
    const id = await engine().submit(jobSpec(folder, { features: ['tank-870'], timeLimitMs: 60_000 }));
    expect(id).toBe('12.lab.example.com');
    const call = commands.calls().at(-1);
    expect([call?.name, call?.cwd]).toEqual(['qsub', folder]);
    expect(call?.args).toEqual([
      ...[
        '-C',
        '',
        '-N',
        'bench',
        '-j',
        'oe',
        '-S',
        '/bin/sh',
        '-m',
        'n',
        '-v',
        'OVBENCH_TOKEN=token-1',
        '-f',
        '-o',
        'engine/stderr.log',
      ],
      ...['-r', 'n', '-l', 'select=1:tank-870=true', '-l', 'walltime=00:01:00', join(folder, 'job.sh')],
    ]);
    const { PATH, PWD, SHLVL, _, OLDPWD, ...env } = call?.env ?? {};
    expect(env).toEqual({ HOME: '/root', LC_ALL: 'C', PBS_SERVER: 'lab', TZ: 'UTC' });
    expect([PATH?.startsWith(commands.folder), PWD]).toEqual([true, folder]);
  });

  it("writes Torque's words for Torque", async () => {
    commands.put('qsub', TORQUE, { stdout: '12[].lab\n' });
    expect(await engine().submit(jobSpec(folder, { features: ['a', 'b'], exclusive: true, tasks: 3 }))).toBe(
      '12[].lab',
    );
    expect(commands.calls().at(-1)?.args).toEqual(
      expect.arrayContaining(['nodes=1:a:b', '-n', '-t', '1-3', '-d', folder]),
    );
  });

  it('says why PBS refuses', async () => {
    const usage = 'usage: qsub [-a date_time]\n\t[-C directive_prefix]\n';
    commands.put('qsub', OPENPBS, { stderr: `qsub: Unknown resource: \u001b[31mnosuch\n${usage}`, code: 187 });
    await expectRejection(
      'JOB_REJECTED',
      () => engine().submit(jobSpec(folder)),
      /^PBS refuses the job: Unknown resource: \\x1b\[31mnosuch\.$/,
    );
    commands.put('qsub', OPENPBS, { stdout: 'Welcome\n' });
    await expectRejection('JOB_REJECTED', () => engine().submit(jobSpec(folder)), /qsub ended with 0 and no reason\.$/);
  });

  it('looks for the job where there is no answer', async () => {
    commands.put('qsub', OPENPBS, { ...DOWN, stderr: 'qsub: cannot connect to server lab (errno=15010)\n' });
    commands.put('qselect', { stdout: '9.server.lab\n10.server.lab\n' });
    commands.put('qstat', { when: '*10.server.lab*', stdout: FINISHED });
    expect(await engine().submit(jobSpec(folder))).toBe('10.server.lab');
    commands.put('qselect', DOWN);
    await expectRejection(
      'SCHEDULER_UNAVAILABLE',
      () => engine().submit(jobSpec(folder)),
      /^PBS can not be asked \(Connection refused; /,
    );
  });
});

describe('find', () => {
  it('asks for the jobs of the user, the newest first, and for their variables', async () => {
    commands.put('qselect', { stdout: '9.server.lab\n10.server.lab\n8[].server.lab\n' });
    commands.put('qstat', { stdout: FINISHED });
    expect(await engine().find('token-1')).toBe('10.server.lab');
    expect(await engine().find('not this one')).toBeUndefined();
    const [select, stat] = asked();
    expect(select).toEqual(['qselect', '-x', '-u', user]);
    expect(stat).toEqual(['qstat', '-x', '-f', '10.server.lab', '9.server.lab', '8[].server.lab']);
  });

  it('does without a history', async () => {
    commands.put(
      'qselect',
      { when: '-x*', stderr: 'qselect: PBS is not configured to maintain job history\n' },
      { stdout: '10.server.lab\n' },
    );
    commands.put(
      'qstat',
      { when: '-x*', stderr: 'qstat: PBS is not configured to maintain job history 10.server.lab\n' },
      { stdout: FINISHED },
    );
    expect(await engine().find('token-1')).toBe('10.server.lab');
  });
});

describe('look', () => {
  it('asks once for all jobs, and takes those that are unknown for gone', async () => {
    commands.put('qstat', { stdout: FINISHED + ARRAY, stderr: 'qstat: Unknown Job Id 99.server.lab\n', code: 153 });
    expect(await letters('10.server.lab', '99.server.lab', '13[].server.lab')).toEqual({
      '10.server.lab': 'C',
      '13[].server.lab': 'CRC',
    });
    expect(asked()).toEqual([['qstat', '-x', '-f', '-t', '10.server.lab', '99.server.lab', '13[].server.lab']]);
    expect(await letters()).toEqual({});
    expect(asked()).toEqual([]);
  });

  it('asks Torque, which keeps what has ended for a while, without -x: that would be XML', async () => {
    commands.put('qsub', TORQUE);
    commands.put('qstat', { stdout: TORQUE_ARRAY, stderr: 'qstat: Unknown Job Id Error 7.server\n', code: 153 });
    commands.put('qselect', { stdout: '45[1].server\n45[2].server\n' });
    expect(await letters('45[].server', '7.server')).toEqual({ '45[].server': 'CCRQ' });
    expect(await engine().find('token-1')).toBe('45[].server');
    expect(asked()).toEqual([
      ['qstat', '-f', '-t', '45[].server', '7.server'],
      ['qselect', '-u', user],
      ['qstat', '-f', '45[1].server', '45[2].server'],
    ]);
  });

  it('asks again where the server keeps no history', async () => {
    commands.put(
      'qstat',
      { when: '-x*', stderr: 'qstat: PBS is not configured to maintain job history 10.server.lab\n' },
      { stdout: FINISHED },
    );
    expect(await letters('10.server.lab')).toEqual({ '10.server.lab': 'C' });
  });

  it.each([
    ['no server', DOWN, 'Connection refused; cannot connect to server lab (errno=15010)'],
    ['a right that is missing', { stderr: 'qstat: Unauthorized Request\n', code: 1 }, 'Unauthorized Request'],
    [
      'a part of the answer',
      { stdout: DELETED, stderr: 'qstat: Unknown Job Id 1\nqstat: End of File\n', code: 1 },
      'End of File',
    ],
  ])('is silent with %s', async (_, answer, reason) => {
    commands.put('qstat', answer);
    expect(await letters('11.server.lab')).toEqual({ silent: reason });
  });
});

describe('cancel', () => {
  it('deletes what has not ended, and nothing else', async () => {
    commands.put('qstat', { stdout: FINISHED + ARRAY });
    commands.put('qdel', { stderr: 'qdel: Job has finished 13[].server.lab\n', code: 35 });
    await engine().cancel([jobRef('10.server.lab'), jobRef('13[].server.lab'), jobRef('99.server.lab')]);
    expect(asked().at(-1)).toEqual(['qdel', '13[].server.lab']);
    commands.put('qstat', { stdout: FINISHED });
    await engine().cancel([jobRef('10.server.lab')]);
    expect(asked().map(([name]) => name)).toEqual(['qstat']);
  });

  it('says what it may not delete', async () => {
    commands.put('qstat', { stdout: ARRAY });
    commands.put('qdel', { stderr: 'qdel: Unauthorized Request  13[].server.lab\n', code: 1 });
    await expectRejection(
      'JOB_REJECTED',
      () => engine().cancel([jobRef('13[].server.lab')]),
      /does not delete all of the jobs: Unauthorized Request/,
    );
  });
});

it('has the name of its server', async () => {
  commands.put('qstat', { stdout: 'Server: lab.example.com\n    server_state = Active\n' });
  expect(await engine().cluster()).toBe('lab.example.com');
  commands.put('qstat', DOWN);
  await expectRejection('SCHEDULER_UNAVAILABLE', () => engine().cluster(), /cannot connect to server lab/);
});

it('is told by PBS in the shell of a job what its id and task are', async () => {
  const { execFileSync } = await import('node:child_process');
  const { id, task } = engine().dialect;
  const say = (env: Record<string, string>) =>
    execFileSync('sh', ['-euc', `echo "${id} ${task}"`], {
      env: { PATH: process.env['PATH'], ...env },
      encoding: 'utf8',
    });
  expect(say({ PBS_JOBID: '12.lab' })).toBe('12.lab \n');
  expect(say({ PBS_JOBID: '12[3].lab', PBS_ARRAY_INDEX: '3' })).toBe('12[].lab 3\n');
  expect(say({ PBS_JOBID: '12[4].lab', PBS_ARRAYID: '4' })).toBe('12[].lab 4\n');
});
