import { open } from 'node:fs/promises';
import path from 'node:path';
import { OpenVINOError } from '../../../index.js';
import { printable } from '../../../runtime/printable.js';
import { type CommandEnvironment, findCommand, runCommand } from '../command.js';

/** The two families: OpenPBS, with PBS Professional, and Torque. */
export type Flavour = 'openpbs' | 'torque';

/** What qsub and the others read of an environment to find their server; the rest would become part of the job, or of the answer. */
const KEPT = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LD_LIBRARY_PATH',
  'PBS_CONF_FILE',
  'PBS_EXEC',
  'PBS_SERVER',
  'PBS_DEFAULT',
];
const COMMANDS = ['qstat', 'qdel', 'qselect'];
const TIMEOUT_MS = 60_000;
/** How its commands say that the server can't be asked, in their own English. */
const UNREACHABLE =
  /cannot connect|couldn't connect|connection refused|communication failure|unknown host|trqauthd|unable to communicate|pbsconf error/i;

/** What a command said, or why it said nothing. `errors` are the lines of stderr, safe for a terminal. */
export type Answer =
  | { readonly kind: 'answer'; readonly code: number; readonly stdout: string; readonly errors: readonly string[] }
  | { readonly kind: 'silent'; readonly reason: string };

/** The commands of PBS that are on the PATH, if they are those of PBS: other systems have a qsub too. */
export class PbsCommands {
  readonly #env: CommandEnvironment;
  readonly #timeoutMs: number;
  #flavour: Flavour | undefined;

  constructor(env: CommandEnvironment, timeoutMs = TIMEOUT_MS) {
    this.#timeoutMs = timeoutMs;
    const kept = KEPT.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
    // times are written in the time zone of the one who asks, and without it
    this.#env = { ...Object.fromEntries(kept), TZ: 'UTC', LC_ALL: 'C' };
  }

  async areHere(): Promise<boolean> {
    return typeof (await this.#recognised()) !== 'object';
  }

  /** @throws {OpenVINOError} `SCHEDULER_NOT_FOUND` */
  async flavour(): Promise<Flavour> {
    const found = await this.#recognised();
    if (typeof found !== 'object') return found;
    const next = 'run this where jobs are submitted, with the commands of PBS first on the PATH';
    throw new OpenVINOError('SCHEDULER_NOT_FOUND', `${found.why}; ${next}.`);
  }

  /** @throws {OpenVINOError} `SCHEDULER_NOT_FOUND` */
  async ask(name: string, args: readonly string[], cwd = '/'): Promise<Answer> {
    await this.flavour();
    const result = await runCommand(name, args, { env: this.#env, timeoutMs: this.#timeoutMs, cwd });
    if (result.kind !== 'ended') return { kind: 'silent', reason: result.reason };
    const errors = linesOf(result.stderr, name);
    if (result.code !== 0 && UNREACHABLE.test(result.stderr)) return { kind: 'silent', reason: errors.join('; ') };
    return { kind: 'answer', code: result.code, stdout: result.stdout, errors };
  }

  /** As {@link ask}, of what has to be answered. */
  async demand(name: string, args: readonly string[]): Promise<Extract<Answer, { kind: 'answer' }>> {
    const answer = await this.ask(name, args);
    if (answer.kind === 'answer') return answer;
    throw unavailable(answer.reason);
  }

  async #recognised(): Promise<Flavour | { readonly why: string }> {
    if (this.#flavour !== undefined) return this.#flavour;
    const found = await recognise(this.#env, this.#timeoutMs);
    if (typeof found !== 'object') this.#flavour = found;
    return found;
  }
}

export function unavailable(reason: string): OpenVINOError {
  const next = 'see whether its server runs and this machine may talk to it, then try again';
  return new OpenVINOError('SCHEDULER_UNAVAILABLE', `PBS can not be asked (${reason}); ${next}.`);
}

/**
 * What is on the PATH is told by what qsub says its version is. Grid Engine's is known by the qconf beside it, and Slurm's imitation,
 * a script that drops options and puts arguments into a shell, by its text: it is not called even for that.
 */
async function recognise(env: CommandEnvironment, timeoutMs: number): Promise<Flavour | { readonly why: string }> {
  const qsub = await findCommand('qsub', env);
  if (qsub === undefined) return { why: "PBS's command qsub is not on the PATH" };
  if ((await findCommand(path.join(path.dirname(qsub), 'qconf'), env)) !== undefined)
    return { why: `${qsub} is that of Grid Engine` };
  if (await isOfSlurm(qsub)) return { why: `${qsub} is that of Slurm, which imitates PBS and drops options` };
  for (const name of COMMANDS) {
    if ((await findCommand(name, env)) === undefined) return { why: `PBS's command ${name} is not on the PATH` };
  }
  const version = await runCommand(qsub, ['--version'], { env, timeoutMs, cwd: '/' });
  return (
    (version.kind === 'ended' ? flavourOf(version) : undefined) ?? {
      why: `${qsub} is not that of PBS by its --version`,
    }
  );
}

/** `pbs_version = 23.06.06` on stdout; of Torque `Version:   6.1.3` on stderr, among other lines. */
export function flavourOf({
  stdout,
  stderr,
}: {
  readonly stdout: string;
  readonly stderr: string;
}): Flavour | undefined {
  if (/^pbs_version\s*=/m.test(stdout)) return 'openpbs';
  return /^version:\s+\d/im.test(`${stdout}\n${stderr}`) ? 'torque' : undefined;
}

/** A program that may be run but not read is no script. */
async function isOfSlurm(file: string): Promise<boolean> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return false;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(65_536), 0, 65_536, 0);
    const text = buffer.toString('latin1', 0, bytesRead);
    return text.startsWith('#!') && /\b(sbatch|slurm)\b/i.test(text);
  } finally {
    await handle.close();
  }
}

/** Lines of stderr without the command's name; what follows a usage error is left out. */
function linesOf(stderr: string, name: string): string[] {
  const [told = ''] = stderr.split(/^usage: /m);
  const lines = told.split('\n').map((line) => line.replace(`${name}: `, '').trim());
  return [...new Set(lines)].filter((line) => line !== '').map((line) => printable(line));
}
