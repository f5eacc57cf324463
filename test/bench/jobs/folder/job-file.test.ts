import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exerciseScript, matrixScript } from '../../../../lib/bench/jobs/folder/exercise-script.js';
import { type JobFile, jobFile } from '../../../../lib/bench/jobs/folder/job-file.js';
import { shellWord } from '../../../../lib/bench/jobs/folder/shell.js';
import { until } from '../../../helpers/cli.js';
import { testFolder } from '../../../helpers/folder.js';

const root = testFolder();
const SHELLS = ['sh', 'bash'].filter((shell) => spawnSync(shell, ['-c', 'true']).status === 0);

/** A job's folder as a submission makes it, with a script of ours. */
function jobOf(script: string, more: Partial<JobFile> = {}): string {
  const folder = mkdtempSync(join(root, "it's $HOME; "));
  const job: JobFile = {
    name: 'test',
    token: 't0',
    engine: 'Slurm',
    folder,
    workingFolder: root,
    dialect: { id: '"$ID"', task: '"$TASK"', node: '"$HOST"', onEachNode: undefined },
    onEachNode: false,
    argumentsOf: [[]],
    isArray: false,
    exclusive: true,
    features: [],
    environment: {},
    variables: {},
    strictDevices: false,
    hasPrologue: false,
    ...more,
  };
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'ov-bench-job.json'), '{\n  "id": null,\n  "token": "t0"\n}\n');
  writeFileSync(join(folder, 'script.sh'), `#!/bin/sh\n${script}\n`);
  writeFileSync(join(folder, 'job.sh'), jobFile(job));
  for (const name of ['script.sh', 'job.sh']) chmodSync(join(folder, name), 0o755);
  return folder;
}

function run(folder: string, env: Record<string, string> = {}, shell = 'sh'): number | null {
  return spawnSync(shell, [join(folder, 'job.sh')], { env: { ...process.env, ID: '12', TASK: '', HOST: 'n1', ...env } })
    .status;
}

function markerOf(folder: string, unit = ''): unknown {
  return JSON.parse(readFileSync(join(folder, unit, 'exit.json'), 'utf8'));
}

