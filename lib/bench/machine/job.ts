import type { JobInfo } from '../result/result.js';

/** The job of a batch system that this process is a part of, as `ov-bench job` tells it; undefined where it is none. */
export function jobInfo(env: NodeJS.ProcessEnv): JobInfo | undefined {
  const { OV_BENCH_JOB_ENGINE: engine, OV_BENCH_JOB_ID: id } = env;
  if (!engine || !id) return undefined;
  const task = Number(env.OV_BENCH_JOB_TASK);
  return {
    engine,
    id,
    ...(Number.isSafeInteger(task) && task > 0 && { task }),
    name: env.OV_BENCH_JOB_NAME ?? '',
    node: env.OV_BENCH_JOB_NODE ?? '',
    features: (env.OV_BENCH_JOB_FEATURES ?? '').split(',').filter((feature) => feature !== ''),
    ...(env.OV_BENCH_JOB_SHARED === '1' && { shared: true as const }),
  };
}
