import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The built package, as programs and workers import it. */
export const PACKAGE = new URL('../../dist/index.js', import.meta.url).href;

export interface ProgramOptions {
  /** A folder for the program's file. */
  readonly folder: string;
  /** Path of the runtime that it uses. */
  readonly runtime: string;
  readonly env?: NodeJS.ProcessEnv;
}

let programs = 0;

/** Runs a program that has `ov` (the package) and `core`, in a process of its own, and tells how that ended. */
export function runProgram(body: string, { folder, runtime, env = {} }: ProgramOptions) {
  const file = join(folder, `program-${programs++}.mjs`);
  writeFileSync(
    file,
    `import * as ov from ${JSON.stringify(PACKAGE)};
ov.loadRuntime({ path: ${JSON.stringify(runtime)} });
const core = new ov.Core();
${body}`,
  );
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [file], {
    encoding: 'utf8',
    timeout: 25_000,
    env: { ...process.env, ...env },
  });
  return { status, signal, stdout, stderr };
}
