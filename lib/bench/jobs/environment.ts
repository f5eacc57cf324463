/**
 * What a job and the engine's commands get of this environment. Engines pass on all they are given, and a shell's environment
 * holds what no log of a job should: tokens, passwords.
 */
const PASSED: readonly RegExp[] = [
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_\w+|TZ)$/,
  // where OpenVINO and this package's files are
  /^(INTEL_OPENVINO_DIR|LD_LIBRARY_PATH|VIRTUAL_ENV|CONDA_PREFIX|XDG_CACHE_HOME|XDG_STATE_HOME)$/,
  /^(OPENVINO_NODE_|OV_BENCH_(?!JOB_|LOCAL_))\w+$/,
  // which cluster; not what changes the commands' output or a job's options (SQUEUE_FORMAT, SBATCH_PARTITION)
  /^(SLURM_CONF|SGE_ROOT|SGE_CELL|SGE_CLUSTER_NAME|SGE_QMASTER_PORT|SGE_EXECD_PORT|PBS_DEFAULT|PBS_SERVER|PBS_CONF_FILE)$/,
];

/** What leads a command to its cluster, and what a node sets itself. */
const NOT_OF_A_JOB = /^(HOME|USER|LOGNAME|SLURM_|SGE_|PBS_)/;

/** The variables that a job sets for its script: not all engines hand them on, and some hand on more. */
export function jobEnvironment(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(passedEnvironment(env)).filter(([key]) => !NOT_OF_A_JOB.test(key)));
}

/** The variables that jobs and commands are given. */
export function passedEnvironment(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const chosen = Object.entries(env).flatMap(([key, value]) =>
    value !== undefined && PASSED.some((pattern) => pattern.test(key)) ? [[key, value] as const] : [],
  );
  return Object.fromEntries(chosen);
}
