import { join } from 'node:path';
import { OpenVINOError } from '../../../index.js';
import { printable } from '../../../runtime/printable.js';
import { type CommandEnvironment, type CommandResult, findCommand, runCommand } from '../command.js';
import type { Dialect, Engine, JobRef, JobSpec, Look, Sighting } from '../engine.js';
import { ENGINE_FOLDER } from '../folder/layout.js';
import { adviceFor, cancelRefusals, isUnknownJob, isUnreachable, lastWords } from './messages.js';
import { parseSacct, SACCT_FIELDS } from './sacct.js';
import { commentOf, parseSqueue, SQUEUE_FIELDS } from './squeue.js';

/** Commands try for 10 s and more to reach a controller that is down, and say so then. */
const TIMEOUT_MS = 60_000;

const DIALECT: Dialect = {
  id: `"\${SLURM_ARRAY_JOB_ID:-\${SLURM_JOB_ID:-}}"`,
  task: `"\${SLURM_ARRAY_TASK_ID:-}"`,
  node: `"\${SLURMD_NODENAME:-$(hostname)}"`,
  // one that fails does not end the others; and each has all of its node that the job has
  onEachNode: 'srun --ntasks-per-node=1 --cpu-bind=none --kill-on-bad-exit=0 --wait=0 "$@"',
};

/**
 * Slurm by its own commands: sbatch, squeue, scancel, and sacct where there is a database. They know no shell and have an
 * environment without SBATCH_*, SQUEUE_* and the like, which change what they print; the job gets that environment, too.
 *
 * @param env What the job is to have, with PATH.
 */
export function slurm(env: CommandEnvironment): Engine {
  const call = (name: string, args: readonly string[]): Promise<CommandResult> =>
    runCommand(name, args, { env, timeoutMs: TIMEOUT_MS });
  let known: string | undefined;
  return {
    name: 'slurm',
    title: 'Slurm',
    dialect: DIALECT,
    isHere: async () =>
      (await findCommand('sbatch', env)) !== undefined && (await findCommand('squeue', env)) !== undefined,
    cluster: async () => {
      known ??= clusterName(await call('scontrol', ['show', 'config']));
      return known;
    },
    submit: (spec) => submit(spec, env),
    find: async (token) => {
      const args = ['-h', '-t', 'all', '-O', 'ArrayJobID:|,Comment:|'];
      const text = told(await call('squeue', args));
      const line = text.split('\n').find((each) => each.split('|')[1] === commentOf(token));
      return line?.split('|')[0];
    },
    look: (jobs) => look(jobs, call),
    cancel: (jobs) => cancel(jobs, call),
  };
}

/** Options of sbatch, and the script; nothing in it is read by a shell. */
export function sbatchArguments(spec: JobSpec): string[] {
  const { partition, account, qos, gres, nodelist, features, tasks, mostAtOnce, nodes, timeLimitMs } = spec;
  const given = Object.entries({ partition, account, qos, gres, nodelist }).flatMap(([key, value]) =>
    value === undefined ? [] : [`--${key}=${value}`],
  );
  const atOnce = mostAtOnce === undefined ? '' : `%${mostAtOnce}`;
  return [
    '--parsable',
    // begun again on another node it would run beside itself: the old process of a lost node may live on
    '--no-requeue',
    `--job-name=${spec.name}`,
    `--comment=${commentOf(spec.token)}`,
    `--chdir=${spec.folder}`,
    `--output=${logPattern(spec, 'stdout.log')}`,
    `--error=${logPattern(spec, 'stderr.log')}`,
    '--open-mode=truncate',
    `--nodes=${nodes}`,
    ...(nodes === 1 ? [] : ['--ntasks-per-node=1']),
    ...(spec.processorsPerNode === undefined ? [] : [`--cpus-per-task=${spec.processorsPerNode}`]),
    ...(spec.exclusive ? ['--exclusive'] : []),
    ...(features.length === 0 ? [] : [`--constraint=${features.join('&')}`]),
    // whole minutes are all that Slurm knows
    ...(timeLimitMs === undefined ? [] : [`--time=${Math.ceil(timeLimitMs / 60_000)}`]),
    ...(tasks === undefined ? [] : [`--array=1-${tasks}${atOnce}`]),
    ...given,
    spec.script,
  ];
}

/** Slurm reads placeholders in the whole path, in that of a relative one's folder as well. */
function logPattern({ folder, tasks }: JobSpec, name: string): string {
  const literal = join(folder, ENGINE_FOLDER, '/').replaceAll('%', '%%');
  return `${literal}${tasks === undefined ? '' : '%a.'}${name}`;
}

