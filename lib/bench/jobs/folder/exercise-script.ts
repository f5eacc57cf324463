import { shellWords } from './shell.js';

/** In a script's head, as `#PBS` is: options of `ov-bench job submit` that belong to the script. */
export const OWN_DIRECTIVE = '#OV-BENCH';

const EXERCISE_HEAD = `# The exercise's job: a model on a device, its figures and logs packed as output.tgz.
#
#   ov-bench job submit inference_model_job.sh -d . -l nodes=1:tank-870:intel-ncs2 -F "DEVICE MODELPATH SAVEPATH" -N NAME
#
# DEVICE     CPU, GPU, MULTI:CPU,MYRIAD ...
# MODELPATH  the model without its extension
# SAVEPATH   name of the result: SAVEPATH.txt and SAVEPATH.json
# What follows goes to ov-bench as it is: --iterations 100, --image car.png.
`;

/**
 * `inference_model_job.sh`: takes DEVICE MODELPATH SAVEPATH. Of the known exercise's script it has what that does and not its
 * faults: there the logs were opened before their folder was made, were packed while they were written to, and whatever
 * happened to the benchmark, tar's exit status was the job's.
 */
export function exerciseScript({ strictDevices }: { readonly strictDevices: boolean }): string {
  return `#!/bin/bash
${EXERCISE_HEAD}${strictDevices ? `${OWN_DIRECTIVE} --strict-devices\n` : ''}
if [ "$#" -lt 3 ]; then
  echo "usage: $0 DEVICE MODELPATH SAVEPATH [option of ov-bench]..." >&2
  exit 2
fi
DEVICE=$1
MODELPATH=$2
SAVEPATH=$3
shift 3

# ov-bench job says where; without it, output/SAVEPATH in the current folder
OUTPUT=\${OV_BENCH_JOB_OUTPUT:-"$PWD/output/$SAVEPATH"}
${body('ov-bench --model_path "$MODELPATH" --device "$DEVICE" --path "$SAVEPATH" --output "$OUTPUT" "$@"')}`;
}

/** The script of a job that was described by options: its arguments are those of `ov-bench`, after `command`. */
export function matrixScript(command: readonly string[]): string {
  return `#!/bin/bash
# Written by ov-bench job submit: what one task measures.
OUTPUT=\${OV_BENCH_JOB_OUTPUT:-"$PWD/output"}
${body(`ov-bench ${shellWords(command)} "$@" --output "$OUTPUT/results"`)}`;
}

/** Runs a command with its logs in $OUTPUT, packs that, and ends with the command's status. */
function body(command: string): string {
  return `ARCHIVE=\${OV_BENCH_JOB_ARCHIVE:-"$OUTPUT/output.tgz"}
mkdir -p -- "$OUTPUT" || exit 1

# a job that is ended gets what there is packed: the benchmark hears of the signal itself
trap : TERM

${command} \\
  >"$OUTPUT/stdout.log" 2>"$OUTPUT/stderr.log"
status=$?

# the logs are complete by now; the archive is whole or not there
pack() {
  rm -f -- "$ARCHIVE" && cd -- "$OUTPUT" && tar -czf "$1" -- * && mv -f -- "$1" "$ARCHIVE"
}
if ! pack "\${ARCHIVE%/*}/.\${ARCHIVE##*/}.$$.tmp"; then
  rm -f -- "\${ARCHIVE%/*}/.\${ARCHIVE##*/}.$$.tmp"
  echo "output.tgz could not be written; what was measured lies in $OUTPUT" >&2
  [ "$status" -eq 0 ] && status=1
fi
exit "$status"
`;
}
