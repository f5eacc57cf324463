import { spawnSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../lib/bench/chart/entry.js';
import { loadEntries, nameOf } from '../../../lib/bench/chart/load-entries.js';
import { parseResult } from '../../../lib/bench/chart/parse-result.js';
import { parseStats } from '../../../lib/bench/chart/parse-stats.js';
import { exerciseStats } from '../../../lib/bench/report/exercise-stats.js';
import { resultJson } from '../../../lib/bench/report/json.js';
import type { TrialResult } from '../../../lib/bench/result/result.js';
import { testFolder } from '../../helpers/folder.js';
import { chartProcess, chartResult, LATENCIES } from './entries.js';

const folder = testFolder();
let count = 0;

function write(text: string, name = `file${++count}.json`): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function only(...files: readonly string[]): Promise<Entry & { warnings: string }> {
  const { entries, warnings } = await loadEntries(files);
  expect(entries).toHaveLength(1);
  return { ...(entries[0] as Entry), warnings: warnings.join('\n') };
}

describe('a result', () => {
  const whole = chartResult([
    { ...LATENCIES, processes: [chartProcess(200)] },
    { api: 'async', requests: 2 },
  ]);

  it('gives a bar a row, told apart by how they were measured', async () => {
    const { entries, warnings } = await loadEntries([write(resultJson(whole))]);
    expect(entries.map(({ label }) => label)).toEqual(['CPU sync', 'CPU async ×2']);
    expect(warnings).toEqual([]);
    expect(entries[0]?.row?.quantiles).toHaveLength(5);
  });

  it('two files with the same rows are told apart by their names', async () => {
    const one = chartResult([{}]);
    const { entries } = await loadEntries([write(resultJson(one), 'a.json'), write(resultJson(one), 'b.json')]);
    expect(entries.map(({ label }) => label)).toEqual(['CPU sync (a.json)', 'CPU sync (b.json)']);
  });

  it('that is none is refused in a sentence that names the place', () => {
    const json = resultJson(whole);
    const changed = (from: string | RegExp, to: string): string => json.replace(from, to);
    const reasons: [string, RegExp][] = [
      ['', /not JSON/],
      [json.slice(0, json.length / 2), /not all of it/],
      ['[1, 2]', /no schemaVersion/],
      ['null', /no schemaVersion/],
      [changed('"schemaVersion": 1', '"schemaVersion": 2'), /its schemaVersion is 2, and this ov-bench reads 1/],
      [changed('"fps": ', '"fps": "x", "_": '), /results\[0\]\.fps is not a finite number/],
      [changed('"loadMs": ', '"loadMs": -1, "_": '), /results\[0\]\.loadMs is not/],
      [changed('"loadMs": ', '"loadMs": 1e999, "_": '), /results\[0\]\.loadMs is not/],
      [changed('"api": "sync"', '"api": "later"'), /results\[0\]\.api is not "sync" or "async"/],
      [changed('"quantiles": [', '"quantiles": [3, '), /results\[0\]\.quantiles\[0\] is not a pair/],
      [changed('"host": {', '"host": 3, "_": {'), /host holds no members/],
      [changed('"results": [', '"results": {}, "_": ['), /results is not a list/],
      [JSON.stringify({ ...whole, model: undefined }), /model is not there/],
      [JSON.stringify({ ...whole, results: Array.from({ length: 10_001 }) }), /results has 10001 entries/],
      ['{"schemaVersion":1,"__proto__":{"results":[]}}', /createdAt is not there/],
    ];
    for (const [text, reason] of reasons) {
      const parsed = parseResult(text);
      expect('reason' in parsed ? parsed.reason : 'accepted').toMatch(reason);
    }
    expect(parseResult(json)).toHaveProperty('result');
  });

  it('that cannot be read leaves a gap, and nothing hangs', async () => {
    const dir = join(folder, 'folder.json');
    mkdirSync(dir);
    const fifo = join(folder, 'fifo.json');
    expect(spawnSync('mkfifo', [fifo]).status).toBe(0);
    const huge = write('', 'huge.json');
    truncateSync(huge, 201 * 2 ** 20);
    for (const [file, gap] of [
      [dir, 'missing: result.json'],
      [fifo, 'failed: it is a named pipe, not a file'],
      [huge, 'failed: it has 201 MiB, and results of more than 200 MiB are not read'],
      [write('', 'none.json'), 'failed: it is empty'],
      [write('{', 'half.json'), 'failed: it is not JSON, or not all of it'],
      [join(folder, 'lost.json'), 'missing: lost.json'],
      [`${folder}/a\0b`, 'failed: it cannot be read (ERR_INVALID_ARG_VALUE)'],
      [write(JSON.stringify({ ...whole, results: [] })), 'failed: the result has no row'],
    ] as const) {
      const entry = await only(file);
      expect(entry.gap).toBe(gap);
      expect(entry.warnings).toContain(file);
    }
  });
});

describe('three lines', () => {
  it('are numbers, whatever ends the lines', () => {
    expect(parseStats('3.4\r\n3.47\r\n288\r\n')).toEqual({ load: 3.4, time: 3.47, fps: 288 });
    expect(parseStats(' .5 \n1e1\n0')).toEqual({ load: 0.5, time: 10, fps: 0 });
  });

  it('that cannot be are named', () => {
    const reasons: [string, RegExp][] = [
      ['', /it is empty/],
      ['1\n2', /2 lines, and a stats file has three/],
      ['1\n2\n3\n4', /4 lines/],
      ['-1\n2\n3', /line 1 \(load seconds\) is "-1"/],
      ['1\nNaN\n3', /line 2 \(inference seconds\) is "NaN"/],
      ['1\n2\nInfinity', /line 3 \(frames per second\)/],
      ['1\n2\n1e999', /line 3/],
      ['1\n0x10\n3', /line 2/],
      ['1\n\n3', /line 2 \(inference seconds\) is ""/],
      [`1\n${'9'.repeat(5000)}\n3`, /line 2/],
    ];
    for (const [text, reason] of reasons) {
      const parsed = parseStats(text);
      expect('reason' in parsed ? parsed.reason : JSON.stringify(parsed)).toMatch(reason);
    }
  });
});

describe('a stats file', () => {
  const result = chartResult([
    {
      requestedDevice: 'MULTI:CPU,MYRIAD',
      droppedDevices: ['MYRIAD'],
      iterations: 1000,
      loadMs: 3400,
      totalMs: 3470,
      fps: 288.184,
    },
  ]);
  const [row] = result.results as [TrialResult];

  it('is believed about its devices with the result beside it', async () => {
    write(resultJson(result), 'cpu_vpu_stats.json');
    const entry = await only(write(exerciseStats(row), 'cpu_vpu_stats.txt'));
    expect(entry).toMatchObject({
      label: 'CPU/VPU',
      devices: { requested: 'MULTI:CPU,MYRIAD', ran: ['CPU'] },
      notes: [],
      warnings: '',
    });
  });

  it("of the exercise's own FPS is set right by the result", async () => {
    write(resultJson(result), 'ten_stats.json');
    const entry = await only(write('3.4\n3.47\n28.8\n', 'ten_stats.txt'));
    expect(entry.values.fps?.value).toBe(288.184);
    expect(entry.notes[0]).toBe("the stats file's FPS (28.8) are ten times too low; the chart shows 288");
    expect(entry.warnings).toContain('a tenth of its 1000 inferences by their time');
  });

  it('with other FPS as well', async () => {
    write(resultJson(result), 'odd_stats.json');
    const entry = await only(write('3.4\n3.47\n999\n', 'odd_stats.txt'));
    expect(entry.values.fps?.value).toBe(288.184);
    expect(entry.notes[0]).toContain('are not those of its run');
  });

  it('alone is unverified, and its FPS are suspected where they are those of the exercise', async () => {
    const entry = await only(write('3.4\n3.47\n28.8\n', 'alone_stats.txt'));
    expect(entry.devices).toBeUndefined();
    expect(entry.values.fps?.value).toBe(28.8);
    expect(entry.warnings).toContain('1000 inferences in 3.47 s would be 288 frames per second, ten times the 28.8');
    expect((await only(write('3.4\n3.47\n288\n', 'right_stats.txt'))).warnings).toBe('');
  });

  it('beside a result that is not its own is unverified', async () => {
    for (const [json, why] of [
      [resultJson(chartResult([{ ...row, totalMs: 9999 }])), /has other times/],
      [resultJson(chartResult([row, row])), /has 2 rows and not one/],
      ['{', /does not tell what ran: it is not JSON/],
    ] as const) {
      write(json, 'foreign_stats.json');
      const entry = await only(write(exerciseStats(row), 'foreign_stats.txt'));
      expect(entry.devices).toBeUndefined();
      expect(entry.warnings).toMatch(why);
    }
  });

  it('of a simulation says so by its name or by the result beside it', async () => {
    expect(await only(write('1\n2\n500\n', 'x_stats_SIMULATED.txt'))).toMatchObject({ label: 'X', simulated: true });
    write(resultJson(chartResult([{ ...row, simulated: true }], { simulated: true })), 'y_stats_SIMULATED.json');
    const entry = await only(write(exerciseStats(row), 'y_stats_SIMULATED.txt'));
    expect(entry).toMatchObject({ label: 'Y', simulated: true, devices: { ran: ['CPU'] } });
    expect((await only(join(folder, 'y_stats.txt'))).warnings).toContain(
      'y_stats_SIMULATED.txt is there, of simulated devices',
    );
  });

  it("has the exercise's name", () => {
    expect(['d/cpu_gpu_vpu_stats.txt', 'my run.txt', 'gpu_vpu_stats_SIMULATED.txt'].map(nameOf)).toEqual([
      'CPU/GPU/VPU',
      'my run',
      'GPU/VPU',
    ]);
  });
});
