import { describe, expect, it } from 'vitest';
import { beginOf, endingsOf } from '../../../../lib/bench/jobs/grid-engine/accounting.js';
import { jobRef } from '../specs.js';

/** An entry as `qacct -j` of 8.1.9 writes it, the lines that matter. */
function entry(fields: Readonly<Record<string, string>>): string {
  const all = {
    qname: 'all.q',
    hostname: 'node-7',
    owner: 'me',
    jobname: 'bench',
    jobnumber: '1',
    taskid: 'undefined',
    qsub_time: 'Thu Nov 26 04:25:27 2026',
    failed: '0    ',
    exit_status: '0                   ',
    ru_wallclock: '20s',
    category: '-l exclusive=TRUE',
    ...fields,
  };
  const lines = Object.entries(all).map(([key, value]) => `${key.padEnd(12)} ${value.padEnd(20)}`);
  return `${'='.repeat(62)}\n${lines.join('\n')}\n`;
}

function only(fields: Readonly<Record<string, string>>) {
  return endingsOf(entry(fields), [jobRef('1')]).get('1')?.[0];
}

describe('endingsOf', () => {
  it('reads how a job ended', () => {
    expect(only({})).toEqual({
      task: undefined,
      letter: 'C',
      word: 'finished',
      well: true,
      node: 'node-7',
      reason: '',
      elapsedMs: 20_000,
      ending: { exitCode: 0, signal: undefined },
    });
    expect(only({ exit_status: '7' })).toMatchObject({ well: false, ending: { exitCode: 7, signal: undefined } });
    // not of a signal: it ended by itself
    expect(only({ exit_status: '255                  (Unknown signal 127)' })?.ending).toEqual({
      exitCode: 255,
      signal: undefined,
    });
  });

  it('reads what Grid Engine says of a failure', () => {
    expect(only({ failed: '100 : assumedly after job', exit_status: '137                  (Killed)' })).toMatchObject({
      well: false,
      reason: 'assumedly after job',
      ending: { exitCode: 137, signal: 9 },
    });
    const over = '37  : qmaster enforced h_rt, h_cpu, or h_vmem limit';
    expect(only({ failed: over, exit_status: '137' })).toMatchObject({
      well: false,
      reason: over.slice(6),
      ending: { signal: 9 },
    });
    expect(only({ failed: '28  : changing into working directory' })).toMatchObject({ well: false, ending: undefined });
    expect(only({ failed: '30  : application error returned', exit_status: '100' })).toMatchObject({
      ending: { exitCode: 100 },
    });
    expect(only({ failed: '1' })).toMatchObject({ well: false, reason: 'failed 1', ending: undefined });
  });

  it('reads what other versions write', () => {
    const univa = { qsub_time: '11/26/2026 04:25:27.123', failed: '0', exit_status: '3', ru_wallclock: '1.530' };
    expect(only(univa)).toMatchObject({ elapsedMs: 1530, ending: { exitCode: 3 } });
    expect(only({ failed: '', exit_status: '' })).toMatchObject({ well: false, ending: undefined });
    expect(only({ ru_wallclock: '' })?.elapsedMs).toBeUndefined();
  });

  it('tells the tasks of an array apart, and takes the last run of one', () => {
    const text = [
      entry({ taskid: '1', failed: '25  : rescheduling', exit_status: '99' }),
      entry({ taskid: '2' }),
      entry({ taskid: '1', exit_status: '4' }),
    ];
    const seen = endingsOf(text.join(''), [jobRef('1')]).get('1') ?? [];
    expect(seen.map(({ task, ending }) => [task, ending?.exitCode])).toEqual([
      [1, 4],
      [2, 0],
    ]);
  });

  it('takes no other job for the one that was submitted', () => {
    const text =
      entry({ qsub_time: 'Wed Nov 26 04:25:27 2025' }) + entry({ jobname: 'other' }) + entry({ jobnumber: '11' });
    expect(endingsOf(text, [jobRef('1')]).size).toBe(0);
    expect(endingsOf('', [jobRef('1')]).size).toBe(0);
    expect(endingsOf('OWNER       WALLCLOCK\n=====\n', [jobRef('1')]).size).toBe(0);
  });
});

it('asks for what began an hour before the first submission', () => {
  const later = jobRef('2', { submittedAt: new Date('2026-12-01T00:00:00Z') });
  expect(beginOf([later, jobRef('1')])).toBe('202611260300');
});
