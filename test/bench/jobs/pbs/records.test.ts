import { expect, it } from 'vitest';
import { recordsOf, variableOf } from '../../../../lib/bench/jobs/pbs/records.js';
import { ARRAY, DELETED, FINISHED } from './outputs.js';

it('reads jobs, their attributes, and long ones as a whole', () => {
  const [job, deleted, ...others] = recordsOf(FINISHED + DELETED + ARRAY);
  expect(others.map(({ id }) => id)).toEqual([
    '13[].server.lab',
    '13[1].server.lab',
    '13[2].server.lab',
    '13[3].server.lab',
  ]);
  expect(job?.id).toBe('10.server.lab');
  expect(Object.fromEntries(job?.values ?? [])).toMatchObject({
    'resources_used.walltime': '01:00:12',
    Output_Path: 'server.lab:/jobs/a b/scheduler.log',
    'Resource_List.select': '2:tank-870=true',
    comment: 'Job run at Thu Nov 26 at 05:23 on (node-1:ncpus=1) and terminated by me@server.lab',
    Submit_arguments: '-f -C -j oe -S /bin/sh -m n -o scheduler.log -N bench -r n s.sh',
    project: '_pbs_project_default',
  });
  expect(deleted?.values.has('exec_host')).toBe(false);
});

it('finds a variable, and none within the value of another', () => {
  const [job] = recordsOf(FINISHED);
  expect(job && variableOf(job, 'OVBENCH_TOKEN')).toBe('token-1');
  expect(job && variableOf(job, 'PBS_O_WORKDIR')).toBe(String.raw`/jobs/c\,OVBENCH_TOKEN=not this one`);
  expect(job && variableOf(job, 'TOKEN')).toBeUndefined();
});

it('takes other text for nothing', () => {
  expect(recordsOf('')).toEqual([]);
  expect(recordsOf('    job_state = R\n\tmore\nqstat: an error\n')).toEqual([]);
  const [job] = recordsOf(
    'Job Id: 1.server\n    job_state = R\nqstat: an error\n\tof two lines\n    exec_host = n/0\n',
  );
  expect(Object.fromEntries(job?.values ?? [])).toEqual({ job_state: 'R', exec_host: 'n/0' });
});