describe.each(SHELLS)('job.sh, by %s', (shell) => {
  it.each(["it's", '$(id)', '`id`', '"', '\\', 'a\nb', '', '*', '~', '!!', '-n', ' \t', '$x'])(
    'passes %j as it is',
    (word) => {
      const folder = jobOf('printf "%s\\0" "$@" "$V" >"$OV_BENCH_JOB_OUTPUT/out"', {
        argumentsOf: [[word, 'x']],
        variables: { V: word },
      });
      expect(run(folder, {}, shell)).toBe(0);
      expect(readFileSync(join(folder, 'output/out'), 'utf8')).toBe(`${word}\0x\0${word}\0`);
      expect(execFileSync(shell, ['-c', `printf %s ${shellWord(word)}`]).toString()).toBe(word);
    },
  );

  it('says how it ended, and has an id that nobody can break out of', () => {
    const folder = jobOf('exit 7');
    expect(run(folder, { ID: '1","x":"', HOST: 'a"b\nc' }, shell)).toBe(7);
    expect(markerOf(folder)).toMatchObject({ id: '1x:', task: null, node: 'abc', exitCode: 7 });
  });

  it('a dropped device is told by the marker alone, unless that counts', () => {
    const folder = jobOf('exit 3');
    expect(run(folder, {}, shell)).toBe(0);
    expect(markerOf(folder)).toMatchObject({ exitCode: 3 });
    expect(run(jobOf('exit 3', { strictDevices: true }), {}, shell)).toBe(3);
  });

  it('a task has a folder and arguments of its own', () => {
    const folder = jobOf('echo "$@"', { isArray: true, argumentsOf: [['one'], ["two's"]] });
    for (const TASK of ['1', '2']) expect(run(folder, { TASK }, shell)).toBe(0);
    expect(readFileSync(join(folder, 'task-2/stdout.log'), 'utf8')).toBe("two's\n");
    expect(markerOf(folder, 'task-1')).toMatchObject({ task: 1 });
    expect(run(folder, { TASK: '3' }, shell)).toBe(1);
  });

  it('a prologue sets up, and one that fails or exits is the end', () => {
    const folder = jobOf('echo "$SITE"', { hasPrologue: true });
    writeFileSync(join(folder, 'prologue.sh'), 'export SITE="the lab"\n');
    expect(run(folder, {}, shell)).toBe(0);
    expect(readFileSync(join(folder, 'stdout.log'), 'utf8')).toBe('the lab\n');
    writeFileSync(join(folder, 'prologue.sh'), 'echo no module >&2; exit 9\n');
    expect(run(folder, {}, shell)).toBe(9);
    expect(markerOf(folder)).toMatchObject({ exitCode: 9 });
    expect(readFileSync(join(folder, 'stderr.log'), 'utf8')).toBe('no module\n');
    // nothing ran, and that is no success
    writeFileSync(join(folder, 'prologue.sh'), 'exit 0\n');
    expect(run(folder, {}, shell)).toBe(1);
    expect(markerOf(folder)).toMatchObject({ exitCode: 1 });
    const ended = 'The prologue ended the job before its script began.\n';
    expect(readFileSync(join(folder, 'stderr.log'), 'utf8')).toBe(ended);
    writeFileSync(join(folder, 'prologue.sh'), 'SITE=$BASH_SOURCE; export SITE\n');
    expect(run(folder, {}, shell)).toBe(0);
    expect(readFileSync(join(folder, 'stdout.log'), 'utf8')).toBe(`${folder}/prologue.sh\n`);
  });

  it('a folder that is gone is not made anew', () => {
    const folder = jobOf('true');
    const text = readFileSync(join(folder, 'job.sh'), 'utf8');
    rmSync(folder, { recursive: true });
    const { status, stderr } = spawnSync(shell, ['-c', text], {
      env: { ...process.env, ID: '1', TASK: '', HOST: 'n1' },
    });
    expect(status).toBe(1);
    expect(stderr.toString()).toMatch(/is not there on n1: it was removed, or this node does not share it/);
    expect(existsSync(folder)).toBe(false);
  });

  it("variables of the user's are the script's alone, whatever they are called", () => {
    const variables = { unit: '/nowhere', about: 'x', status: '0', PATH: '/nix', folder: '/', task: '9' };
    const folder = jobOf('echo "$unit $about $status $PATH $folder $task"; exit 4', { variables });
    expect(run(folder, {}, shell)).toBe(4);
    expect(markerOf(folder)).toMatchObject({ token: 't0', id: '12', task: null, exitCode: 4 });
    expect(readFileSync(join(folder, 'stdout.log'), 'utf8')).toBe(`/nowhere x 0 ${folder}/bin:/nix / 9\n`);
  });

  it('does not run where the folder is that of another job by now, or the job was submitted once more', () => {
    const folder = jobOf('echo ran');
    const manifest = (id: string | null, token: string): void =>
      writeFileSync(join(folder, 'ov-bench-job.json'), JSON.stringify({ id, token }, null, 2));
    for (const [id, token] of [
      ['12', 'other'],
      ['121', 't0'],
      ['2', 't0'],
    ] as const) {
      manifest(id, token);
      expect(run(folder, {}, shell)).toBe(1);
      expect(existsSync(join(folder, 'exit.json'))).toBe(false);
    }
    for (const id of [null, '12', '12.server', '12[].server']) {
      manifest(id, 't0');
      expect(run(folder, {}, shell)).toBe(0);
    }
  });

  it('a marker of an earlier run is gone when the next one begins', () => {
    const folder = jobOf('[ -e "$OV_BENCH_JOB_OUTPUT/../exit.json" ] && exit 5; exit 0');
    expect(run(folder, {}, shell)).toBe(0);
    expect(run(folder, {}, shell)).toBe(0);
  });

  it('ended by SIGTERM, as schedulers do, it still says so', async () => {
    const folder = jobOf('echo begun; sleep 30');
    const child = spawn(shell, [join(folder, 'job.sh')], {
      detached: true,
      env: { ...process.env, ID: '1', TASK: '', HOST: 'n1' },
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await until(
      () =>
        (existsSync(join(folder, 'stdout.log')) && readFileSync(join(folder, 'stdout.log')).byteLength > 0) ||
        undefined,
      'its begin',
    );
    process.kill(-(child.pid as number), 'SIGTERM');
    expect(await ended).toBe(143);
    expect(markerOf(folder)).toMatchObject({ exitCode: 143 });
  });
});

describe('the scripts of jobs', () => {
  /** A folder with an `ov-bench` that prints its arguments. */
  function place(exitCode: number): { readonly folder: string; readonly env: Record<string, string | undefined> } {
    const folder = mkdtempSync(join(root, 'by hand '));
    mkdirSync(join(folder, 'bin'));
    const body =
      'for word; do last=$word; done; printf "<%s>" "$@"; mkdir -p "$last"; echo result >"$last/result"; echo oops >&2';
    writeFileSync(join(folder, 'bin/ov-bench'), `#!/bin/sh\n${body}; exit ${exitCode}\n`, { mode: 0o755 });
    return { folder, env: { ...process.env, PATH: `${folder}/bin:${process.env['PATH']}` } };
  }

  it("the exercise's, by hand: three arguments, both logs, everything packed once it is complete", () => {
    const { folder, env } = place(4);
    writeFileSync(join(folder, 'job.sh'), exerciseScript({ strictDevices: false }));
    const args = ['MULTI:CPU,MYRIAD', 'my model', 'cpu_vpu_stats', '--iterations', '5'];
    expect(spawnSync('bash', ['job.sh', ...args], { cwd: folder, env }).status).toBe(4);
    const output = join(folder, 'output/cpu_vpu_stats');
    const said = readFileSync(join(output, 'stdout.log'), 'utf8');
    expect(said).toContain('<--model_path><my model><--device><MULTI:CPU,MYRIAD><--path><cpu_vpu_stats>');
    expect(said).toMatch(/<--iterations><5>$/);
    expect(readFileSync(join(output, 'stderr.log'), 'utf8')).toBe('oops\n');
    const packed = execFileSync('tar', ['-tzf', join(output, 'output.tgz')]).toString();
    expect(packed.split('\n')).toEqual(expect.arrayContaining(['stdout.log', 'stderr.log']));
    expect(packed).not.toContain('output.tgz');
    const whole = execFileSync('tar', ['-xzOf', join(output, 'output.tgz'), 'stdout.log']).toString();
    expect(whole).toBe(said);
    const { status, stderr } = spawnSync('bash', ['job.sh', 'CPU'], { cwd: folder, env });
    expect([status, stderr.toString()]).toEqual([
      2,
      'usage: job.sh DEVICE MODELPATH SAVEPATH [option of ov-bench]...\n',
    ]);
  });

  it('ours: the results, and a job whose archive cannot be written has failed', () => {
    const { folder, env } = place(0);
    writeFileSync(join(folder, 'job.sh'), matrixScript(['run']));
    const where = { OV_BENCH_JOB_OUTPUT: join(folder, 'out'), OV_BENCH_JOB_ARCHIVE: join(folder, 'unit/output.tgz') };
    const args = ['job.sh', '--device', "it's"];
    const failed = spawnSync('bash', args, { cwd: folder, env: { ...env, ...where } });
    expect(failed.status).toBe(1);
    expect(failed.stderr.toString()).toContain('output.tgz could not be written; what was measured lies in');
    mkdirSync(join(folder, 'unit'));
    expect(spawnSync('bash', args, { cwd: folder, env: { ...env, ...where } }).status).toBe(0);
    expect(readFileSync(join(folder, 'out/stdout.log'), 'utf8')).toBe(
      `<run><--device><it's><--output><${folder}/out/results>`,
    );
    expect(execFileSync('tar', ['-tzf', where.OV_BENCH_JOB_ARCHIVE]).toString()).toContain('results/result\n');
  });
});
