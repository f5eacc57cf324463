import { userInfo } from 'node:os';
import { reasonOf } from '../../../runtime/printable.js';
import type { CommandEnvironment } from '../command.js';
import type { Dialect, Engine, JobRef, JobSpec, Look, Sighting } from '../engine.js';
import { beginOf, endingsOf } from './accounting.js';
import { qsubArguments, rejected } from './arguments.js';
import { GridEngineCommands, unavailable } from './commands.js';
import { type Details, detailsOf } from './details.js';
import { idsOf, sightingsOf } from './listing.js';
import { checkQueues, exclusiveComplex, NO_EXCLUSIVE } from './queues.js';

/** Running, pending, suspended, and those that have just left: a `.sge_qstat` of the user may ask for less. */
const ALL_STATES = ['-xml', '-s', 'prsz'];
/** Of so many jobs is asked why they wait. */
const MOST_DETAILS = 200;

/**
 * Grid Engine (Son of Grid Engine 8.1.9 is what it is tested with) by its own commands. What leads to the cluster is taken from the
 * environment, SGE_ROOT and SGE_CELL, and nothing else.
 *
 * A job must not end with 99 or 100: Grid Engine runs it again, or puts it into error.
 */
export function gridEngine(env: CommandEnvironment, { now = Date.now, timeoutMs }: GridEngineOptions = {}): Engine {
  return new GridEngine(new GridEngineCommands(env, timeoutMs), now);
}

export interface GridEngineOptions {
  readonly now?: () => number;
  /** Of each command; a minute unless a test says otherwise. */
  readonly timeoutMs?: number;
}

class GridEngine implements Engine {
  readonly name = 'sge';
  readonly title = 'Grid Engine';
  readonly dialect: Dialect = {
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: for a shell
    id: '${JOB_ID}',
    // "undefined" of a job that is no array
    task: '${SGE_TASK_ID%undefined}',
    node: '${HOSTNAME}',
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: for a shell
    onEachNode: undefined,
  };
  readonly #commands: GridEngineCommands;
  readonly #now: () => number;

  constructor(commands: GridEngineCommands, now: () => number) {
    this.#commands = commands;
    this.#now = now;
  }

  isHere(): Promise<boolean> {
    return this.#commands.areHere();
  }

  async cluster(): Promise<string> {
    const named = this.#commands.variable('SGE_CLUSTER_NAME');
    if (named !== undefined && named !== '') return named;
    const { stdout, said } = await this.#commands.demand('qconf', ['-sss']);
    const host = stdout.trim().split('\n').at(-1)?.trim() ?? '';
    if (host === '') throw unavailable(said);
    return `${this.#commands.variable('SGE_CELL') ?? 'default'}@${host}`;
  }

