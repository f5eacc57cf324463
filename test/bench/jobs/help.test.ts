import { expect, it } from 'vitest';
import { runCli } from '../../helpers/cli.js';

it.each(['status', 'results', 'logs', 'cancel'])(
  '`job %s --help` says how it ends, and where the list is',
  async (name) => {
    const { code, stdout } = await runCli(['job', name, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nExit codes:\n {2}0 +\S/);
    expect(stdout).toMatch(/\nEnvironment:\n {2}OV_BENCH_STATE_DIR +\S/);
    expect(stdout).toMatch(/^Usage: .*\n\n[A-Z].{50}/);
  },
);
