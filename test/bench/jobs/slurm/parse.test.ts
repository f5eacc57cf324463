import { describe, expect, it } from 'vitest';
import type { JobRef } from '../../../../lib/bench/jobs/engine.js';
import { sbatchArguments } from '../../../../lib/bench/jobs/slurm/engine.js';
import { adviceFor, isUnknownJob, isUnreachable, lastWords } from '../../../../lib/bench/jobs/slurm/messages.js';
import { parseSacct } from '../../../../lib/bench/jobs/slurm/sacct.js';
import { parseSqueue } from '../../../../lib/bench/jobs/slurm/squeue.js';
import { elapsedMs, letterOf } from '../../../../lib/bench/jobs/slurm/states.js';
import { jobSpec } from '../specs.js';

const job: JobRef = {
  id: '12',
  name: 'store_core',
  token: 'abc',
  folder: '/shared/job',
  submittedAt: new Date('2026-11-26T10:00:00'),
  tasks: [undefined],
};

describe('squeue', () => {
  it.each([
    [
      '12|RUNNING|0|tank-870-01|1:05|None|ov-bench:abc|',
      { letter: 'R', elapsedMs: 65_000, node: 'tank-870-01', reason: '' },
    ],
    [
      '12|PENDING|0||0:00|Resources|ov-bench:abc|',
      { letter: 'Q', elapsedMs: undefined, node: '', reason: 'waits for a free node (Resources)' },
    ],
    [
      '12|COMPLETED|0|n|2:03:04|None|ov-bench:abc|',
      { letter: 'C', well: true, ending: { exitCode: 0, signal: undefined } },
    ],
    [
      '12|FAILED|1792|n|0:00|NonZeroExitCode|ov-bench:abc|',
      { well: false, ending: { exitCode: 7, signal: undefined } },
    ],
    ['12|FAILED|9|n|0:00|RaisedSignal:9|ov-bench:abc|', { ending: { exitCode: 0, signal: 9 } }],
    ['12|LEVITATING|0|n|0:00|None|ov-bench:abc|', { letter: '?', well: false, word: 'LEVITATING' }],
    ['12|CANCELLED|0|n|1-02:03:04|None|ov-bench:abc|', { elapsedMs: 93_784_000 }],
  ])('%s', (line, expected) => {
    expect(parseSqueue(`${line}\n`, [job]).get('12')).toMatchObject([expected]);
  });

  it('believes no line that does not bear the token: another job of the id, and a comment with a line break', () => {
    const text =
      '12|COMPLETED|0|n|0:01|None|ov-bench:other|\n13|RUNNING|0|n|0:01|None|x\n12|COMPLETED|0|n|0:01|None|y|\n';
    expect(parseSqueue(text, [job]).size).toBe(0);
  });

  it('tells tasks apart', () => {
    const text = ['12_1|COMPLETED', '12_10|RUNNING', '12_[11-20%3]|PENDING']
      .map((head) => `${head}|0|n|0:01|None|ov-bench:abc|\n`)
      .join('');
    expect(parseSqueue(text, [job]).get('12')).toMatchObject([{ task: 1 }, { task: 10 }]);
  });
});

describe('sacct (recorded: Slurm 22.05 has no database here)', () => {
  const head = (id: string, state: string, submit = '2026-11-26T10:00:02') =>
    `${id}|${state}|7:0|n1|65|00:01:05|${submit}|`;

  it('takes the job of our name and time, and no other of the id', () => {
    const text = [
      `${head('12', 'FAILED')}store_core`,
      `${head('12', 'COMPLETED', '2025-01-01T00:00:00')}store_core`,
      `${head('12', 'COMPLETED')}somebody|else's`,
      `${head('120', 'COMPLETED')}store_core`,
      'rubbish',
    ].join('\n');
    expect(parseSacct(text, [job]).get('12')).toMatchObject([
      { word: 'FAILED', letter: 'C', elapsedMs: 65_000, ending: { exitCode: 7, signal: undefined } },
    ]);
  });

  it('reads who cancelled', () => {
    expect(parseSacct(`${head('12_3', 'CANCELLED by 1000')}store_core`, [job]).get('12')).toMatchObject([
      { task: 3, word: 'CANCELLED', reason: 'CANCELLED by 1000', well: false },
    ]);
  });
});

describe('words of Slurm', () => {
  it('a state is one of ours, or not known', () => {
    expect(['PENDING', 'COMPLETING', 'NODE_FAIL', 'constructor', ''].map(letterOf)).toEqual(['Q', 'R', 'C', '?', '?']);
    expect(elapsedMs('INVALID')).toBeUndefined();
  });

  it('tells a controller that is down from a job that has gone', () => {
    const down = 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)';
    const gone = 'slurm_load_jobs error: Invalid job id specified';
    expect([isUnreachable(down), isUnknownJob(down)]).toEqual([true, false]);
    expect([isUnreachable(gone), isUnknownJob(gone)]).toEqual([false, true]);
    const said = 'sbatch: error: Batch job submission failed: Invalid feature specification\n';
    expect(lastWords(said)).toBe('Batch job submission failed: Invalid feature specification');
    expect(adviceFor(said)).toMatch(/sinfo/);
    expect([isUnreachable(said), lastWords('')]).toEqual([false, 'it gave no reason']);
  });
});

describe('sbatch', () => {
  const spec = jobSpec('/s/50% of/x', { name: 'a', token: 't', exclusive: true });

  it('is given each thing as a word of its own, percent signs of a path doubled', () => {
    expect(sbatchArguments(spec)).toEqual([
      ...['--parsable', '--no-requeue', '--job-name=a', '--comment=ov-bench:t', '--chdir=/s/50% of/x'],
      ...['--output=/s/50%% of/x/engine/stdout.log', '--error=/s/50%% of/x/engine/stderr.log'],
      ...['--open-mode=truncate', '--nodes=1', '--exclusive', '/s/50% of/x/job.sh'],
    ]);
  });

  it('has all that may be asked for', () => {
    const all = { tasks: 9, mostAtOnce: 2, nodes: 3, processorsPerNode: 2, features: ['a', 'b'], exclusive: false };
    const where = { partition: 'p', account: 'c', qos: 'q', gres: 'ncs2:1', nodelist: 'n[1-3]', timeLimitMs: 61_000 };
    expect(sbatchArguments({ ...spec, ...all, ...where })).toEqual(
      expect.arrayContaining([
        ...['--nodes=3', '--ntasks-per-node=1', '--cpus-per-task=2', '--constraint=a&b', '--time=2', '--array=1-9%2'],
        ...['--partition=p', '--account=c', '--qos=q', '--gres=ncs2:1', '--nodelist=n[1-3]'],
        '--output=/s/50%% of/x/engine/%a.stdout.log',
      ]),
    );
    expect(sbatchArguments({ ...spec, ...all })).not.toContain('--exclusive');
  });
});
