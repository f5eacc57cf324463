import { describe, expect, it } from 'vitest';
import { detailsOf } from '../../../../lib/bench/jobs/grid-engine/details.js';

/** The shape that 8.1.9 gives it, with what is read of it. */
function details(jobs: string, messages = ''): string {
  return `<?xml version='1.0'?><detailed_job_info><djob_info>${jobs}</djob_info><messages><element>${messages}</element></messages></detailed_job_info>`;
}

function job(id: number, content: string): string {
  return `<element><JB_job_number>${String(id)}</JB_job_number>${content}</element>`;
}

function context(name: string, value: string): string {
  return `<JB_context><context_list><VA_variable>${name}</VA_variable><VA_value>${value}</VA_value></context_list></JB_context>`;
}

function failure(task: number, message: string): string {
  const list = `<JAT_message_list><ulong_sublist><QIM_type>1</QIM_type><QIM_message>${message}</QIM_message></ulong_sublist></JAT_message_list>`;
  return `<ulong_sublist><JAT_status>0</JAT_status><JAT_task_number>${String(task)}</JAT_task_number>${list}</ulong_sublist>`;
}

function message(text: string, ...ids: readonly number[]): string {
  const list = ids.map((id) => `<ulong_sublist><ULNG_value>${String(id)}</ULNG_value></ulong_sublist>`).join('');
  return `<element><MES_job_number_list>${list}</MES_job_number_list><MES_message>${text}</MES_message></element>`;
}

describe('detailsOf', () => {
  it('says why a job waits', () => {
    const own = message('(-l x=TRUE) cannot run in queue &quot;q@a&quot;', 1, 2) + message('no more tasks', 2);
    const read = detailsOf(
      details(
        job(1, ''),
        `<SME_message_list>${own}</SME_message_list><SME_global_message_list><element><MES_message>full</MES_message></element></SME_global_message_list>`,
      ),
    );
    expect(read.waits('1')).toBe('(-l x=TRUE) cannot run in queue "q@a"');
    expect(read.waits('2')).toBe('(-l x=TRUE) cannot run in queue "q@a"; no more tasks');
    expect(read.waits('12')).toBe('full');
  });

  it('has no reason where the scheduler keeps none', () => {
    const off = '<element><MES_message>(Collecting of scheduler job information is turned off)</MES_message></element>';
    expect(detailsOf(details(job(1, ''), off)).waits('1')).toBe('');
    expect(detailsOf('<unknown_jobs ><ST_name>1</ST_name></unknown_jobs>').waits('1')).toBe('');
  });

  it('tells three of many messages, safe for a terminal', () => {
    const many = ['a', 'a', 'b&#27;[31m', 'c', 'd'].map((text) => message(text, 1)).join('');
    expect(detailsOf(details('', many)).waits('1')).toBe('a; b\\x1b[31m; c');
  });

  it('says why a task is in error', () => {
    const dated =
      '11/26/2026 04:25:40 [0:15611]: error: can&apos;t open output file &quot;/x&quot;: No such file or directory';
    const read = detailsOf(details(job(7, `<JB_ja_tasks>${failure(1, dated)}${failure(3, 'another')}</JB_ja_tasks>`)));
    expect(read.fails('7', undefined)).toBe(`can't open output file "/x": No such file or directory`);
    expect([read.fails('7', 3), read.fails('7', 2), read.fails('8', 1)]).toEqual(['another', '', '']);
  });

  it('finds a job by its token', () => {
    const jobs =
      job(1, context('OVBENCH', 'token-1')) +
      job(2, context('OTHER', 'token-2')) +
      job(3, context('OVBENCH', 'token-2'));
    const read = detailsOf(details(jobs));
    expect([read.withToken('token-2'), read.withToken('token')]).toEqual(['3', undefined]);
  });
});
