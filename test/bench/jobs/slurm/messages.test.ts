import { describe, expect, it } from 'vitest';
import { cancelRefusals, waitingReason } from '../../../../lib/bench/jobs/slurm/messages.js';
import { parseSqueue } from '../../../../lib/bench/jobs/slurm/squeue.js';
import { jobRef } from '../specs.js';

const reasonOf = (state: string, reason: string): string | undefined =>
  parseSqueue(`12|${state}|0||0:00|${reason}|ov-bench:token-1|\n`, [jobRef('12')]).get('12')?.[0]?.reason;

describe('why a job waits', () => {
  it.each([
    ['PartitionTimeLimit', 'it will not start: asks for more than the partition allows (PartitionTimeLimit)'],
    ['InvalidAccount', 'it will not start: its account is not known, or not allowed there (InvalidAccount)'],
    ['BadConstraints', 'it will not start: no nodes have all that it asks for (BadConstraints)'],
    ['Priority', 'others come first (Priority)'],
    ['QOSMaxJobsPerUserLimit', 'a limit of its account or quality of service is reached (QOSMaxJobsPerUserLimit)'],
    [
      'ReqNodeNotAvail,_UnavailableNodes:a,b',
      'the nodes that it needs are down, drained or reserved (ReqNodeNotAvail,_UnavailableNodes:a,b)',
    ],
    ['SomethingNew', 'SomethingNew'],
    ['constructor', 'constructor'],
  ])('%s', (word, text) => {
    expect(waitingReason(word)).toBe(text);
    expect(reasonOf('PENDING', word)).toBe(text);
  });

  it('is not why it was cancelled', () => {
    expect(reasonOf('CANCELLED', 'PartitionConfig')).toBe('');
    expect(reasonOf('FAILED', 'NonZeroExitCode')).toBe('NonZeroExitCode');
  });
});

it('of what scancel says, jobs that have ended are no refusal', () => {
  const of = (id: number, why: string): string => `scancel: error: Kill job error on job id ${id}: ${why}\n`;
  expect(
    cancelRefusals(
      of(5, 'Invalid job id specified') + of(6, 'Access/permission denied') + of(7, 'Job/step already completed'),
    ),
  ).toEqual(['Kill job error on job id 6: Access/permission denied']);
});
