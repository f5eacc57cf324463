/** What Slurm's commands say, as far as something follows from it: the only place that knows their words. */

/** squeue was asked for a single job, and does not have it any more. */
export function isUnknownJob(stderr: string): boolean {
  return /Invalid job id specified/.test(stderr);
}

/** What scancel said of jobs that it could not end; of those that have ended, or are not known any more, there is nothing to say. */
export function cancelRefusals(stderr: string): string[] {
  return saidLines(stderr).filter(
    (line) => !isUnknownJob(line) && !/already (completing|completed|finished)/i.test(line),
  );
}

/** The controller, or the way to it, is not there: nothing follows for any job. */
export function isUnreachable(stderr: string): boolean {
  return /Unable to contact slurm controller|Unable to establish|Socket timed out|Connection (refused|timed out)|connect failure|Zero Bytes were transmitted|(Resource|authentication) .*unavailable|Munge|munge|Unable to process configuration/i.test(
    stderr,
  );
}

/** What to do about some refusals; the sentence of Slurm itself stands before it. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [
    /Invalid feature specification/,
    'No node has such a feature: `sinfo -o "%N %f"` lists those there are. Give others with --features.',
  ],
  [
    /Requested node configuration is not available|node count specification invalid/i,
    'No nodes, or fewer than asked for, have all of it: `sinfo -N -o "%N %f %G"` lists what each has. Ask for less with --features, --nodes, --gres or --nodelist.',
  ],
  [/[Ii]nvalid partition/, '`sinfo -s` lists the partitions. Give one of them with --partition.'],
  [/[Ii]nvalid account|account\/partition combination/, 'Give an account of yours with --account.'],
  [/[Ii]nvalid qos|QOS/, 'Give a quality of service that your account has with --qos.'],
  [/[Gg]eneric resource|gres/, 'Give one that the nodes have with --gres: `sinfo -o "%N %G"` lists them.'],
  [/time limit/i, 'Give a shorter --time, or a partition that allows it with --partition.'],
  [/array/i, 'The cluster allows fewer tasks an array (MaxArraySize): submit the matrix in parts.'],
  [/invalid node name/i, 'Give nodes of the cluster with --nodelist: `sinfo -N` lists them.'],
];

/** The sentence that tells what to do about a refusal; empty where only Slurm's own says something. */
export function adviceFor(stderr: string): string {
  return ADVICE.find(([pattern]) => pattern.test(stderr))?.[1] ?? '';
}

/** What a command said, without its name before each line. */
export function lastWords(stderr: string): string {
  return saidLines(stderr).at(-1) ?? 'it gave no reason';
}

function saidLines(stderr: string): string[] {
  return stderr
    .split('\n')
    .map((line) => line.replace(/^\w+: (error: |fatal: )?/, '').trim())
    .filter((line) => line !== '');
}

const NEVER = 'it will not start: ';

/** Why a job waits, by the first word of what squeue says of it (job_reason_codes of squeue(1)). */
const WAITING: readonly (readonly [RegExp, string])[] = [
  [/^Priority$/, 'others come first'],
  [/^Resources$/, 'waits for a free node'],
  [/^Dependency$/, 'waits for another job'],
  [/^DependencyNeverSatisfied$/, `${NEVER}the job it depends on did not end as it has to`],
  [/^JobArrayTaskLimit$/, 'as many tasks of it run as may at once'],
  [/^BeginTime$/, 'its time has not come yet'],
  [/^JobHeldUser$/, 'held by its user: `scontrol release` lets it go'],
  [/^JobHeldAdmin$/, 'held by an administrator'],
  [/^launch_failed_requeued_held$/, 'a node could not start it, and it is held: `scontrol release` lets it go'],
  [/^Licenses$/, 'waits for a licence'],
  [/^Partition(TimeLimit|NodeLimit)$/, `${NEVER}asks for more than the partition allows`],
  [/^PartitionConfig$/, `${NEVER}asks for more than the partition has or allows`],
  [/^Partition(Down|Inactive)$/, 'its partition is out of service'],
  [/^(ReqNodeNotAvail|Nodes_required_for_job_are_DOWN)/, 'the nodes that it needs are down, drained or reserved'],
  [/^BadConstraints$/, `${NEVER}no nodes have all that it asks for`],
  [/^(AccountNotAllowed|InvalidAccount)$/, `${NEVER}its account is not known, or not allowed there`],
  [/^(QOSNotAllowed|InvalidQOS)$/, `${NEVER}its quality of service is not known, or not allowed there`],
  [/^Reservation(Deleted)?$/, 'waits for its reservation'],
  [/^(Assoc|QOS)\w*(Limit|Time|Minutes|Jobs?)/, 'a limit of its account or quality of service is reached'],
];

/** Words of Slurm that say why a job waits: of one that has ended they say nothing. */
export function isWaitingReason(reason: string): boolean {
  return waitingText(reason) !== undefined;
}

/** Why a job waits, for people, with Slurm's own word in parentheses; that word alone where it is not known here. */
export function waitingReason(reason: string): string {
  const text = waitingText(reason);
  return text === undefined ? reason : `${text} (${reason})`;
}

function waitingText(reason: string): string | undefined {
  const word = /^\w*/.exec(reason)?.[0] ?? '';
  return WAITING.find(([pattern]) => pattern.test(word))?.[1];
}
