import type { JobRef, JobSpec } from '../../../lib/bench/jobs/engine.js';

/** A job that asks for nothing, but for what a test says. */
export function jobSpec(folder: string, options: Partial<JobSpec> = {}): JobSpec {
  return {
    name: 'bench',
    folder,
    script: `${folder}/job.sh`,
    tasks: undefined,
    mostAtOnce: undefined,
    nodes: 1,
    processorsPerNode: undefined,
    features: [],
    exclusive: false,
    timeLimitMs: undefined,
    partition: undefined,
    account: undefined,
    qos: undefined,
    gres: undefined,
    nodelist: undefined,
    token: 'token-1',
    ...options,
  };
}

/** A job of the name `bench`, submitted on 2026-11-26 at 04:00 UTC. */
export function jobRef(id: string, options: Partial<JobRef> = {}): JobRef {
  const submittedAt = new Date('2026-11-26T04:00:00Z');
  return { id, name: 'bench', token: 'token-1', submittedAt, folder: '/jobs/bench', tasks: [undefined], ...options };
}
