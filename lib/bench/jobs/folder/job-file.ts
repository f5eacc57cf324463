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
  /** The submission's: the folder may be another one's when the job begins. */
  readonly token: string;
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

function head({ name, token, engine, folder, dialect }: JobFile): string {
  return `#!/bin/sh
# Job ${name}, written by ov-bench for ${engine}.
folder=${shellWord(folder)}
id=${dialect.id}
task=${dialect.task}
node=${dialect.node}
plain() {
  printf %s "$1" | tr -cd 'A-Za-z0-9_.:@[]-'
}

# Slurm starts a job whose folder is gone in another one
if [ ! -f "$folder/${MANIFEST_FILE}" ]; then
  echo "The job's folder $folder is not there on $node: it was removed, or this node does not share it." >&2
  exit 1
fi
# a folder that was removed may have been made again, for another job
if ! grep -q '"token": "${token}"' "$folder/${MANIFEST_FILE}"; then
  echo "The folder $folder has another job in it by now." >&2
  exit 1
fi
# null while it is being submitted; another number where that was cut short, and done again
if ! grep -q -e '"id": null' -e '"id": "'"\${id%%[!0-9]*}"'[^0-9]' "$folder/${MANIFEST_FILE}"; then
  echo "The job was submitted twice, and this is not the one that counts." >&2
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

function unit({ token, onEachNode, isArray }: JobFile): string {
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
started=$(now)
about="\\"token\\":\\"${token}\\",\\"id\\":\\"$(plain "$id")\\",\\"task\\":\${task:-null},\\"node\\":\\"$(plain "$node")\\",\\"startedAt\\":\\"$started\\""
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
  const { engine, name, workingFolder, strictDevices, hasPrologue, exclusive, features } = job;
  const variables = [
    ['ENGINE', shellWord(engine)],
    ['NAME', shellWord(name)],
    ['ID', '"$id"'],
    ['TASK', '"$task"'],
    ['NODE', '"$node"'],
    ['FEATURES', shellWord(features.join(','))],
    ['SHARED', exclusive ? '' : '1'],
    ['OUTPUT', `"$unit/${OUTPUT_FOLDER}"`],
    ['ARCHIVE', `"$unit/${ARCHIVE_FILE}"`],
  ].map(([key, value]) => `export OV_BENCH_JOB_${key}=${value}\n`);
  return `${exports(job.environment)}${variables.join('')}export OV_BENCH_JOB_PATH="$PATH"
rm -f -- "$unit/${BEGUN_FILE}"

# what is ended goes on to its last line: the script hears of the signal itself
trap : TERM
(
  cd -- ${shellWord(workingFolder)} || exit 1
  exec env ${assignments(job.variables)} ${hasPrologue ? prologue() : `"$folder/${SCRIPT_FILE}" "$@"`}
) </dev/null >"$unit/${UNIT_STDOUT}" 2>"$unit/${UNIT_STDERR}"
status=$?
${hasPrologue ? unlessBegun() : ''}say ${EXIT_FILE} "{$about,\\"endedAt\\":\\"$(now)\\",\\"exitCode\\":$status}" || exit 1
${strictDevices ? '' : '# a device that did not run is a warning: the marker tells of it\n[ "$status" -eq 3 ] && exit 0\n'}# two codes by which Grid Engine is told to run a job again, or to hold it
case $status in 99 | 100) exit 1 ;; esac
exit "$status"
`;
}

/** Left where a prologue had its end, and the script began. */
const BEGUN_FILE = '.begun';

/**
 * A prologue is for bash, as job scripts are, and a login shell's: that has \`module\`. What the profile leaves out of the PATH is
 * put behind it.
 */
function prologue(): string {
  return `bash -lc '
    PATH=$PATH:$OV_BENCH_JOB_PATH
    . "$1" || exit 1
    : >"$3/${BEGUN_FILE}"
    PATH=$2:$PATH
    shift 3
    exec "$@"
  ' prologue "$folder/${PROLOGUE_FILE}" "$folder/${BIN_FOLDER}" "$unit" "$folder/${SCRIPT_FILE}" "$@"`;
}

function unlessBegun(): string {
  return `# one that failed has said why
if [ ! -e "$unit/${BEGUN_FILE}" ] && [ "$status" -eq 0 ]; then
  echo "The prologue ended the job before its script began." >>"$unit/${UNIT_STDERR}"
  status=1
fi
`;
}

/** For \`env\`: variables of the user's, which may be called as this script's own are; and the PATH. */
function assignments({ PATH, ...variables }: Readonly<Record<string, string>>): string {
  const words = Object.entries(variables).map(([key, value]) => shellWord(`${key}=${value}`));
  return [...words, `PATH="$folder/${BIN_FOLDER}:"${PATH === undefined ? '"$PATH"' : shellWord(PATH)}`].join(' ');
}

function exports(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([key, value]) => `export ${key}=${shellWord(value)}\n`)
    .join('');
}
