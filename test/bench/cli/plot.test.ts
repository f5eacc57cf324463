import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resultJson } from '../../../lib/bench/report/json.js';
import { CLI, runCli } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { chartResult, LATENCIES } from '../chart/entries.js';

const folder = testFolder();
const BARS = ['frames_per_second', 'inference_time', 'model_load_time'];
const env = { ...process.env, LC_ALL: 'C.UTF-8', TERM: 'xterm' };

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const cpu = file('cpu_vpu_stats.txt', '3.4\n3.47\n288\n');
const gpu = file('gpu_vpu_stats.txt', '44.4\n5.87\n170\n');

describe('ov-bench plot', () => {
  it("draws the exercise's stats files, and goes on without one that is missing", async () => {
    const output = join(folder, 'a', 'charts');
    const files = [cpu, gpu, join(folder, 'lost.txt')];
    const { code, stdout, stderr } = await runCli(
      ['plot', ...files, '--labels', 'CPU/VPU,GPU/VPU,CPU/GPU/VPU', '--output', output],
      { env },
    );
    expect(`${code}`, stderr).toBe('0');
    expect(stderr).toMatch(
      /^ov-bench: warning: There is no file .*lost\.txt: its place in the charts stays empty\.\n$/,
    );
    expect(readdirSync(output).sort()).toEqual([
      ...BARS.flatMap((name) => [`${name}.png`, `${name}.svg`]),
      'report.html',
    ]);
    for (const name of BARS) {
      const svg = readFileSync(join(output, `${name}.svg`), 'utf8');
      expect(svg).toMatch(/missing: lost\.txt/);
      expect(svg).toContain('devices unverified');
      expect(statSync(join(output, `${name}.png`)).size).toBeGreaterThan(3000);
    }
    expect(stdout).toMatch(/Model Load Time \(seconds\)\n {2}CPU\/VPU {2}devices unverified {2}█+\S? 3\.40\n/);
    expect(stdout).toContain('missing: lost.txt');
    expect(stdout).toMatch(/Written: .*report\.html\n$/);
    // once more over its own files
    expect((await runCli(['plot', cpu, '--output', output], { env })).code).toBe(0);
  });

  it('draws a result, a bar a row, with its latencies', async () => {
    const result = file(
      'result.json',
      resultJson(chartResult([LATENCIES, { requestedDevice: 'GPU', executionDevices: ['GPU'] }])),
    );
    const output = join(folder, 'b');
    const { code, stdout } = await runCli(['plot', result, '--output', output], { env: { ...env, TERM: 'dumb' } });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[\n -~]*$/);
    expect(readdirSync(output)).toEqual(
      expect.arrayContaining(['latency_distribution.svg', 'latency_distribution.png']),
    );
    expect(readFileSync(join(output, 'report.html'), 'utf8')).toContain('latency_timeline_1');
  });

  it('says in one sentence why nothing can be drawn', async () => {
    const output = join(folder, 'c');
    const one = await runCli(['plot', file('bad.json', '{"schemaVersion": 7}'), '--output', output]);
    expect(one.code).toBe(1);
    expect(one.stderr).toMatch(
      /^ov-bench: \S*bad\.json is not drawn: its schemaVersion is 7, and this ov-bench reads 1\. \(FILE_NOT_READABLE\)\n$/,
    );
    const several = await runCli(['plot', join(folder, 'x.txt'), join(folder, 'y.txt'), '--output', output]);
    expect(several.code).toBe(1);
    expect(several.stderr).toMatch(/Nothing is drawn: none of the files holds a result that ran/);
    expect(readdirSync(folder)).not.toContain('c');
  });

  it('refuses what is asked wrongly, before it writes anything', async () => {
    for (const [args, sentence] of [
      [['plot'], /missing required argument 'files'/],
      [['plot', cpu, '--labels', 'a,b'], /--labels names 2, and there are 1 bars: CPU\/VPU\./],
      [['plot', cpu, '--output', ''], /--output takes the name of a folder/],
    ] as const) {
      const { code, stderr } = await runCli(args, { cwd: folder });
      expect(`${code} ${stderr}`).toMatch(sentence);
      expect(code).toBe(2);
    }
    mkdirSync(join(folder, 'd', 'report.html'), { recursive: true });
    const { code, stderr } = await runCli(['plot', cpu, '--output', join(folder, 'd')]);
    expect(`${code} ${stderr}`).toMatch(/^1 ov-bench: .*report\.html.*NOT_WRITABLE/);
    expect(readdirSync(join(folder, 'd'))).toEqual(['report.html']);
  });
});

it('no command loads what draws before it draws', () => {
  const seen = new Set([CLI, posix.join(dirname(CLI), 'run/bench.js')]);
  const packages = new Set<string>();
  for (const module of seen) {
    const text = readFileSync(module, 'utf8');
    for (const [, name = ''] of text.matchAll(/^(?:import|export)\b[^'"]*?from '([^']+)';$/gm)) {
      if (name.startsWith('.')) seen.add(posix.join(dirname(module), name));
      else packages.add(name);
    }
  }
  expect(seen.size).toBeGreaterThan(20);
  expect([...packages].filter((name) => !name.startsWith('node:'))).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/d3|sharp|font/)]),
  );
  const charts = [...seen].filter((module) => /\/chart\//.test(module)).map((module) => posix.basename(module));
  expect(charts).toEqual(['names.js']);
});
