import { chmod, lstat, readFile } from 'node:fs/promises';
import { OpenVINOError } from '../../../index.js';
import { printable } from '../../../runtime/printable.js';
import { writeFileAtomically } from '../../files/atomic-write.js';
import { exerciseScript } from './exercise-script.js';

/** @throws OpenVINOError `NOT_WRITABLE` where a file is there, and may not be replaced. */
export async function writeScript({
  output,
  force,
  strictDevices,
}: {
  readonly output: string;
  readonly force?: true;
  readonly strictDevices?: true;
}): Promise<void> {
  const text = exerciseScript({ strictDevices: strictDevices === true });
  if (output === '-') {
    process.stdout.write(text);
    return;
  }
  const same = (await readFile(output, 'utf8').catch(() => undefined)) === text;
  if (force !== true && !same && (await lstat(output).catch(() => undefined)) !== undefined) {
    throw new OpenVINOError(
      'NOT_WRITABLE',
      `"${printable(output)}" is there already and stays as it is: --force replaces it, --output names another file.`,
    );
  }
  await writeFileAtomically(output, text);
  await chmod(output, 0o755);
  process.stdout.write(`${printable(output)}\n`);
}
