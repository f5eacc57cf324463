import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stateFolder } from '../../../lib/bench/jobs/state-folder.js';
import { expectError } from '../../helpers/expect-error.js';

describe('the folder of what the command remembers', () => {
  it.each([
    [{ OV_BENCH_STATE_DIR: '/var/jobs', XDG_STATE_HOME: '/x', HOME: '/home/me' }, '/var/jobs'],
    [{ XDG_STATE_HOME: '/x', HOME: '/home/me' }, '/x/ov-bench'],
    [{ XDG_STATE_HOME: 'relative', HOME: '/home/me' }, '/home/me/.local/state/ov-bench'],
    [{ OV_BENCH_STATE_DIR: '', XDG_STATE_HOME: '', HOME: '/home/me' }, '/home/me/.local/state/ov-bench'],
    [{}, join(homedir(), '.local/state/ov-bench')],
  ])('of %j is %s', (env, folder) => {
    expect(stateFolder(env)).toBe(folder);
  });

  it('is no other one wherever the command is called', () => {
    expectError(
      'INVALID_ARGUMENT',
      () => stateFolder({ OV_BENCH_STATE_DIR: 'jobs\u001b' }),
      /absolute path.*jobs\\x1b/,
    );
  });
});