  async submit(spec: JobSpec): Promise<string> {
    const exclusive = spec.exclusive ? await this.#exclusiveComplex() : undefined;
    const charge = spec.account !== undefined && (await this.#isProject(spec.account)) ? '-P' : '-A';
    const args = qsubArguments(spec, exclusive === undefined ? [] : [`${exclusive}=true`], charge);
    await this.#checkQueues(spec, exclusive);
    const answer = await this.#commands.ask('qsub', args, spec.folder);
    // where qsub waits for the job's end (-sync y in a .sge_request), it ends with the job's code, or too late
    if (answer.kind === 'silent') {
      const found = await this.find(spec.token);
      if (found !== undefined) return found;
      throw unavailable(answer.reason);
    }
    const { code, stdout, said } = answer;
    const id = /^(\d+)(?:\.\d+-\d+:\d+)?$/m.exec(stdout)?.[1];
    if (id !== undefined) return id;
    throw rejected(
      `Grid Engine refuses the job: ${said === '' ? `qsub ended with ${String(code)} and no reason` : said}`,
    );
  }

  /** Only while it is in the queue or runs: the accounting does not keep what a job's context was. */
  async find(token: string): Promise<string | undefined> {
    const listing = await this.#commands.demand('qstat', ['-xml', '-s', 'prs', '-u', userInfo().username]);
    const ids = this.#readable(() => idsOf(listing.stdout));
    for (let at = 0; at < ids.length; at += MOST_DETAILS) {
      const answer = await this.#commands.demand('qstat', ['-j', ids.slice(at, at + MOST_DETAILS).join(','), '-xml']);
      const id = this.#readable(() => detailsOf(answer.stdout).withToken(token));
      if (id !== undefined) return id;
    }
    return undefined;
  }

  /**
   * At most four commands: the queue, the reasons of those that wait, the accounting of those that do not (one scan of its file, of
   * the user's jobs since the first of them), and the queue of all users where a job is in neither.
   */
  async look(jobs: readonly JobRef[]): Promise<Look> {
    if (jobs.length === 0) return { kind: 'answered', jobs: new Map() };
    const user = userInfo().username;
    try {
      const listing = await this.#commands.ask('qstat', [...ALL_STATES, '-u', user]);
      if (listing.kind === 'silent') return listing;
      if (listing.code !== 0) return { kind: 'silent', reason: listing.said };
      const listed = sightingsOf(listing.stdout, jobs, this.#now());
      const found = merged(await this.#endings(jobs, listed, user), listed);
      const missing = jobs.filter(({ id }) => !found.has(id));
      const others = missing.length === 0 ? undefined : await this.#commands.ask('qstat', [...ALL_STATES, '-u', '*']);
      if (others?.kind === 'silent') return others;
      const all = others === undefined ? found : merged(found, sightingsOf(others.stdout, missing, this.#now()));
      return { kind: 'answered', jobs: await this.#withReasons(inOrder(jobs, all)) };
    } catch (error) {
      if (error instanceof SyntaxError) return { kind: 'silent', reason: unreadable(error) };
      throw error;
    }
  }

  async cancel(jobs: readonly JobRef[]): Promise<void> {
    const look = await this.look(jobs);
    if (look.kind === 'silent') throw unavailable(look.reason);
    const live = [...look.jobs].filter(([, sightings]) => sightings.some(({ letter }) => letter !== 'C'));
    if (live.length === 0) return;
    // one that has ended meanwhile is told of as a failure
    const { code, stdout, said } = await this.#commands.demand('qdel', [live.map(([id]) => id).join(',')]);
    const denied = stdout.split('\n').filter((line) => /^denied/.test(line) && !/does not exist/.test(line));
    if (code === 0 || denied.length === 0) return;
    throw rejected(`Grid Engine does not delete all of the jobs: ${said}`);
  }

  async #exclusiveComplex(): Promise<string> {
    const { stdout } = await this.#commands.demand('qconf', ['-sc']);
    const name = exclusiveComplex(stdout);
    if (name === undefined) throw rejected(NO_EXCLUSIVE);
    return name;
  }

  async #isProject(account: string): Promise<boolean> {
    return (await this.#commands.demand('qconf', ['-sprj', account])).code === 0;
  }

  async #checkQueues(spec: JobSpec, exclusive: string | undefined): Promise<void> {
    const resources = [...spec.features, ...(exclusive === undefined ? [] : [exclusive])];
    if (resources.length === 0) return;
    const queue = spec.partition === undefined ? [] : ['-q', spec.partition];
    const { code, stdout } = await this.#commands.demand('qstat', ['-F', resources.join(','), '-xml', ...queue]);
    // a queue that is not there is for qsub to refuse
    if (code === 0) this.#readable(() => checkQueues(stdout, spec.features, exclusive));
  }

  /** The accounting is read where a job is not in the queue, or is an array, of which tasks may have left it. */
  async #endings(
    jobs: readonly JobRef[],
    listed: ReadonlyMap<string, readonly Sighting[]>,
    user: string,
  ): Promise<ReadonlyMap<string, readonly Sighting[]>> {
    const wanted = jobs.filter(({ id }) => {
      const sightings = listed.get(id) ?? [];
      return sightings.length === 0 || sightings.some(({ letter, task }) => letter === 'C' || task !== undefined);
    });
    if (wanted.length === 0) return new Map();
    const answer = await this.#commands.ask('qacct', ['-o', user, '-b', beginOf(wanted), '-j']);
    // the file is not on every machine from which jobs are submitted
    return answer.kind === 'answer' && answer.code === 0 ? endingsOf(answer.stdout, wanted) : new Map();
  }

  async #withReasons(found: ReadonlyMap<string, readonly Sighting[]>): Promise<Map<string, readonly Sighting[]>> {
    const waiting = [...found].filter(([, sightings]) => sightings.some(({ letter }) => letter === 'Q'));
    const details = await this.#details(waiting.slice(0, MOST_DETAILS).map(([id]) => id));
    if (details === undefined) return new Map(found);
    const withReason = (id: string, sighting: Sighting): Sighting => {
      if (sighting.letter !== 'Q') return sighting;
      const inError = sighting.word.includes('E') ? details.fails(id, sighting.task) : '';
      return { ...sighting, reason: inError === '' ? details.waits(id) : inError };
    };
    return new Map([...found].map(([id, sightings]) => [id, sightings.map((sighting) => withReason(id, sighting))]));
  }

  /** Undefined where there is nothing to ask of, or no answer: a job may have left between two commands. */
  async #details(ids: readonly string[]): Promise<Details | undefined> {
    if (ids.length === 0) return undefined;
    const answer = await this.#commands.ask('qstat', ['-j', ids.join(','), '-xml']);
    return answer.kind === 'answer' ? detailsOf(answer.stdout) : undefined;
  }

  #readable<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw error instanceof SyntaxError ? unavailable(unreadable(error)) : error;
    }
  }
}

function unreadable(error: SyntaxError): string {
  return `what qstat wrote can not be read: ${reasonOf(error)}`;
}

/** What the second says counts, task by task; but for a zombie, which says nothing that the first does not say better. */
function merged(
  first: ReadonlyMap<string, readonly Sighting[]>,
  second: ReadonlyMap<string, readonly Sighting[]>,
): Map<string, readonly Sighting[]> {
  const all = new Map(first);
  for (const [id, sightings] of second) {
    const tasks = new Map((first.get(id) ?? []).map((sighting) => [sighting.task, sighting]));
    for (const sighting of sightings) {
      if (sighting.letter !== 'C' || !tasks.has(sighting.task)) tasks.set(sighting.task, sighting);
    }
    all.set(
      id,
      [...tasks.values()].sort((a, b) => (a.task ?? 0) - (b.task ?? 0)),
    );
  }
  return all;
}

function inOrder<T>(jobs: readonly JobRef[], found: ReadonlyMap<string, T>): Map<string, T> {
  const all = new Map<string, T>();
  for (const { id } of jobs) {
    const value = found.get(id);
    if (value !== undefined) all.set(id, value);
  }
  return all;
}
