import { userInfo } from 'node:os';
import type { CommandEnvironment } from '../command.js';
import type { Dialect, Engine, JobRef, JobSpec, Look } from '../engine.js';
import { qsubArguments, rejected, TOKEN_VARIABLE } from './arguments.js';
import { type Answer, PbsCommands, unavailable } from './commands.js';
import { recordsOf, variableOf } from './records.js';
import { sightingsOf } from './sightings.js';

/** How many jobs of the user are looked at in one command for a token. */
const MOST_IDS = 200;
/** Of jobs that the server does not have any more: no failure of qstat or qdel. */
const GONE =
  /unknown job id|nonexistent job id|job has finished|not configured to maintain job history|request invalid for state of job/i;
const NO_HISTORY = /not configured to maintain job history/i;

/** pbsdsh is seldom on a job's PATH. Torque's runs it once on each host by -u; the other once for each chunk, of which a host has one. */
const ON_EACH_NODE =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: for a shell
  'env PATH="$PATH:/opt/pbs/bin:/usr/local/bin" pbsdsh $(case "${PBS_VERSION-}" in TORQUE*) echo -u;; *) echo --;; esac)';

export interface PbsOptions {
  readonly now?: () => number;
  /** Of each command; a minute unless a test says otherwise. */
  readonly timeoutMs?: number;
}

/**
 * PBS by its own commands: OpenPBS and PBS Professional, and Torque. No package of a server is at hand for tests: they are given what
 * servers wrote that were built from the sources once (OpenPBS of 2026, Torque 6.1.3).
 *
 * The job starts in the user's home folder with OpenPBS, in its own with Torque.
 */
export function pbs(env: CommandEnvironment, { now = Date.now, timeoutMs }: PbsOptions = {}): Engine {
  return new Pbs(new PbsCommands(env, timeoutMs), now);
}

class Pbs implements Engine {
  readonly name = 'pbs';
  readonly title = 'PBS';
  readonly dialect: Dialect = {
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: for a shell
    // of a task it is 12[3].server
    id: String.raw`$(printf %s "$PBS_JOBID" | sed 's/\[[0-9]*\]/[]/')`,
    task: '${PBS_ARRAY_INDEX-${PBS_ARRAYID-}}',
    node: '$(uname -n)',
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: for a shell
    onEachNode: ON_EACH_NODE,
  };
  readonly #commands: PbsCommands;
  readonly #now: () => number;

  constructor(commands: PbsCommands, now: () => number) {
    this.#commands = commands;
    this.#now = now;
  }

  isHere(): Promise<boolean> {
    return this.#commands.areHere();
  }

  async cluster(): Promise<string> {
    const { stdout, errors } = await this.#commands.demand('qstat', ['-B', '-f']);
    const server = /^Server:\s*(\S+)/m.exec(stdout)?.[1];
    if (server === undefined) throw unavailable(errors.join('; '));
    return server;
  }

  async submit(spec: JobSpec): Promise<string> {
    const args = qsubArguments(spec, await this.#commands.flavour());
    const answer = await this.#commands.ask('qsub', args, spec.folder);
    if (answer.kind === 'silent') {
      // it may have been slow, and the job be there
      const found = await this.find(spec.token);
      if (found !== undefined) return found;
      throw unavailable(answer.reason);
    }
    const id = /^\d+(?:\[\])?(?:\.[\w.-]+)?$/m.exec(answer.stdout)?.[0];
    if (answer.code === 0 && id !== undefined) return id;
    const why = answer.errors.join('; ');
    throw rejected(`PBS refuses the job: ${why === '' ? `qsub ended with ${String(answer.code)} and no reason` : why}`);
  }

  /** Newest first, and as far back as the server remembers. */
  async find(token: string): Promise<string | undefined> {
    const ids = (await this.#userIds()).sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10));
    for (let at = 0; at < ids.length; at += MOST_IDS) {
      const answer = await this.#status(ids.slice(at, at + MOST_IDS), []);
      if (answer.kind === 'silent') throw unavailable(answer.reason);
      const own = recordsOf(answer.stdout).find((record) => variableOf(record, TOKEN_VARIABLE) === token);
      if (own !== undefined) return own.id.replace(/\[\d+\]/, '[]');
    }
    return undefined;
  }

  /** One command, and a second one where the server keeps no history: it then tells nothing of jobs with that option. */
  async look(jobs: readonly JobRef[]): Promise<Look> {
    if (jobs.length === 0) return { kind: 'answered', jobs: new Map() };
    const answer = await this.#status(
      jobs.map(({ id }) => id),
      ['-t'],
    );
    if (answer.kind === 'silent') return answer;
    return { kind: 'answered', jobs: sightingsOf(answer.stdout, jobs, this.#now()) };
  }

  async cancel(jobs: readonly JobRef[]): Promise<void> {
    const look = await this.look(jobs);
    if (look.kind === 'silent') throw unavailable(look.reason);
    const live = [...look.jobs].filter(([, sightings]) => sightings.some(({ letter }) => letter !== 'C'));
    if (live.length === 0) return;
    const { errors } = await this.#commands.demand(
      'qdel',
      live.map(([id]) => id),
    );
    const refused = errors.filter((line) => !GONE.test(line));
    if (refused.length > 0) throw rejected(`PBS does not delete all of the jobs: ${refused.join('; ')}`);
  }

  async #status(ids: readonly string[], options: readonly string[]): Promise<Answer> {
    const withHistory = (await this.#commands.flavour()) === 'openpbs' ? ['-x'] : [];
    const first = await this.#commands.ask('qstat', [...withHistory, '-f', ...options, ...ids]);
    const none = first.kind === 'answer' && first.errors.some((line) => NO_HISTORY.test(line));
    const answer = none ? await this.#commands.ask('qstat', ['-f', ...options, ...ids]) : first;
    if (answer.kind === 'silent') return answer;
    const failures = answer.errors.filter((line) => !GONE.test(line));
    if (answer.code !== 0 && failures.length > 0) return { kind: 'silent', reason: failures.join('; ') };
    return answer;
  }

  async #userIds(): Promise<string[]> {
    const user = ['-u', userInfo().username];
    const withHistory = (await this.#commands.flavour()) === 'openpbs' ? ['-x'] : [];
    const first = await this.#commands.demand('qselect', [...withHistory, ...user]);
    const answer = first.errors.some((line) => NO_HISTORY.test(line))
      ? await this.#commands.demand('qselect', user)
      : first;
    if (answer.code !== 0) throw unavailable(answer.errors.join('; '));
    return answer.stdout.split('\n').filter((line) => /^\d/.test(line));
  }
}
