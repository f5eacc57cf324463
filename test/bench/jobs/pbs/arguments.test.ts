import { describe, expect, it } from 'vitest';
import { jobName, qsubArguments } from '../../../../lib/bench/jobs/pbs/arguments.js';
import { expectError } from '../../../helpers/expect-error.js';
import { jobSpec } from '../specs.js';

const ALWAYS = ['-C', '', '-N', 'bench', '-j', 'oe', '-S', '/bin/sh', '-m', 'n', '-v', 'OVBENCH_TOKEN=token-1'];
const ALL = {
  ...{ features: ['tank-870', 'intel-ncs2'], nodes: 2, nodelist: 'n1,n2', gres: 'ncs2:2,gpu', exclusive: true },
  ...{ timeLimitMs: 90_061_500, partition: 'long', account: 'lab' },
};
const REST = ['-l', 'walltime=25:01:02', '-q', 'long', '-A', 'lab', '/jobs/a b/job.sh'];

describe('qsub of OpenPBS', () => {
  it('has no more than the job asks for', () => {
    const args = qsubArguments(jobSpec('/jobs'), 'openpbs');
    expect(args).toEqual([...ALWAYS, '-f', '-o', 'engine/stderr.log', '-r', 'n', '-l', 'select=1', '/jobs/job.sh']);
  });

  it('has all that a job can ask for', () => {
    const chunk = (host: string) => `1:host=${host}:tank-870=true:intel-ncs2=true:ncs2=2:gpu=1`;
    expect(qsubArguments(jobSpec('/jobs/a b', ALL), 'openpbs')).toEqual([
      ...[...ALWAYS, '-f', '-o', 'engine/stderr.log', '-r', 'n', '-l', `select=${chunk('n1')}+${chunk('n2')}`],
      ...['-l', 'place=scatter:exclhost', ...REST],
    ]);
  });

  it('asks for nodes by their features, each for the job alone', () => {
    const features = qsubArguments(jobSpec('/jobs', { nodes: 3, features: ['x'] }), 'openpbs');
    expect(features).toEqual(expect.arrayContaining(['select=3:x=true', 'place=scatter']));
    expect(qsubArguments(jobSpec('/jobs', { exclusive: true }), 'openpbs')).toContain('place=exclhost');
  });

  it('has a log for each task of an array, of one task as well', () => {
    const array = (tasks: number, mostAtOnce?: number) =>
      qsubArguments(jobSpec('/jobs', { tasks, mostAtOnce }), 'openpbs');
    const log = ['-o', 'engine/^array_index^.stderr.log', '-J'];
    expect(array(4, 2)).toEqual([...ALWAYS, '-f', ...log, '1-4%2', '-l', 'select=1', '/jobs/job.sh']);
    expect(array(1, 1)).toEqual([...ALWAYS, '-f', ...log, '1-2:2', '-l', 'select=1', '/jobs/job.sh']);
  });

  it('has no word for a quality of service', () => {
    expectError(
      'JOB_REJECTED',
      () => qsubArguments(jobSpec('/jobs', { qos: 'high' }), 'openpbs'),
      /no quality of service/,
    );
  });
});

describe('qsub of Torque', () => {
  it('has no more than the job asks for', () => {
    const args = qsubArguments(jobSpec('/jobs'), 'torque');
    expect(args).toEqual([
      ...ALWAYS,
      '-o',
      'engine/stderr.log',
      '-d',
      '/jobs',
      '-r',
      'n',
      '-l',
      'nodes=1',
      '/jobs/job.sh',
    ]);
  });

  it('has all that a job can ask for', () => {
    const nodes = 'nodes=n1:tank-870:intel-ncs2+n2:tank-870:intel-ncs2';
    expect(qsubArguments(jobSpec('/jobs/a b', { ...ALL, qos: 'high', tasks: 4, mostAtOnce: 2 }), 'torque')).toEqual([
      // the log of a folder that Torque could not copy it to
      ...[...ALWAYS, '-o', '/dev/null', '-d', '/jobs/a b', '-r', 'n', '-l', nodes],
      ...['-n', '-W', 'x=NACCESSPOLICY:SINGLEJOB', '-l', 'gres=ncs2:2+gpu:1', '-l', 'qos=high', '-t', '1-4%2', ...REST],
    ]);
  });
});

describe.each(['openpbs', 'torque'] as const)('qsub of %s', (flavour) => {
  it.each([
    [{ gres: 'gpu:tesla:2' }, /^"gpu:tesla:2" is no resource that PBS can give; write NAME:COUNT\.$/],
    [{ nodelist: 'n1,n2' }, /^PBS takes "n1,n2" for no list of the job's nodes; name one host,/],
    [{ nodelist: 'n1', nodes: 2 }, /; name 2 hosts with commas between them, as many/],
    [{ folder: '/jobs/a\nb' }, /^PBS runs no job in a folder whose path has .*a line break; use another folder\.$/],
    [{ nodelist: 'n[1-2]' }, /^PBS takes "n\[1-2\]" for no list/],
  ])('refuses %j', (options, message) => {
    expectError('JOB_REJECTED', () => qsubArguments(jobSpec('/jobs', options), flavour), message);
  });
});

it.each(['/jobs/a\\b', '/jobs/c,d'])('refuses for Torque the folder %s, in which it starts no job', (folder) => {
  expectError(
    'JOB_REJECTED',
    () => qsubArguments(jobSpec(folder), 'torque'),
    /path has a comma, a backslash or a line break/,
  );
  expect(qsubArguments(jobSpec(folder), 'openpbs')).toContain('engine/stderr.log');
});

it('gives a job a name that begins with a letter', () => {
  expect(['bench', '870', '.a', '-a', '_a'].map(jobName)).toEqual(['bench', 'j870', 'j.a', 'j-a', 'j_a']);
});

it('asks for processors of a node', () => {
  const spec = jobSpec('/jobs', { processorsPerNode: 2, features: ['a'] });
  expect(qsubArguments(spec, 'openpbs')).toContain('select=1:ncpus=2:a=true');
  expect(qsubArguments(spec, 'torque')).toContain('nodes=1:ppn=2:a');
});
