import { join } from 'node:path';

/** Names within a job's folder. What the job writes lies in its unit: the folder itself, or one for each task and node. */
export const MANIFEST_FILE = 'ov-bench-job.json';
/** Ends that an engine has told of: it forgets them. */
export const ENDS_FILE = 'ov-bench-ends.json';
/** That somebody ended the job by `job cancel`: not all engines tell that from a failure. */
export const CANCEL_FILE = 'ov-bench-cancelled.json';
/** What the engine runs. */
export const JOB_FILE = 'job.sh';
/** What that runs: the user's script, or one of ours. */
export const SCRIPT_FILE = 'script.sh';
export const PROLOGUE_FILE = 'prologue.sh';
/** `bin/ov-bench`, first of the job's PATH. */
export const BIN_FOLDER = 'bin';
/** What the engine itself keeps of the job's output: of a job whose own logs could not be opened. */
export const ENGINE_FOLDER = 'engine';

/** In a unit: that it began, and how it ended. Written whole, by a rename. */
export const STARTED_FILE = 'started.json';
export const EXIT_FILE = 'exit.json';
/** In a unit: what its script printed; our own scripts print into `output/`. */
export const UNIT_STDOUT = 'stdout.log';
export const UNIT_STDERR = 'stderr.log';
export const OUTPUT_FOLDER = 'output';
export const ARCHIVE_FILE = 'output.tgz';

/** A part of a job that runs by itself: a task of an array, one of several nodes, or the whole. */
export interface UnitName {
  readonly task: number | undefined;
  readonly node: string | undefined;
}

/** Its folder; the shell in `job-file.ts` says the same. */
export function unitFolder(folder: string, { task, node }: UnitName): string {
  return join(folder, ...(task === undefined ? [] : [`task-${task}`]), ...(node === undefined ? [] : [`node-${node}`]));
}

/** Where an engine is to keep what it prints itself, or what a job prints before its own logs are open. */
export function engineLog(folder: string, task: number | undefined, stream: 'stdout' | 'stderr'): string {
  return join(folder, ENGINE_FOLDER, `${task === undefined ? '' : `${task}.`}${stream}.log`);
}
