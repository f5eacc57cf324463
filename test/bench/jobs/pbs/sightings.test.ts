import { describe, expect, it } from 'vitest';
import { sightingsOf } from '../../../../lib/bench/jobs/pbs/sightings.js';
import { jobRef } from '../specs.js';
import { ARRAY, DELETED, FINISHED, TORQUE } from './outputs.js';

const NOW = Date.parse('2026-11-26T05:24:00Z');

function record(attributes: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ Job_Name: 'bench', ...attributes }).map(([name, value]) => `    ${name} = ${value}\n`);
  return `Job Id: 1.server\n${lines.join('')}\n`;
}

function only(attributes: Readonly<Record<string, string>>) {
  return sightingsOf(record(attributes), [jobRef('1.server')], NOW).get('1.server')?.[0];
}

describe('sightingsOf', () => {
  it('reads how jobs ended', () => {
    const found = sightingsOf(
      FINISHED + DELETED,
      [jobRef('11.server.lab'), jobRef('10.server.lab'), jobRef('12.server.lab')],
      NOW,
    );
    expect([...found.keys()]).toEqual(['11.server.lab', '10.server.lab']);
    expect(found.get('10.server.lab')).toEqual([
      {
        task: undefined,
        letter: 'C',
        word: 'F',
        well: false,
        node: 'node-1,node-2',
        reason: '',
        elapsedMs: 3_612_000,
        ending: { exitCode: 7, signal: undefined },
      },
    ]);
    expect(found.get('11.server.lab')).toMatchObject([
      {
        letter: 'C',
        well: false,
        node: '',
        reason: 'never ran: Not Running: Not enough free nodes available and terminated',
        ending: undefined,
      },
    ]);
  });

  it('reads the tasks of an array, and not the array', () => {
    const seen = sightingsOf(ARRAY, [jobRef('13[].server.lab')], NOW).get('13[].server.lab') ?? [];
    expect(
      seen.map(({ task, letter, word, node, elapsedMs, ending }) => [
        task,
        letter,
        word,
        node,
        elapsedMs,
        ending?.exitCode,
      ]),
    ).toEqual([
      [1, 'C', 'X', 'node-1', 11_000, 5],
      [2, 'R', 'R', 'node-2', 22_000, undefined],
      [3, 'C', 'X', '', undefined, undefined],
    ]);
  });

  it("reads Torque's array, whose tasks have names of their own", () => {
    const now = Date.parse('2026-11-26T05:45:24Z');
    const seen = sightingsOf(TORQUE, [jobRef('45[].server')], now).get('45[].server') ?? [];
    expect(
      seen.map(({ task, letter, word, node, elapsedMs, well, reason }) => [
        task,
        letter,
        word,
        node,
        elapsedMs,
        well,
        reason,
      ]),
    ).toEqual([
      [1, 'C', 'C', 'node-1', 3000, true, ''],
      [2, 'C', 'C', 'node-2', undefined, false, 'PBS ended it itself (exit status -11)'],
      [3, 'R', 'R', 'node-2', 4000, false, ''],
      [4, 'Q', 'H', '', undefined, false, ''],
    ]);
    expect(sightingsOf(TORQUE, [jobRef('45[].server', { name: 'benc' })], now).size).toBe(0);
  });

  it('reads an array alone where its tasks are not told of', () => {
    const [array = ''] = ARRAY.split(/(?<=\n\n)/);
    expect(sightingsOf(array, [jobRef('13[].server.lab')], NOW).get('13[].server.lab')).toMatchObject([
      { task: undefined, letter: 'R' },
    ]);
  });

  it('knows the letters of states', () => {
    const letters = [...'QHWTRBESUFXCM?'].map((job_state) => only({ job_state })?.letter);
    expect(letters.join('')).toBe('QQQQRRRRRCCC??');
  });

  it('reads exit statuses of both families', () => {
    const ending = (status: string, name = 'Exit_status') => only({ job_state: 'F', exec_host: 'n/0', [name]: status });
    expect(ending('0')).toMatchObject({ well: true, reason: '', ending: { exitCode: 0, signal: undefined } });
    expect(ending('3', 'exit_status')).toMatchObject({ well: false, ending: { exitCode: 3, signal: undefined } });
    expect(ending('271')).toMatchObject({ well: false, ending: { exitCode: 143, signal: 15 } });
    const torque = { job_state: 'C', exec_host: 'n/0', comment: 'Job started on Thu Nov 26 at 05:43' };
    expect(only({ ...torque, exit_status: '271' })).toMatchObject({ reason: '', ending: { signal: 15 } });
    expect(only({ ...torque, exit_status: '-11' })).toMatchObject({ reason: 'PBS ended it itself (exit status -11)' });
    expect(only({ job_state: 'C' })).toMatchObject({ reason: 'never ran', ending: undefined });
    expect(ending('-11')).toMatchObject({
      well: false,
      reason: 'PBS ended it itself (exit status -11)',
      ending: undefined,
    });
    const over = {
      job_state: 'F',
      exec_host: 'n/0',
      Exit_status: '-29',
      comment: 'exceeded resource walltime\u001b[31m',
    };
    expect(only(over)).toMatchObject({ well: false, reason: 'exceeded resource walltime\\x1b[31m', ending: undefined });
    expect(only({ job_state: 'F', exec_host: 'n/0' })).toMatchObject({ well: false, ending: undefined });
  });

  it('takes no other job for the one that was submitted', () => {
    expect(only({ job_state: 'R', Job_Name: 'other' })).toBeUndefined();
    expect(only({ job_state: 'R', ctime: 'Wed Nov 26 05:23:35 2025' })).toBeUndefined();
    expect(only({ job_state: 'R', ctime: 'Thu Nov 26 05:23:35 2026' })).toBeDefined();
    expect(sightingsOf(record({ job_state: 'R' }), [jobRef('1[].server'), jobRef('11.server')], NOW).size).toBe(0);
  });

  it('finds a job whose server calls itself by another name', () => {
    expect(sightingsOf(record({ job_state: 'R' }), [jobRef('1.server.example.com')], NOW).size).toBe(1);
  });
});
