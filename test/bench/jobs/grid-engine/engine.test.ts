import { mkdtempSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { jobName, qsubArguments } from '../../../../lib/bench/jobs/grid-engine/arguments.js';
import { gridEngine } from '../../../../lib/bench/jobs/grid-engine/engine.js';
import { checkQueues, exclusiveComplex } from '../../../../lib/bench/jobs/grid-engine/queues.js';
import { expectError, expectRejection } from '../../../helpers/expect-error.js';
import { FakeCommands } from '../../../helpers/fake-commands.js';
import { testFolder } from '../../../helpers/folder.js';
import { jobRef, jobSpec } from '../specs.js';

/** What no cluster here does; the rest is in real.test.ts. */
const folder = testFolder();
const user = userInfo().username;
let commands: FakeCommands;

function list(...rows: readonly (readonly [id: string, state: string, tasks?: string])[]): string {
  const texts = rows.map(
    ([id, state, tasks]) =>
      `<job_list><JB_job_number>${id}</JB_job_number><JB_name>bench</JB_name><state>${state}</state>` +
      `${tasks === undefined ? '' : `<tasks>${tasks}</tasks>`}</job_list>`,
  );
  return `<?xml version='1.0'?><job_info><job_info>${texts.join('')}</job_info></job_info>`;
}

function record(id: string, task = 'undefined'): string {
  const lines = [`jobname bench`, `jobnumber ${id}`, `taskid ${task}`, 'failed 0', 'exit_status 0'];
  return `=====\n${lines.join('\n')}\n`;
}

function engine() {
  return gridEngine({
    PATH: `${commands.folder}:${String(process.env['PATH'])}`,
    SGE_ROOT: '/sge',
    SGE_REQUEST: '-h',
    HOME: '/root',
  });
}

async function letters(...ids: readonly string[]): Promise<Record<string, string>> {
  const look = await engine().look(ids.map((id) => jobRef(id)));
  if (look.kind === 'silent') return { silent: look.reason };
  return Object.fromEntries([...look.jobs].map(([id, seen]) => [id, seen.map(({ letter }) => letter).join('')]));
}

beforeEach(() => {
  commands = new FakeCommands(mkdtempSync(join(folder, 'fake-')));
  for (const name of ['qconf', 'qsub', 'qstat', 'qacct', 'qdel']) commands.put(name);
});

describe('look', () => {
  it('asks once for all jobs, once for their reasons and once for those that have left', async () => {
    commands.put(
      'qstat',
      { when: '-xml*', stdout: list(['1', 'r'], ['2', 'hqw'], ['3', 'qw', '2-3:1']) },
      { stdout: '<unknown_jobs/>' },
    );
    commands.put('qacct', { stdout: record('3', '1') + record('4') });
    expect(await letters('1', '2', '3', '4')).toEqual({ '1': 'R', '2': 'Q', '3': 'CQQ', '4': 'C' });
    expect(commands.calls().map(({ name, args }) => [name, ...args])).toEqual([
      ['qstat', '-xml', '-s', 'prsz', '-u', user],
      ['qacct', '-o', user, '-b', '202611260300', '-j'],
      ['qstat', '-j', '2,3', '-xml'],
    ]);
    expect(await letters()).toEqual({});
    expect(commands.calls()).toEqual([]);
  });

  it('gives its commands what leads to the cluster, and nothing else', async () => {
    commands.put('qstat', { stdout: list(['1', 'r']) });
    await letters('1');
    const [call] = commands.calls();
    const { PATH, PWD, SHLVL, _, OLDPWD, ...env } = call?.env ?? {};
    expect(env).toEqual({ HOME: '/root', LC_ALL: 'C', SGE_ROOT: '/sge', TZ: 'UTC' });
    expect([PATH?.startsWith(commands.folder), PWD, call?.cwd]).toEqual([true, '/', '/']);
  });

  it('looks among the jobs of others for one that the user does not have', async () => {
    commands.put('qstat', { when: `*-u\\ ${user}`, stdout: list() }, { when: '*-u\\ \\*', stdout: list(['1', 'r']) });
    commands.put('qacct', { stderr: 'no such file\n', code: 1 });
    expect(await letters('1', '2')).toEqual({ '1': 'R' });
  });

  it('knows an accounting record better than a zombie, and a queued job better than a record', async () => {
    commands.put(
      'qstat',
      { when: '-xml*', stdout: list(['1', 'z'], ['2', 'z'], ['3', 'Rq', '1']) },
      { stdout: '<unknown_jobs/>' },
    );
    commands.put('qacct', { stdout: record('1') + record('3', '1') });
    const look = await engine().look(['1', '2', '3'].map((id) => jobRef(id)));
    const seen = look.kind === 'answered' ? [...look.jobs.values()].map(([first]) => [first?.word, first?.well]) : [];
    expect(seen).toEqual([
      ['finished', true],
      ['z', false],
      ['Rq', false],
    ]);
  });

  it.each([
    [
      'no qmaster',
      { code: 1, stderr: 'error: commlib error: got select error (Connection refused)\n' },
      'commlib error: got select error (Connection refused)',
    ],
    [
      'no qmaster, told of in XML alone',
      {
        stdout: '<?xml version="1.0"?>\n<comunication_error >\n<AN_text>x</AN_text></comunication_error>\n',
        stderr: 'error: commlib error: got read error\n',
      },
      'commlib error: got read error',
    ],
    [
      'half an answer',
      { stdout: '<?xml version="1.0"?>\n<job_info><queue_info>' },
      'what qstat wrote can not be read: the XML ends within <queue_info>',
    ],
    ['another failure', { code: 1, stderr: 'error: \u001b[31mno license\n' }, '\\x1b[31mno license'],
  ])('is silent with %s', async (_, answer, reason) => {
    commands.put('qstat', answer);
    expect(await letters('1')).toEqual({ silent: reason });
  });
});

describe('submit', () => {
  it('says so when qsub ends well and gives no id', async () => {
    commands.put('qsub', { stdout: 'Your job has been noted\n' });
    await expectRejection(
      'JOB_REJECTED',
      () => engine().submit(jobSpec(folder)),
      /refuses the job: Your job has been noted\.$/,
    );
    commands.put('qsub', { code: 3 });
    await expectRejection('JOB_REJECTED', () => engine().submit(jobSpec(folder)), /qsub ended with 3 and no reason\.$/);
  });

  it('takes the id from among what a site adds', async () => {
    commands.put('qsub', { stdout: 'Welcome, user 12\n4711.1-3:1\n' });
    expect(await engine().submit(jobSpec(folder, { tasks: 3 }))).toBe('4711');
    expect(commands.calls().at(-1)?.cwd).toBe(folder);
  });

  it('uses the commands that lie beside qconf', async () => {
    const torque = new FakeCommands(mkdtempSync(join(folder, 'torque-')));
    torque.put('qsub', { stdout: '1.server\n' });
    commands.put('qsub', { stdout: '12\n' });
    const both = gridEngine({ PATH: `${torque.folder}:${commands.folder}:${String(process.env['PATH'])}` });
    expect(await both.submit(jobSpec(folder))).toBe('12');
    expect(torque.calls()).toEqual([]);
  });
});

describe('cancel', () => {
  it('deletes what is left of the jobs, and of no others', async () => {
    commands.put(
      'qstat',
      { when: '-xml*', stdout: list(['1', 'r'], ['2', 'z'], ['4', 'qw', '1-2:1']) },
      { stdout: '<unknown_jobs/>' },
    );
    commands.put('qdel', { stdout: 'denied: job "1" does not exist\nme has deleted job 4\n', code: 1 });
    await engine().cancel(['1', '2', '3', '4'].map((id) => jobRef(id)));
    expect(
      commands
        .calls()
        .filter(({ name }) => name === 'qdel')
        .map(({ args }) => args),
    ).toEqual([['1,4']]);
  });

  it('says what it may not delete', async () => {
    commands.put('qstat', { stdout: list(['1', 'r']) });
    commands.put('qdel', { stdout: 'denied: "me" is not a manager nor the owner of job "1"\n', code: 1 });
    await expectRejection(
      'JOB_REJECTED',
      () => engine().cancel([jobRef('1')]),
      /does not delete all of the jobs: denied: "me" is not/,
    );
  });
});

describe('qsubArguments', () => {
  it('writes all that a job can ask for', () => {
    const spec = jobSpec('/jobs/a b', {
      ...{
        name: '870',
        tasks: 4,
        mostAtOnce: 2,
        features: ['tank-870', 'intel-ncs2'],
        timeLimitMs: 1500,
        partition: 'long.q',
      },
      ...{ account: 'lab', gres: 'ncs2:2,gpu', nodelist: 'n1,n2' },
    });
    expect(qsubArguments(spec, ['excl=true'], '-P')).toEqual([
      ...['-clear', '-terse', '-b', 'n', '-C', ''],
      ...['-N', '_870', '-wd', '/jobs/a b', '-S', '/bin/sh', '-r', 'n', '-j', 'y', '-o', 'engine/$TASK_ID.stderr.log'],
      ...['-ac', 'OVBENCH=token-1', '-l', 'tank-870=true,intel-ncs2=true,excl=true,ncs2=2,gpu=1,hostname=n1|n2,h_rt=2'],
      ...['-t', '1-4', '-tc', '2', '-q', 'long.q', '-P', 'lab', '/jobs/a b/job.sh'],
    ]);
  });

  it.each([
    [{ nodes: 2 }, /several nodes only by a parallel environment/],
    [{ qos: 'high' }, /no quality of service/],
    [{ folder: '/jobs/$USER' }, /path has a \$/],
    [{ gres: 'gpu:tesla:2' }, /^"gpu:tesla:2" is no resource that Grid Engine can give/],
    [{ nodelist: 'n[1-3]' }, /^"n\[1-3\]" is no list of hosts for Grid Engine/],
  ])('refuses %j', (options, message) => {
    expectError('JOB_REJECTED', () => qsubArguments(jobSpec('/jobs', options), [], '-A'), message);
  });

  it('keeps names that Grid Engine takes', () => {
    expect(['bench', '870', 'None', 'all', 'allx', '.a', '-a'].map(jobName)).toEqual([
      'bench',
      '_870',
      '_None',
      '_all',
      'allx',
      '.a',
      '-a',
    ]);
  });
});

describe('checkQueues', () => {
  const queue = (name: string, resources: string, state = '') =>
    `<Queue-List><name>${name}</name>${state}${resources}</Queue-List>`;
  const has = (name: string, type = 'hf', value = '1.000000') =>
    `<resource name="${name}" type="${type}">${value}</resource>`;
  const check = (queues: string, features: string[], exclusive?: string) =>
    checkQueues(`<job_info><queue_info>${queues}</queue_info></job_info>`, features, exclusive);

  it('wants all features in one queue', () => {
    check(queue('q@a', has('x') + has('y', 'hl')), ['x', 'y']);
    check(queue('q@a', has('x', 'qf', 'TRUE')), ['x']);
    const apart = queue('q@a', has('x')) + queue('q@b', has('y') + has('x', 'hf', '0.000000'));
    expectError('JOB_REJECTED', () => check(apart, ['x', 'y']), /^no queue of Grid Engine has x and y together;/);
    expectError('JOB_REJECTED', () => check('', ['x']), /^no queue of Grid Engine has x;/);
  });

  it('does not know what a host has that does not report', () => {
    check(queue('q@a', '', '<state>au</state>'), ['x'], 'exclusive');
    expectError('JOB_REJECTED', () => check(queue('q@a', '', '<state>d</state>'), ['x']));
  });

  it('takes a host that is in use for one that can be had alone', () => {
    check(queue('q@a', has('x') + has('exclusive', 'hc', '0.000000')), ['x'], 'exclusive');
    const elsewhere = queue('q@a', has('x')) + queue('q@b', has('exclusive', 'hc'));
    expectError(
      'JOB_REJECTED',
      () => check(elsewhere, ['x'], 'exclusive'),
      /none of the hosts in question .* exclusive=true a\) or pass/,
    );
  });
});

it('knows the exclusive complex by its relation', () => {
  const head = '#name shortcut type relop requestable consumable default urgency\n#----\n';
  expect(exclusiveComplex(`${head}arch a STRING == YES NO NONE 0\nwhole_node wn BOOL  EXCL YES YES 0 1000\n`)).toBe(
    'whole_node',
  );
  expect(exclusiveComplex(`${head}exclusive excl BOOL == YES NO 0 0\n# x y BOOL EXCL\n`)).toBeUndefined();
});
