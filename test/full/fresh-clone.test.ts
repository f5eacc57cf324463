import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, ROOT, run } from '../setup/checkout.js';

/** Packages, compiler, OpenVINO, ten short rows: 3 minutes on two cores and a quick network. */
const FIRST_TIMEOUT_MS = 900_000;

/** The README's commands as a stranger meets them: what is committed, a path with a space, an empty home, no caches. */
describe('a fresh clone', () => {
  let scratch: string;
  let clone: string;
  let env: NodeJS.ProcessEnv;
  let first: Ended;

  /** `--silent` keeps npm's own two lines out of the output. */
  const bench = (...args: string[]) => run('npm', ['run', '--silent', 'bench', '--', ...args], { cwd: clone, env });

  beforeAll(async () => {
    scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'openvino-node fresh-')));
    clone = path.join(scratch, 'a clone');
    env = { PATH: process.env['PATH'], HOME: path.join(scratch, 'home'), TMPDIR: path.join(scratch, 'a tmp') };
    fs.mkdirSync(path.join(scratch, 'home'));
    fs.mkdirSync(path.join(scratch, 'a tmp'));
    expect(await run('git', ['clone', '--quiet', '--no-local', ROOT, clone], { env })).toMatchObject({ code: 0 });
    first = await bench('--iterations', '20', '--json', path.join(scratch, 'result.json'));
  }, FIRST_TIMEOUT_MS);

  afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

  it('sets itself up and runs the exercise at the first command', () => {
    expect(`${first.code} ${first.code === 0 ? '' : first.stderr}`).toBe('0 ');
    for (const step of ['dependencies', 'native addon', 'TypeScript build', 'OpenVINO runtime', 'default model']) {
      expect(first.stderr).toMatch(new RegExp(`\\[\\d/5\\] ${step}: .*\\n( {6}.*\\n)*? {6}.*\\(\\d+\\.\\d s\\)`));
    }
    expect(first.stdout).toContain('MULTI:CPU,MYRIAD');
    const { results } = JSON.parse(fs.readFileSync(path.join(scratch, 'result.json'), 'utf8'));
    const cpu = results.find((row: { requestedDevice: string }) => row.requestedDevice === 'CPU');
    expect(cpu).toMatchObject({ status: 'ok', executionDevices: ['CPU'], iterations: 20 });
  });

  it('says nothing of the set-up the second time, nor before the help', async () => {
    const second = await bench('--iterations', '20', '--device', 'CPU', '--json', '-');
    expect(second.code, second.stderr).toBe(0);
    expect(second.stderr).not.toMatch(/\[\d\/5\]/);
    expect(JSON.parse(second.stdout)).toMatchObject({ schemaVersion: 1 });
    const help = await bench('--help');
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toMatch(/^Usage: /);
  }, 120_000);

  it('leaves nothing in the checkout that git would show', async () => {
    const { stdout } = await run('git', ['status', '--short'], { cwd: clone, env });
    expect(stdout).toBe('');
  });

  it('runs without a network once it is set up', async () => {
    // A network of its own with nothing in it; where the system forbids that, nothing can be said.
    const unshare = await run('unshare', ['--map-root-user', '--net', 'true']).catch(() => ({ code: 1 }));
    expect(unshare.code, 'unshare --net is allowed').toBe(0);
    const args = [
      '--map-root-user',
      '--net',
      'npm',
      'run',
      '--silent',
      'bench',
      '--',
      '--iterations',
      '5',
      '--device',
      'CPU',
    ];
    const offline = await run('unshare', args, { cwd: clone, env });
    expect(offline.code, offline.stderr).toBe(0);
    expect(offline.stdout).toMatch(/^CPU\s/m);
  }, 120_000);
});
