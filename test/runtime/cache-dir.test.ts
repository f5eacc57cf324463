import { describe, expect, it } from 'vitest';
import { cacheDir, homeDir } from '../../lib/runtime/cache-dir.js';
import { runCli } from '../helpers/cli.js';
import { otherUserRuns } from '../helpers/other-user.js';

/** A user without an account, as containers are often given one. */
const NOBODY = { uid: 12_345, gid: 12_345, cwd: '/', env: { PATH: process.env['PATH'] } };

describe('the home folder', () => {
  it('is what the environment names', () => {
    expect(homeDir({ HOME: '/home/a' })).toBe('/home/a');
    expect(cacheDir({ HOME: '/home/a' }, 'linux')).toBe('/home/a/.cache/openvino-node');
  });

  it.runIf(otherUserRuns(NOBODY.uid))('that is nowhere: says what to set', async () => {
    const run = await runCli(['job', 'status'], NOBODY);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/no home folder: .*Set HOME, or .*OV_BENCH_STATE_DIR.*\(INVALID_ARGUMENT\)/);
    expect(run.stderr).not.toMatch(/internal/);
    // what needs none works: a cache that is named, and Python's folders without those of a user
    const cache = { ...NOBODY.env, XDG_CACHE_HOME: '/none' };
    const where = await runCli(['runtime', 'where'], { ...NOBODY, env: cache });
    expect(where.stderr).not.toMatch(/home folder/);
    const named = await runCli(['job', 'status'], { ...NOBODY, env: { ...NOBODY.env, OV_BENCH_STATE_DIR: '/none' } });
    expect(named.code, named.stderr).toBe(0);
  });
});
