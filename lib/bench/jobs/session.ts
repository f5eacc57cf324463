import type { Engine, EngineName } from './engine.js';
import { Engines } from './engines.js';
import { passedEnvironment } from './environment.js';
import type { SubmittedJob } from './folder/manifest.js';
import { type Entry, type Found, Registry } from './registry.js';
import type { EngineOf } from './state/survey.js';

/** What commands about jobs that there are already have in common: the jobs meant, and their engines. */
export interface Session {
  readonly jobs: readonly SubmittedJob[];
  readonly engineOf: EngineOf;
  /** Those of them whose folder is gone, by their entries in the registry. */
  readonly gone: ReadonlyMap<SubmittedJob, Entry>;
}

/**
 * The jobs that are named, each once.
 *
 * @param orGone Whether a job is meant as well of which nothing is left but its entry: its engine can be asked.
 * @throws OpenVINOError `JOB_NOT_FOUND`
 */
export async function openSession(
  which: readonly string[],
  engine: EngineName | undefined,
  env: NodeJS.ProcessEnv,
  { orGone = false }: { readonly orGone?: boolean } = {},
): Promise<Session> {
  const registry = new Registry(env);
  const found: Found[] = [];
  for (const each of which) {
    const one = orGone
      ? await registry.findOrGone(each, engine)
      : { job: await registry.find(each, engine), gone: undefined };
    if (!found.some(({ job }) => isSame(job, one.job))) found.push(one);
  }
  return await sessionOf(found, env);
}

function isSame(a: SubmittedJob, b: SubmittedJob): boolean {
  return a.folder === b.folder && a.manifest.token === b.manifest.token;
}

/** The engines of some jobs. */
export async function sessionOf(found: readonly Found[], env: NodeJS.ProcessEnv): Promise<Session> {
  const engines = new Engines(passedEnvironment(env));
  const made = new Map<EngineName, Engine>();
  const jobs = found.map(({ job }) => job);
  for (const { manifest } of jobs) made.set(manifest.engine, await engines.get(manifest.engine));
  const gone = new Map(found.flatMap(({ job, gone: entry }) => (entry === undefined ? [] : [[job, entry] as const])));
  return { jobs, engineOf: ({ manifest }) => made.get(manifest.engine) as Engine, gone };
}
