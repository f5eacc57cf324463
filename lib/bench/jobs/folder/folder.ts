import { chmod, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OpenVINOError } from '../../../index.js';
import { printable } from '../../../runtime/printable.js';
import { notWritable, writeFileAtomically } from '../../files/atomic-write.js';
import { makeFolder } from '../../files/make-folder.js';
import type { Engine } from '../engine.js';
import type { Order } from '../order/order.js';
import { jobFile } from './job-file.js';
import { BIN_FOLDER, ENGINE_FOLDER, JOB_FILE, MANIFEST_FILE, PROLOGUE_FILE, SCRIPT_FILE } from './layout.js';
import { shellWord } from './shell.js';

/** What a submission puts into its folder; with the manifest, all that there may be for it to be taken over. */
const FILES = [JOB_FILE, SCRIPT_FILE, PROLOGUE_FILE, BIN_FOLDER, ENGINE_FOLDER] as const;

/**
 * Makes a job's folder, or takes one that is empty or was left by a submission that was cut short.
 *
 * @returns whether it was made.
 * @throws OpenVINOError `NOT_WRITABLE` where it holds anything else.
 */
export async function openFolder(folder: string): Promise<boolean> {
  const there = await stat(folder).catch(() => undefined);
  if (there === undefined) {
    await makeFolder(folder);
    return true;
  }
  const names = await readdir(folder).catch((cause: unknown) => {
    throw notWritable(`The job's folder "${printable(folder)}"`, cause);
  });
  if (names.includes(MANIFEST_FILE) || names.every((name) => name.startsWith(`.${MANIFEST_FILE}.`))) return false;
  throw new OpenVINOError(
    'NOT_WRITABLE',
    `"${printable(folder)}" holds other files ("${printable(names[0] ?? '', 60)}"), and a job has a folder to itself: give a new or an empty one with --out.`,
  );
}

/**
 * Writes what the engine runs and what that needs.
 *
 * @throws OpenVINOError `NOT_WRITABLE`
 */
export async function fillFolder(
  folder: string,
  order: Order,
  { title, dialect }: Engine,
  { token, environment }: { readonly token: string; readonly environment: Readonly<Record<string, string>> },
): Promise<void> {
  for (const name of [BIN_FOLDER, ENGINE_FOLDER]) {
    await mkdir(join(folder, name), { recursive: true }).catch((cause: unknown) => {
      throw notWritable(`"${printable(join(folder, name))}"`, cause);
    });
  }
  const job = jobFile({
    name: order.name,
    token,
    engine: title,
    folder,
    workingFolder: order.workingFolder,
    dialect,
    onEachNode: order.nodes > 1,
    argumentsOf: order.argumentsOf,
    isArray: order.tasks !== undefined,
    exclusive: order.exclusive,
    features: order.features,
    environment,
    variables: order.variables,
    strictDevices: order.strictDevices,
    hasPrologue: order.prologue !== undefined,
  });
  await writeExecutable(join(folder, SCRIPT_FILE), order.script);
  await writeExecutable(join(folder, BIN_FOLDER, 'ov-bench'), launcher(order.command));
  if (order.prologue !== undefined) await writeFileAtomically(join(folder, PROLOGUE_FILE), order.prologue);
  await writeExecutable(join(folder, JOB_FILE), job);
}

/** Takes away what a refused submission wrote; the folder, too, where it was made for it. */
export async function clearFolder(folder: string, made: boolean): Promise<void> {
  if (made) return rm(folder, { recursive: true, force: true });
  for (const name of [...FILES, MANIFEST_FILE]) await rm(join(folder, name), { recursive: true, force: true });
}

async function writeExecutable(file: string, text: string): Promise<void> {
  await writeFileAtomically(file, text);
  await chmod(file, 0o755);
}

/** The command of the job's PATH: the one named for the nodes, this one where its files are there, or what a node has. */
function launcher(command: string | undefined): string {
  const main = fileURLToPath(new URL('../../main.js', import.meta.url));
  const here =
    command === undefined
      ? `node=${shellWord(process.execPath)}
main=${shellWord(main)}
[ -x "$node" ] && [ -f "$main" ] && exec "$node" "$main" "$@"
PATH=$OV_BENCH_JOB_PATH
command -v ov-bench >/dev/null && exec ov-bench "$@"
echo "There is no ov-bench on $(hostname): neither $main nor one on the PATH. Install it there, or name it with --ov-bench or in a --prologue." >&2
exit 127`
      : `exec ${shellWord(command)} "$@"`;
  return `#!/bin/sh\n${here}\n`;
}
