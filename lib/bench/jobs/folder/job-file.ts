import type { Dialect } from '../engine.js';
import {
  ARCHIVE_FILE,
  BIN_FOLDER,
  EXIT_FILE,
  MANIFEST_FILE,
  OUTPUT_FOLDER,
  PROLOGUE_FILE,
  SCRIPT_FILE,
  STARTED_FILE,
  UNIT_STDERR,
  UNIT_STDOUT,
} from './layout.js';
import { shellWord, shellWords } from './shell.js';

/** What `job.sh` is made of. */
export interface JobFile {
  readonly name: string;
  readonly engine: string;
  readonly folder: string;
  /** The folder that the script begins in. */
  readonly workingFolder: string;
  readonly dialect: Dialect;
  readonly onEachNode: boolean;
  /** Arguments of the script, for each task; of a job that is no array the only ones. */
  readonly argumentsOf: readonly (readonly string[])[];
  readonly isArray: boolean;
  readonly exclusive: boolean;
  readonly features: readonly string[];
  /** Set for the script: those of the submitting machine, then those of the order. */
  readonly environment: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  /** Whether a device that did not run is a failure for the engine, too. */
  readonly strictDevices: boolean;
  readonly hasPrologue: boolean;
}

/**
 * `job.sh`, which an engine runs without arguments: all that a job is stands in it, quoted by us, so that nothing has to get
 * through an engine's own quoting. It makes the folder of its unit, says that it began, runs the script, and says last how
 * that ended: the one thing that is there to ask when the engine has forgotten the job.
 */
export function jobFile(job: JobFile): string {
  return `${head(job)}
${job.onEachNode ? eachNode(job) : ''}${unit(job)}
${choose(job)}
${run(job)}`;
}

function head({ name, engine, folder, dialect }: JobFile): string {
  return `#!/bin/sh
# Job ${name}, written by ov-bench for ${engine}.
folder=${shellWord(folder)}
id=${dialect.id}
task=${dialect.task}
node=${dialect.node}

# Slurm starts a job whose folder is gone in another one
if [ ! -f "$folder/${MANIFEST_FILE}" ]; then
  echo "The job's folder $folder is not there on $node: it was removed, or this node does not share it." >&2
  exit 1
fi
`;
}

function eachNode({ dialect }: JobFile): string {
  return `
# once on each node of the job
if [ "\${1-}" != on-node ]; then
  set -- sh "$folder/job.sh" on-node
  exec ${dialect.onEachNode ?? '"$@"'}
fi
`;
}

function unit({ onEachNode, isArray }: JobFile): string {
  return `
unit=$folder
${isArray ? 'unit=$unit/task-$task\n' : ''}${onEachNode ? 'unit=$unit/node-$node\n' : ''}mkdir -p -- "$unit/${OUTPUT_FOLDER}" || exit 1
rm -f -- "$unit/${EXIT_FILE}"

# whole or not at all: who reads it knows nothing of when
say() {
  printf '%s\\n' "$2" >"$unit/.$1.$$.tmp" && mv -f -- "$unit/.$1.$$.tmp" "$unit/$1"
}
now() {
  date -u +%Y-%m-%dT%H:%M:%SZ
}
plain() {
  printf %s "$1" | tr -cd 'A-Za-z0-9_.:@-'
}
started=$(now)
about="\\"id\\":\\"$(plain "$id")\\",\\"task\\":\${task:-null},\\"node\\":\\"$(plain "$node")\\",\\"startedAt\\":\\"$started\\""
say ${STARTED_FILE} "{$about}"
`;
}

/** Sets the script's arguments as \`$@\`. */
function choose({ isArray, argumentsOf }: JobFile): string {
  const [first = []] = argumentsOf;
  // of a script that is run again and again with the same words, once
  if (!isArray || argumentsOf.length === 1) return `set -- ${shellWords(first)}\n`;
  const cases = argumentsOf.map((words, index) => `  ${index + 1}) set -- ${shellWords(words)} ;;\n`).join('');
  return `case $task in\n${cases}  *) echo "There is no task $task." >&2; exit 1 ;;\nesac\n`;
}

function run(job: JobFile): string {
  const { folder, engine, name, workingFolder, strictDevices, hasPrologue, exclusive, features } = job;
  const [given, own] = [job.environment, job.variables].map(exports);
  const variables = [
    ['ENGINE', shellWord(engine)],
    ['NAME', shellWord(name)],
    ['ID', '$id'],
    ['TASK', '$task'],
    ['NODE', '$node'],
    ['FEATURES', shellWord(features.join(','))],
    ['SHARED', exclusive ? '' : '1'],
    ['OUTPUT', `$unit/${OUTPUT_FOLDER}`],
    ['ARCHIVE', `$unit/${ARCHIVE_FILE}`],
  ].map(([key, value]) => `export OV_BENCH_JOB_${key}=${value?.startsWith('$') ? `"${value}"` : value}\n`);
  return `${given}${variables.join('')}export OV_BENCH_JOB_PATH="$PATH"
export PATH="$folder/${BIN_FOLDER}:$PATH"
${own}
# what is ended goes on to its last line: the script hears of the signal itself
trap : TERM
(
  cd -- ${shellWord(workingFolder)} || exit 1
${hasPrologue ? `  . "$folder/${PROLOGUE_FILE}" || exit 1\n` : ''}  exec ${interpreter(folder)} "$@"
) </dev/null >"$unit/${UNIT_STDOUT}" 2>"$unit/${UNIT_STDERR}"
status=$?
say ${EXIT_FILE} "{$about,\\"endedAt\\":\\"$(now)\\",\\"exitCode\\":$status}" || exit 1
${strictDevices ? '' : '# a device that did not run is a warning: the marker tells of it\n[ "$status" -eq 3 ] && exit 0\n'}# two codes by which Grid Engine is told to run a job again, or to hold it
case $status in 99 | 100) exit 1 ;; esac
exit "$status"
`;
}

function exports(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([key, value]) => `export ${key}=${shellWord(value)}\n`)
    .join('');
}

/** A script is copied and may have lost its mode: it is run by what its first line names. */
function interpreter(folder: string): string {
  return shellWord(`${folder}/${SCRIPT_FILE}`);
}
