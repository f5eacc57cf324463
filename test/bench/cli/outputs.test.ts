import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BenchResult } from '../../../lib/bench/result/result.js';
import { CLI, runCli, startCli, until } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { heavyModel, reluModel, writeModel } from '../../helpers/models.js';
import { expectValid } from '../../helpers/result-schema.js';

const folder = testFolder();
const relu = writeModel(folder, 'relu', reluModel());
const heavy = writeModel(folder, 'heavy', heavyModel({ layers: 1 }));
const RUN = ['run', '--model', relu, '--api', 'sync', '--warmup', '0'];
const FILES = ['result.csv', 'result.json', 'result.md', 'samples.csv'];

let count = 0;
const fresh = (): string => join(folder, `out-${count++}`);
const resultIn = (dir: string): BenchResult => JSON.parse(readFileSync(join(dir, 'result.json'), 'utf8'));

describe('files of a run', () => {
  it('--output has them all in a folder that is made', async () => {
    const dir = join(fresh(), 'deep');
    const run = await runCli([...RUN, '--iterations', '20', '--repeat', '2', '--output', dir]);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toContain(`\nWritten: ${dir}\n`);
    expect(readdirSync(dir).sort()).toEqual(FILES);
    expectValid(resultIn(dir));
    expect(resultIn(dir).interrupted).toBeUndefined();
    expect(readFileSync(join(dir, 'samples.csv'), 'utf8').trimEnd().split('\r\n')).toHaveLength(41);
    expect(readFileSync(join(dir, 'result.csv'), 'utf8').trimEnd().split('\r\n')).toHaveLength(4);
    expect(readFileSync(join(dir, 'result.md'), 'utf8')).toMatch(/^\| `CPU` \| sync \| `CPU` \|/m);
  });

  it.each([
    ['--csv', /^row,process,model,[^\n]*\r\n0,,relu,[^\n]*\r\n$/],
    ['--markdown', /^`relu` · OpenVINO `[^\n]*\n\n\| requested \|/],
    ['--samples', /^row,process,index,latency_ms,stride\r\n0,0,0,[\d.]+,1\r\n(?:0,0,\d+,[\d.]+,1\r\n){4}$/],
    // a layer of the small one takes less than the microsecond that the CPU counts in
    ['--profile-csv', /^row,requested_device,[^\n]*\r\n0,CPU,sync,CPU,100,0,/, heavy],
  ])('%s - is all that stdout gets', async (option, text, model = relu) => {
    const run = await runCli(['run', '--model', model, '--api', 'sync', '--iterations', '5', option, '-']);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toMatch(text);
    expect(run.stderr).toMatch(/^requested +mode/m);
  });

  it('two can not have the same place', async () => {
    const both = await runCli([...RUN, '--csv', '-', '--json', '-']);
    expect([both.code, both.stderr]).toEqual([2, 'ov-bench: --json and --csv can not both go to stdout.\n']);
    const same = await runCli([...RUN, '--csv', join(folder, 'x'), '--markdown', join(folder, '.', 'x')]);
    expect([same.code, same.stderr]).toEqual([2, expect.stringMatching(/--csv and --markdown can not both go to/)]);
    const inside = await runCli([...RUN, '--output', folder, '--json', join(folder, 'result.json')]);
    expect([inside.code, inside.stderr]).toMatchObject([2, expect.stringMatching(/--output and --json can not both/)]);
  });
});

describe('layers', () => {
  it('are of a pass of its own, and leave the timed figures alone', async () => {
    const args = ['run', '--model', heavy, '--api', 'sync', '--iterations', '50', '--profile', '25', '--json', '-'];
    const run = await runCli(args);
    expect(run.code, run.stderr).toBe(0);
    const result = JSON.parse(run.stdout) as BenchResult;
    expectValid(result);
    const [row] = result.results;
    expect(row).toMatchObject({ iterations: 50, properties: { PERFORMANCE_HINT: 'LATENCY' } });
    const [profile] = row?.profiles ?? [];
    expect(profile).toMatchObject({ device: 'CPU', streams: 1, inferences: 25, counters: 'average' });
    const { layers = [], totalMs = 0 } = profile ?? {};
    expect(layers.length).toBeGreaterThan(0);
    expect(layers.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 3);
    expect(layers.reduce((sum, { realMs }) => sum + realMs, 0)).toBeLessThan(totalMs * 1.1);
    expect(run.stderr).toMatch(
      /Layers \(CPU sync\): \d+ layers?, of 25 synchronous inferences run apart from the timed/,
    );
  });

  it('of a virtual device are those of the devices behind it', async () => {
    const run = await runCli([...RUN, '--iterations', '5', '--device', 'MULTI:CPU', '--profile', '5', '--json', '-']);
    expect(run.code, run.stderr).toBe(0);
    const [row] = (JSON.parse(run.stdout) as BenchResult).results;
    expect(row?.profiles).toMatchObject([{ device: 'CPU', streams: 1, inferences: 5 }]);
    expect(row?.warnings.join()).not.toMatch(/profiled/);
  });
});

describe('what can go wrong with a place', () => {
  it.runIf(existsSync('/dev/full'))('stdout on a full disk is an error, and the files are there', async () => {
    const json = join(fresh(), 'result.json');
    const full = openSync('/dev/full', 'w');
    const run = await runCli([...RUN, '--iterations', '5', '--json', json], { stdio: ['ignore', full, 'pipe'] });
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/The standard output cannot be written: the disk is full\. \(NOT_WRITABLE\)/);
    expectValid(JSON.parse(readFileSync(json, 'utf8')));
  });

  it('a reader that has seen enough changes neither the files nor the exit code', async () => {
    const json = join(fresh(), 'result.json');
    const args = [...RUN, '--iterations', '30000', '--samples', '-', '--json', json, '--fail-if', 'fps > 0'];
    const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdout.destroy();
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code, stderr).toBe(4);
    expect(stderr).not.toMatch(/EPIPE|internal error/);
    expectValid(JSON.parse(readFileSync(json, 'utf8')));
  });

  it('neither does one of stderr', async () => {
    const json = join(fresh(), 'result.json');
    const args = [...RUN, '--iterations', '5', '--json', json, '--fail-if', 'fps > 0'];
    const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.destroy();
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(4);
    expectValid(JSON.parse(readFileSync(json, 'utf8')));
  });

  const isRoot = process.getuid?.() === 0;
  const mounted = join(folder, 'small');
  mkdirSync(mounted);
  const mounts = isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', mounted]).status === 0;
  it.runIf(mounts)('a disk that fills up: the table is shown, what fits is written, the exit code is 1', async () => {
    try {
      const samples = join(mounted, 'samples.csv');
      const json = join(fresh(), 'result.json');
      const run = await runCli([...RUN, '--iterations', '20000', '--samples', samples, '--json', json]);
      expect(run.code).toBe(1);
      expect(run.stderr).toMatch(/samples\.csv" cannot be written: the disk is full/);
      expect(run.stdout).toMatch(/^CPU +sync +CPU/m);
      expect(readdirSync(mounted)).toEqual([]);
      expectValid(JSON.parse(readFileSync(json, 'utf8')));
      const out = join(mounted, 'out');
      mkdirSync(out);
      writeFileSync(join(out, 'samples.csv'), 'of an earlier run');
      const into = await runCli([...RUN, '--iterations', '20000', '--repeat', '2', '--output', out]);
      expect(into.code).toBe(1);
      expect(into.stderr).toMatch(
        /^ov-bench: warning: What has finished for "\S+" \(samples\.csv\) cannot be written: the disk is full\. The run goes on\.$/m,
      );
      expect(into.stderr).toMatch(
        /^ov-bench: The result for "\S+" \(samples\.csv\) cannot be written: the disk is full; result\.json, result\.csv, result\.md are there\. \(NOT_WRITABLE\)$/m,
      );
      expect(into.stderr).not.toMatch(/is kept in/);
      expect(readdirSync(out).sort()).toEqual(['result.csv', 'result.json', 'result.md']);
      expectValid(resultIn(out));
      expect(resultIn(out).results[0]?.processes).toHaveLength(2);
      expect(into.stdout).toMatch(/^CPU +sync +CPU/m);
    } finally {
      execFileSync('umount', [mounted]);
    }
  });

  it.runIf(isRoot)('a folder that this user may not write into is told of before anything runs', async () => {
    const place = mkdtempSync(join(tmpdir(), 'ov-readonly-'));
    try {
      chmodSync(place, 0o755);
      const program = join(place, 'program.mjs');
      const cli = JSON.stringify(CLI);
      writeFileSync(program, `process.setgid(65534); process.setuid(65534); await import(${cli});`);
      const args = [program, 'run', '--model', '/none.xml', '--output', join(place, 'out')];
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      // where that user may not even read the program there is nothing to see
      if (!/EACCES|ERR_MODULE_NOT_FOUND/.test(stderr)) {
        expect(stderr).toMatch(/can not be written: this user may not write into .*\. Nothing was run/);
        expect(status).toBe(1);
      }
      expect(readdirSync(place)).toEqual(['program.mjs']);
    } finally {
      rmSync(place, { recursive: true });
    }
  });
});

// children are found in /proc
describe.runIf(process.platform === 'linux')('SIGKILL, which nothing can catch', () => {
  it('loses no more than the process that was running', async () => {
    const dir = fresh();
    const run = startCli([...RUN, '--time', '300ms', '--repeat', '50', '--output', dir]);
    const kept = await until(() => {
      const [name] = existsSync(dir) ? readdirSync(dir) : [];
      const file = name && join(dir, name, 'result.json');
      if (file === undefined || !existsSync(file)) return undefined;
      return (JSON.parse(readFileSync(file, 'utf8')) as BenchResult).results[0]?.processes?.length === 3
        ? join(dir, name as string)
        : undefined;
    }, 'three processes');
    run.process.kill('SIGKILL');
    expect((await run.ended).signal).toBe('SIGKILL');
    const result = resultIn(kept);
    expectValid(result);
    expect(result.interrupted).toBe(true);
    const processes = result.results[0]?.processes ?? [];
    expect(processes.length).toBeGreaterThanOrEqual(3);
    const samples = readFileSync(join(kept, 'samples.csv'), 'utf8').trimEnd().split('\r\n').slice(1);
    // the result comes first, so the samples of the last one may be missing
    for (const [index, { iterations }] of processes.slice(0, -1).entries())
      expect(samples.filter((line) => line.startsWith(`0,${index},`))).toHaveLength(iterations);
    // and the next run is whole
    const next = await runCli([...RUN, '--iterations', '5', '--output', dir]);
    expect(next.code).toBe(0);
    expect(resultIn(dir).results[0]?.iterations).toBe(5);
  });

  it('Ctrl-C leaves what had finished in its place', async () => {
    const dir = fresh();
    const run = startCli([...RUN, '--time', '300ms', '--repeat', '50', '--output', dir]);
    await until(() => (existsSync(dir) && readdirSync(dir).length > 0 ? true : undefined), 'the first process');
    await new Promise((resolve) => setTimeout(resolve, 300));
    run.process.kill('SIGINT');
    expect((await run.ended).code).toBe(130);
    expect(readdirSync(dir).sort()).toEqual(FILES);
    expect(resultIn(dir)).toMatchObject({ interrupted: true });
  });
});
