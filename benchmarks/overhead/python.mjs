import { spawnSync } from 'node:child_process';

/**
 * @typedef {object} Python
 * @property {string} program
 * @property {string} version of its OpenVINO, as the library tells it
 */

const PROBE = 'import openvino, numpy; print(openvino.get_version())';

/**
 * A Python that has OpenVINO, or why there is none.
 * @param {string | undefined} asked a path, "none", or undefined to look for one
 * @returns {Python | string}
 */
export function findPython(asked) {
  if (asked === 'none') return 'left out';
  const program = asked ?? 'python3';
  const { status, stdout, stderr, error } = spawnSync(program, ['-c', PROBE], { encoding: 'utf8' });
  if (status === 0) return { program, version: stdout.trim() };
  // one that was asked for has to be there
  if (asked !== undefined) {
    throw new Error(`${asked} can't import openvino: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
  }
  return 'not installed';
}
