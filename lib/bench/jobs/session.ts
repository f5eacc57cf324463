import type { Engine, EngineName } from './engine.js';
import { Engines } from './engines.js';
import { passedEnvironment } from './environment.js';
import type { SubmittedJob } from './folder/manifest.js';
import { Registry } from './registry.js';
import type { EngineOf } from './state/survey.js';

/** What commands about jobs that there are already have in common: the jobs meant, and their engines. */
export interface Session {
  readonly jobs: readonly SubmittedJob[];
  readonly engineOf: EngineOf;
}

/**
 * The jobs that are named, each once.
 *
 * @throws OpenVINOError `JOB_NOT_FOUND`
 */
export async function openSession(
  which: readonly string[],
  engine: EngineName | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Session> {
  const registry = new Registry(env);
  const found: SubmittedJob[] = [];
  for (const each of which) {
    const job = await registry.find(each, engine);
    if (!found.some(({ folder }) => folder === job.folder)) found.push(job);
  }
  return await sessionOf(found, env);
}

/** The engines of some jobs. */
export async function sessionOf(jobs: readonly SubmittedJob[], env: NodeJS.ProcessEnv): Promise<Session> {
  const engines = new Engines(passedEnvironment(env));
  const made = new Map<EngineName, Engine>();
  for (const { manifest } of jobs) made.set(manifest.engine, await engines.get(manifest.engine));
  return { jobs, engineOf: ({ manifest }) => made.get(manifest.engine) as Engine };
}
