import { stat } from 'node:fs/promises';
import type { Failure } from '../failure.js';

/**
 * What tells whether a model's files are still the same ones: inode, size and time of change of the .xml or .onnx and of
 * the .bin beside it. Hashing them around each trial would take longer than many a trial.
 */
export async function modelIdentity(path: string): Promise<string> {
  const files = [path, path.replace(/\.xml$/, '.bin')];
  const facts = await Promise.all(
    files.map((file) =>
      stat(file, { bigint: true }).then(
        ({ dev, ino, size, mtimeNs }) => [dev, ino, size, mtimeNs].join(':'),
        () => 'none',
      ),
    ),
  );
  return facts.join(' ');
}

/** The failure of a trial that measured another model than the one that the report names. */
export function modelReplaced(path: string): Failure {
  return {
    code: 'MODEL_REPLACED',
    message: `The model ${path} was replaced or removed while it was measured, so this row says nothing of it. Run again.`,
  };
}
