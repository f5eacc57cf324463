import { isAbsolute, join } from 'node:path';
import { OpenVINOError } from '../../index.js';
import { homeDir } from '../../runtime/cache-dir.js';
import { printable } from '../../runtime/printable.js';

/**
 * The folder of what the command has to know from one call to the next: which jobs there are, and the queue of local ones.
 * `$OV_BENCH_STATE_DIR` names it, else it is `ov-bench` in `$XDG_STATE_HOME` or `~/.local/state`. It need not exist.
 *
 * A cache may be emptied at any time, and this may not: so it is none.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT` where `OV_BENCH_STATE_DIR` is no absolute path: a relative one would be another folder
 *   wherever the command is called.
 */
export function stateFolder(env: NodeJS.ProcessEnv): string {
  const chosen = env.OV_BENCH_STATE_DIR;
  if (chosen) {
    if (isAbsolute(chosen)) return chosen;
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `OV_BENCH_STATE_DIR must be an absolute path, but is "${printable(chosen)}": give the whole path of a folder.`,
    );
  }
  const xdg = env.XDG_STATE_HOME;
  // The XDG specification says that a relative value is invalid and to be ignored.
  return join(xdg && isAbsolute(xdg) ? xdg : join(homeDir(env), '.local', 'state'), 'ov-bench');
}
