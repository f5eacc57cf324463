import { describe, expect, it } from 'vitest';
import { letterOf, sightingsOf, tasksOf, timeOf } from '../../../../lib/bench/jobs/grid-engine/listing.js';
import { jobRef } from '../specs.js';

/** Rows as 8.1.9 writes them: of running jobs in queue_info, of others in job_info. */
function row(id: number, state: string, more = '', name = 'bench'): string {
  return `<job_list state="running"><JB_job_number>${String(id)}</JB_job_number><JAT_prio>0.50000</JAT_prio>
    <JB_name>${name}</JB_name><JB_owner>me</JB_owner><state>${state}</state>${more}<slots>1</slots></job_list>`;
}

function listing(running: string, others = ''): string {
  return `<?xml version='1.0'?>\n<job_info  xmlns:xsd="http://example.com/qstat.xsd">
  <queue_info>${running}</queue_info>\n<job_info>${others}</job_info>\n</job_info>\n`;
}

const STARTED = '<JAT_start_time>2026-11-26T04:25:38</JAT_start_time><queue_name>all.q@node-7.lab</queue_name>';
const NOW = Date.parse('2026-11-26T04:26:00Z');

describe('sightingsOf', () => {
  it('reads jobs that run, wait and have left', () => {
    const waiting = '<JB_submission_time>2026-11-26T04:25:37</JB_submission_time><queue_name></queue_name>';
    const xml = listing(row(1, 'r', STARTED), row(2, 'Eqw', waiting) + row(3, 'z', waiting));
    const found = sightingsOf(xml, [jobRef('1'), jobRef('2'), jobRef('3'), jobRef('4')], NOW);
    expect([...found.keys()]).toEqual(['1', '2', '3']);
    const nothing = { task: undefined, well: false, node: '', reason: '', elapsedMs: undefined, ending: undefined };
    expect(found.get('1')).toEqual([{ ...nothing, letter: 'R', word: 'r', node: 'node-7.lab', elapsedMs: 22_000 }]);
    expect(found.get('2')).toEqual([{ ...nothing, letter: 'Q', word: 'Eqw' }]);
    const reason = 'left the queue without an accounting record';
    expect(found.get('3')).toEqual([{ ...nothing, letter: 'C', word: 'z', reason }]);
  });

  it('takes an array apart', () => {
    const xml = listing(row(36, 'r', `${STARTED}<tasks>1</tasks>`), row(36, 'qw', '<tasks>3,5-9:2</tasks>'));
    const seen = sightingsOf(xml, [jobRef('36')], NOW).get('36') ?? [];
    expect(seen.map(({ task, letter }) => `${String(task)}${letter}`)).toEqual(['1R', '3Q', '5Q', '7Q', '9Q']);
  });

  it('takes no other job for the one that was submitted', () => {
    const old = '<JB_submission_time>2025-11-26T04:25:37</JB_submission_time>';
    const rows = [
      row(1, 'qw', old),
      row(2, 'r', STARTED, 'other'),
      row(3, 'r', STARTED, '_870'),
      row(4, 'r', STARTED, '870'),
    ];
    const jobs = [jobRef('1'), jobRef('2'), jobRef('3', { name: '870' }), jobRef('4', { name: '870' })];
    expect([...sightingsOf(listing(rows.join('')), jobs, NOW).keys()]).toEqual(['3']);
  });

  it('is not led astray by names of others', () => {
    const name =
      '&lt;/JB_name&gt;&lt;/job_list&gt;&lt;job_list&gt;&lt;JB_job_number&gt;2&lt;/JB_job_number&gt;&#27;[31m%lt;';
    const found = sightingsOf(listing(row(1, 'r', STARTED, name), row(2, 'qw')), [jobRef('1'), jobRef('2')], NOW);
    expect([...found.keys()]).toEqual(['2']);
  });

  it('throws where an answer is not whole', () => {
    expect(() => sightingsOf(listing(row(1, 'r')).slice(0, -20), [jobRef('1')], NOW)).toThrow(SyntaxError);
    expect(() => sightingsOf('', [jobRef('1')], NOW)).toThrow(SyntaxError);
  });
});

it('knows the letters of states', () => {
  const letters = (states: string) => states.split(' ').map(letterOf).join('');
  expect(letters('qw hqw hRwq Rq Eqw dqw')).toBe('QQQQQQ');
  expect(letters('r t Rr Rt s S T dr dt dRs')).toBe('RRRRRRRRRR');
  expect(letters('z x')).toBe('C?');
  expect(letterOf('')).toBe('?');
});

it('reads ranges of tasks', () => {
  expect(tasksOf('')).toEqual([undefined]);
  expect(tasksOf('4')).toEqual([4]);
  expect(tasksOf('1-3:1,7, 8-12:4')).toEqual([1, 2, 3, 7, 8, 12]);
  expect(tasksOf('none')).toEqual([]);
});

it('reads times', () => {
  const time = Date.parse('2026-11-26T04:25:37Z');
  expect(timeOf('2026-11-26T04:25:37')).toBe(time);
  expect(timeOf('Thu Nov 26 04:25:37 2026')).toBe(time);
  expect(timeOf('11/26/2026 04:25:37.000')).toBe(time);
  expect(timeOf(String(time))).toBe(time);
  expect([timeOf(''), timeOf('-/-'), timeOf('undefined')]).toEqual([undefined, undefined, undefined]);
});