async function submit(spec: JobSpec, env: CommandEnvironment): Promise<string> {
  if (spec.folder.includes('\\')) {
    throw new OpenVINOError(
      'JOB_REJECTED',
      `Slurm takes backslashes out of the paths of logs, and the job's folder has one: "${printable(spec.folder)}". Give another one with --out.`,
    );
  }
  const result = await runCommand('sbatch', sbatchArguments(spec), { env, timeoutMs: TIMEOUT_MS, cwd: spec.folder });
  if (result.kind !== 'ended') throw unavailable(result.reason);
  if (result.code !== 0) {
    if (isUnreachable(result.stderr)) throw unavailable(`sbatch said "${printable(lastWords(result.stderr), 300)}"`);
    const advice = adviceFor(result.stderr);
    throw new OpenVINOError(
      'JOB_REJECTED',
      `Slurm refuses the job ${spec.name}: ${printable(lastWords(result.stderr), 300)}.${advice === '' ? '' : ` ${advice}`}`,
    );
  }
  const id = /^(\d+)(;|$)/m.exec(result.stdout)?.[1];
  if (id !== undefined) return id;
  throw new OpenVINOError(
    'JOB_REJECTED',
    `sbatch gave no job id but "${printable(result.stdout.trim(), 100)}": whether a job was submitted is not known, see squeue.`,
  );
}

async function cancel(jobs: readonly JobRef[], call: Call): Promise<void> {
  if (jobs.length === 0) return;
  const ids = jobs.map(({ id }) => id);
  const result = await call('scancel', ids);
  if (result.kind !== 'ended') throw unavailable(result.reason);
  if (result.code === 0) return;
  if (isUnreachable(result.stderr)) throw unavailable(`scancel said "${printable(lastWords(result.stderr), 300)}"`);
  const refusals = cancelRefusals(result.stderr);
  if (refusals.length === 0 && isUnknownJob(result.stderr)) return;
  throw new OpenVINOError(
    'JOB_REJECTED',
    `Slurm does not end ${ids.length === 1 ? `job ${ids.join()}` : 'all of these jobs'}: ${printable(refusals.join('; ') || lastWords(result.stderr), 300)}. Another user's job can't be ended; one of yours may just have ended by itself, which \`ov-bench job status\` tells.`,
  );
}

type Call = (name: string, args: readonly string[]) => Promise<CommandResult>;

async function look(jobs: readonly JobRef[], call: Call): Promise<Look> {
  if (jobs.length === 0) return { kind: 'answered', jobs: new Map() };
  const ids = jobs.map(({ id }) => id).join(',');
  const queue = await call('squeue', ['-h', '-r', '-t', 'all', '-j', ids, '-O', SQUEUE_FIELDS]);
  if (queue.kind !== 'ended') return { kind: 'silent', reason: queue.reason };
  if (queue.code !== 0 && !isUnknownJob(queue.stderr))
    return { kind: 'silent', reason: `squeue said "${printable(lastWords(queue.stderr), 200)}"` };
  const found = queue.code === 0 ? parseSqueue(queue.stdout, jobs) : new Map<string, Sighting[]>();
  const gone = jobs.flatMap((job) => {
    const seen = new Set(found.get(job.id)?.map(({ task }) => task));
    const tasks = job.tasks.filter((task) => !seen.has(task));
    return tasks.length === 0 ? [] : [{ ...job, tasks }];
  });
  if (gone.length === 0) return { kind: 'answered', jobs: found };
  const kept = await recorded(gone, call);
  for (const { id, tasks } of gone) {
    const more = kept.get(id)?.filter(({ task }) => tasks.includes(task)) ?? [];
    if (more.length > 0) found.set(id, [...(found.get(id) ?? []), ...more]);
  }
  return { kind: 'answered', jobs: found };
}

/** What the accounting database knows of tasks that the controller has forgotten; many clusters have none. */
async function recorded(jobs: readonly JobRef[], call: Call): Promise<Map<string, Sighting[]>> {
  const first = Math.min(...jobs.map(({ submittedAt }) => submittedAt.getTime()));
  const since = new Date(first - 86_400_000).toISOString().slice(0, 10);
  const ids = jobs.map(({ id }) => id).join(',');
  const result = await call('sacct', ['-X', '-n', '-P', '-S', since, '-j', ids, '-o', SACCT_FIELDS]);
  return result.kind === 'ended' && result.code === 0 ? parseSacct(result.stdout, jobs) : new Map();
}

function clusterName(result: CommandResult): string {
  const name = /^ClusterName\s*=\s*(\S+)/m.exec(told(result))?.[1];
  if (name !== undefined) return name;
  throw unavailable('`scontrol show config` names no cluster');
}

/** What a command printed, where it went well. */
function told(result: CommandResult): string {
  if (result.kind !== 'ended') throw unavailable(result.reason);
  if (result.code === 0) return result.stdout;
  throw unavailable(`it said "${printable(lastWords(result.stderr), 300)}"`);
}

function unavailable(reason: string): OpenVINOError {
  return new OpenVINOError(
    'SCHEDULER_UNAVAILABLE',
    `Slurm does not answer (${reason}): see whether its controller runs (\`scontrol ping\`), and try again.`,
  );
}
