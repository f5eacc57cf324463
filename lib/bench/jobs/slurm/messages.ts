/** What Slurm's commands say, as far as something follows from it: the only place that knows their words. */

/** squeue was asked for a single job, and does not have it any more. */
export function isUnknownJob(stderr: string): boolean {
  return /Invalid job id specified/.test(stderr);
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
  const lines = stderr
    .split('\n')
    .map((line) => line.replace(/^\w+: (error: |fatal: )?/, '').trim())
    .filter((line) => line !== '');
  return lines.at(-1) ?? 'it gave no reason';
}
