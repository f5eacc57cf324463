import path from 'node:path';
import { OpenVINOError } from '../../../index.js';
import { printable } from '../../../runtime/printable.js';
import { type CommandEnded, type CommandEnvironment, findCommand, runCommand } from '../command.js';

/** What qsub and the others read of an environment to find their cluster; the rest would become part of the job, or of the answer. */
const KEPT = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LD_LIBRARY_PATH',
  'SGE_ROOT',
  'SGE_CELL',
  'SGE_ARCH',
  'SGE_CLUSTER_NAME',
  'SGE_QMASTER_PORT',
  'SGE_EXECD_PORT',
];
const COMMANDS = ['qsub', 'qstat', 'qacct', 'qdel'];
const TIMEOUT_MS = 60_000;
/**
 * How its commands say that the qmaster can't be asked, in their own English (8.1.9, each seen): it does not listen, its host has no
 * address, SGE_ROOT or SGE_CELL leads nowhere.
 */
const UNREACHABLE =
  /commlib error|unable to (send message to|contact) qmaster|comunication_error|SGE_ROOT|cell directory|can't resolve host name/i;

/** What a command said, or why it said nothing. */
export type Answer =
  | { readonly kind: 'answer'; readonly code: number; readonly stdout: string; readonly said: string }
  | { readonly kind: 'silent'; readonly reason: string };

/** Grid Engine's own commands, those that lie beside `qconf`: `qsub` alone may be that of another batch system. */
export class GridEngineCommands {
  readonly #env: CommandEnvironment;
  readonly #timeoutMs: number;

  constructor(env: CommandEnvironment, timeoutMs = TIMEOUT_MS) {
    this.#timeoutMs = timeoutMs;
    const kept = KEPT.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
    // times are written in the time zone of the one who asks, and without it
    this.#env = { ...Object.fromEntries(kept), TZ: 'UTC', LC_ALL: 'C' };
  }

  /** The value of a variable that leads to the cluster. */
  variable(name: string): string | undefined {
    return this.#env[name];
  }

  async areHere(): Promise<boolean> {
    const folder = await this.#folder();
    if (folder === undefined) return false;
    const files = await Promise.all(COMMANDS.map((name) => findCommand(path.join(folder, name), this.#env)));
    return files.every((file) => file !== undefined);
  }

  /**
   * @param cwd the root folder unless it matters: the commands read options from a `.sge_request` or `.sge_qstat` of it.
   * @throws {OpenVINOError} `SCHEDULER_NOT_FOUND`.
   */
  async ask(name: string, args: readonly string[], cwd = '/'): Promise<Answer> {
    const folder = await this.#folder();
    if (folder === undefined) throw notFound('qconf');
    const options = { env: this.#env, timeoutMs: this.#timeoutMs, cwd };
    const result = await runCommand(path.join(folder, name), args, options);
    if (result.kind === 'not found') throw notFound(name);
    if (result.kind !== 'ended') return { kind: 'silent', reason: result.reason };
    return answerOf(result);
  }

  /** As {@link ask}, of what has to be answered. */
  async demand(name: string, args: readonly string[], cwd?: string): Promise<Extract<Answer, { kind: 'answer' }>> {
    const answer = await this.ask(name, args, cwd);
    if (answer.kind === 'answer') return answer;
    throw unavailable(answer.reason);
  }

  async #folder(): Promise<string | undefined> {
    const file = await findCommand('qconf', this.#env);
    return file === undefined ? undefined : path.dirname(file);
  }
}

export function unavailable(reason: string): OpenVINOError {
  const next = 'see whether its qmaster runs and SGE_ROOT and SGE_CELL are those of the cluster, then try again';
  return new OpenVINOError('SCHEDULER_UNAVAILABLE', `Grid Engine can not be asked (${reason}); ${next}.`);
}

function notFound(name: string): OpenVINOError {
  const next = 'run this where jobs are submitted, with the settings.sh of the cluster read';
  return new OpenVINOError('SCHEDULER_NOT_FOUND', `Grid Engine's command ${name} is not on the PATH; ${next}.`);
}

/** `qstat -j -xml` ends with 0 when there is no qmaster, and says so in its XML. */
function answerOf({ code, stdout, stderr }: CommandEnded): Answer {
  const said = saidBy(stderr);
  if (code !== 0 && UNREACHABLE.test(stderr)) return { kind: 'silent', reason: said };
  if (stdout.includes('<comunication_error')) return { kind: 'silent', reason: said };
  return { kind: 'answer', code, stdout, said: said === '' ? saidBy(stdout) : said };
}

/** The lines of an error as one text: without what leads in and out of each. */
function saidBy(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/^(Unable to run job|error|critical error): /g, '').trim());
  const telling = lines.filter((line) => line !== '' && line !== 'Exiting.').map((line) => line.replace(/\.$/, ''));
  return printable([...new Set(telling)].join('; '));
}
