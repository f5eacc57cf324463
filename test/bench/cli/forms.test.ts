import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chartFiles } from '../../../lib/bench/chart/names.js';
import type { BenchResult } from '../../../lib/bench/result/result.js';
import { runCli } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { addModel, reluModel, writeModel } from '../../helpers/models.js';
import { npyFile } from '../../helpers/npy.js';
import { reluOnnx } from '../../helpers/onnx.js';
import { expectValid } from '../../helpers/result-schema.js';
import { sharedFile } from '../../helpers/shared.js';

const folder = testFolder();
const relu = writeModel(folder, 'relu', reluModel());
const dynamic = writeModel(folder, 'dynamic', reluModel({ shape: [-1, 16] }));
const picture = writeModel(folder, 'picture', reluModel({ shape: [1, 3, 8, 8] }));
const add = writeModel(folder, 'add', addModel());

/** Runs `ov-bench ARGS --json -`: stdout must be the result and nothing else. */
async function result(args: readonly string[], code = 0): Promise<BenchResult> {
  const run = await runCli([...args, '--json', '-']);
  expect(run.stderr, run.stderr).not.toMatch(/internal error/);
  expect(run.code, run.stderr).toBe(code);
  const parsed = JSON.parse(run.stdout) as BenchResult;
  expectValid(parsed);
  return parsed;
}

describe('ov-bench run', () => {
  it('asynchronous by default, exactly the number asked for, on as many requests', async () => {
    const { results, input, model, openvinoVersion } = await result([
      'run',
      '--model',
      relu,
      '--iterations',
      '37',
      '--requests',
      '3',
    ]);
    expect(openvinoVersion).toMatch(/^20\d\d\.\d/);
    expect(model).toMatchObject({ path: relu, inputs: [{ name: 'x', elementType: 'f32', shape: [1, 16] }] });
    expect(input).toMatchObject({ kind: 'random', path: null });
    expect(results).toMatchObject([
      {
        requestedDevice: 'CPU',
        executionDevices: ['CPU'],
        api: 'async',
        iterations: 37,
        requests: 3,
        warmup: 30,
        performanceHint: 'THROUGHPUT',
        status: 'ok',
      },
    ]);
    const [row] = results;
    expect(row?.warnings.join()).toMatch(/The input is random/);
    expect(row?.fps).toBeCloseTo((37 * 1000) / (row?.totalMs as number), -1);
    expect(row?.latencyMs?.min).toBeGreaterThan(0);
  });

  it('synchronous: one request, latency; 1000 of them have a p99', async () => {
    const { results } = await result([
      'run',
      '--model',
      relu,
      '--api',
      'sync',
      '--iterations',
      '1000',
      '--warmup',
      '2',
    ]);
    const [row] = results;
    expect(row).toMatchObject({
      api: 'sync',
      requests: 1,
      streams: 1,
      performanceHint: 'LATENCY',
      warmup: 2,
      iterations: 1000,
    });
    const { min, p50, p90, p99, max } = row?.latencyMs ?? { min: 0, p50: 0, p90: 0, p99: 0, max: 0 };
    expect([min, p50, p90, p99, max]).toEqual([min, p50, p90, p99, max].sort((a, b) => Number(a) - Number(b)));
    expect(p99).not.toBeNull();
    expect(row?.totalMs).toBeGreaterThanOrEqual((row?.latencyMs?.mean as number) * 999);
  });

  it('by time', async () => {
    const { results } = await result(['run', '--model', relu, '--time', '300ms']);
    expect(results[0]?.totalMs).toBeGreaterThanOrEqual(300);
    expect(results[0]?.totalMs).toBeLessThan(3000);
    expect(results[0]?.iterations).toBeGreaterThan(10);
  });

  it('a device that was dropped: exit code 3, or 0 where allowed', async () => {
    const args = ['run', '--model', relu, '--iterations', '5', '--device', 'MULTI:CPU,MYRIAD'];
    const [row] = (await result(args, 3)).results;
    expect(row).toMatchObject({ status: 'ok', executionDevices: ['CPU'], droppedDevices: ['MYRIAD'] });
    expect(row?.warnings.join()).toMatch(/MYRIAD did not run.*NPU is its successor/);
    await result([...args, '--allow-dropped']);
    const { code, stdout, stderr } = await runCli(args);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^ov-bench: warning: MULTI:CPU,MYRIAD: MYRIAD did not run/);
    expect(stdout).toMatch(/^MULTI:CPU,MYRIAD +async \d+ +CPU !/m);
  });

  it.each([
    ['MULTI:CPU', 'LATENCY', 1],
    ['MULTI:CPU', 'THROUGHPUT', undefined],
    ['AUTO:CPU', 'CUMULATIVE_THROUGHPUT', undefined],
    ['HETERO:CPU', 'LATENCY', 1],
    ['BATCH:CPU(2)', 'LATENCY', undefined],
  ])('%s with the %s hint: what is in effect is read back', async (device, hint, streams) => {
    const args = [
      'run',
      '--model',
      relu,
      '--iterations',
      '3',
      '--warmup',
      '0',
      '--device',
      device,
      '--property',
      `PERFORMANCE_HINT=${hint}`,
    ];
    const [row] = (await result([...args, '--property', 'INFERENCE_PRECISION_HINT=f32'])).results;
    expect(row).toMatchObject({
      performanceHint: hint,
      inferencePrecision: 'f32',
      executionDevices: ['CPU'],
      droppedDevices: [],
    });
    expect(row?.streams).toBeGreaterThan(0);
    if (streams !== undefined) expect(row?.streams).toBe(streams);
  });

  it('repeats rows in processes of their own', async () => {
    const args = ['run', '--model', relu, '--iterations', '200', '--device', 'CPU', '--device', 'MULTI:CPU'];
    const { results } = await result([...args, '--repeat', '2']);
    expect(results.map(({ processes }) => processes?.length)).toEqual([2, 2]);
    const [row] = results;
    expect(row?.processes?.map(({ fps }) => fps)).toContain(row?.fps);
    expect((await result([...args, '--quick'])).results[0]?.processes).toBeUndefined();
    const { code, stderr } = await runCli([...args, '--quick', '--repeat', '3']);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/--quick and --repeat exclude each other/)]);
  });

  it('one device that fails does not hide the other', async () => {
    const { results } = await result(
      ['run', '--model', relu, '--iterations', '5', '--device', 'NPU.7', '--device', 'CPU', '--quick'],
      1,
    );
    expect(results.map(({ status }) => status)).toEqual(['failed', 'ok']);
    expect(results[0]?.error?.code).toBe('DEVICE_NOT_FOUND');
  });

  it('reshapes a dynamic model, and asks for a shape where none is given', async () => {
    const { model } = await result(['run', '--model', dynamic, '--iterations', '5', '--shape', '[4,16]']);
    expect(model.inputs[0]?.shape).toEqual([4, 16]);
    expect(model.outputs[0]?.shape).toEqual([4, 16]);
    const { code, stderr } = await runCli(['run', '--model', dynamic, '--iterations', '5']);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/The input x has the dynamic shape \[\?,16\]: say with --shape x:\[…\]/),
    ]);
    const wrong = await runCli(['run', '--model', add, '--iterations', '5', '--shape', '[4,16]']);
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringMatching(/name one of a, b/)]);
  });

  it('takes elements from files', async () => {
    const npy = join(folder, 'a.npy');
    writeFileSync(npy, npyFile('<f4', [1, 16], new Uint8Array(64)));
    const bin = join(folder, 'b.bin');
    writeFileSync(bin, Buffer.alloc(64));
    const { input } = await result([
      'run',
      '--model',
      add,
      '--iterations',
      '5',
      '--input',
      `a:${npy}`,
      '--input',
      `1:${bin}`,
    ]);
    expect(input.ports).toEqual([
      { name: 'a', kind: 'file', path: npy },
      { name: 'b', kind: 'file', path: bin },
    ]);
  });

  it('runs ONNX models', async () => {
    const onnx = join(folder, 'relu.onnx');
    writeFileSync(onnx, reluOnnx([1, 8]));
    const { model, results } = await result(['run', '--model', onnx, '--iterations', '5']);
    expect(model).toMatchObject({ weightsSha256: null, inputs: [{ name: 'x', elementType: 'f32', shape: [1, 8] }] });
    expect(results[0]?.status).toBe('ok');
  });

  it('writes the JSON into a folder that it makes, and the table to stdout', async () => {
    const file = join(folder, 'made', 'for it', 'result.json');
    const { code, stdout, stderr } = await runCli(['run', '--model', relu, '--iterations', '5', '--json', file]);
    expect([code, stderr]).toEqual([0, '']);
    expectValid(JSON.parse(readFileSync(file, 'utf8')));
    expect(stdout).toMatch(
      /^measured: async, THROUGHPUT hint, optimal number of requests, 5 inferences, 10 warm-ups a request/m,
    );
    expect(stdout).toMatch(/^requested +mode +ran on/m);
    expect(stdout).not.toMatch(/\u001b/);
    expect(readdirSync(join(folder, 'made', 'for it'))).toEqual(['result.json']);
  });

  it('has a drawing of its own and lists no box for a model that is no detector', async () => {
    const { input, results } = await result([
      'exercise',
      '--model',
      picture,
      '--iterations',
      '5',
      '--device',
      'CPU',
      '--api',
      'sync',
    ]);
    expect(input).toMatchObject({ kind: 'drawn', width: 640, height: 480 });
    expect(results[0]).not.toHaveProperty('detections');
  });
});

describe('ov-bench exercise', () => {
  it('has a row for each combination, says why one could not run, and exits with 0', async () => {
    const { results } = await result(['exercise', '--model', relu, '--iterations', '5', '--quick']);
    const rows = new Map(results.map((row) => [`${row.requestedDevice} ${row.api}`, row]));
    expect(results).toHaveLength(12);
    expect(rows.get('CPU sync')).toMatchObject({ status: 'ok', requests: 1, performanceHint: 'LATENCY' });
    expect(rows.get('MULTI:CPU,MYRIAD sync')).toMatchObject({
      status: 'ok',
      droppedDevices: ['MYRIAD'],
      performanceHint: 'THROUGHPUT',
    });
    expect(rows.get('MULTI:CPU,MYRIAD async')?.requests).toBe(rows.get('CPU async')?.requests);
    for (const row of results.filter(({ status }) => status === 'failed')) {
      expect(row.error?.message).toMatch(/not on this machine|not registered|Cannot load library/);
    }
  }, 60_000);

  it("writes the exercise's files of the combinations that ran", async () => {
    const output = join(folder, 'exercise');
    const args = ['exercise', '--model', relu, '--iterations', '5', '--quick', '--api', 'sync', '--output', output];
    const { results } = await result(args);
    const names: [device: string, name: string][] = [
      ['MULTI:CPU,MYRIAD', 'cpu_vpu_stats'],
      ['MULTI:GPU,MYRIAD', 'gpu_vpu_stats'],
      ['MULTI:CPU,GPU,MYRIAD', 'cpu_gpu_vpu_stats'],
    ];
    const ran = names.filter(([device]) => results.find((row) => row.requestedDevice === device)?.status === 'ok');
    expect(ran.length).toBeGreaterThan(0);
    const charts = chartFiles('').map((file) => basename(file));
    const files = [
      ...ran.flatMap(([, name]) => [`${name}.json`, `${name}.txt`]),
      ...charts,
      'latency_distribution.png',
      'latency_distribution.svg',
    ];
    expect(readdirSync(output).sort()).toEqual(files.sort());
    expect(readFileSync(join(output, 'cpu_vpu_stats.txt'), 'utf8')).toMatch(/^\d+\.\d{6}\n\d+\.\d{6}\n\d+(\.\d+)?\n$/);
    const one = JSON.parse(readFileSync(join(output, 'cpu_vpu_stats.json'), 'utf8')) as BenchResult;
    expectValid(one);
    expect(one.results).toMatchObject([{ requestedDevice: 'MULTI:CPU,MYRIAD', api: 'sync', simulated: false }]);
    const chart = readFileSync(join(output, 'inference_time.svg'), 'utf8');
    for (const [device, name] of names) {
      expect(chart).toContain(`>${device}<`);
      expect(chart.includes('>failed: ')).toBe(ran.length < names.length);
      expect(chart).toContain(`>${name.replace('_stats', '').toUpperCase().replaceAll('_', '/')}<`);
    }
  });

  it('maps devices, and ends with advice', async () => {
    const args = [
      'exercise',
      '--model',
      relu,
      '--iterations',
      '5',
      '--map',
      'MYRIAD=CPU',
      '--device',
      'MULTI:CPU,MYRIAD',
      '--device',
      'CPU',
      '--quick',
    ];
    const { code, stdout } = await runCli(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/> MULTI is deprecated since OpenVINO 2024\.2/);
    expect(stdout).toMatch(/> MULTI:CPU,MYRIAD was compiled with \d+ streams|streams/);
  });
});

const NAME = 'vehicle-license-plate-detection-barrier-0106';
const car = sharedFile('images/car.png');
const golden = sharedFile('golden/car-detections.json');
const real = (precision: string): string => sharedFile(`models/${NAME}/${precision}/${NAME}.xml`) as string;

describe("the exercise's own form", () => {
  it('prints its two lines and writes three numbers, and the JSON that says what ran', async () => {
    const output = join(folder, 'stats');
    const args = [
      '--model_path',
      relu.replace(/\.xml$/, ''),
      '--device',
      'CPU',
      '--path',
      'cpu_stats',
      '--output',
      output,
    ];
    const { code, stdout, stderr } = await runCli(args);
    expect(code, stderr).toBe(0);
    const [load, inference] = stdout.split('\n');
    expect(load).toMatch(/^Time taken to load model = \d+\.\d+ seconds$/);
    expect(inference).toMatch(/^Time Taken to run 1000 Inference is = \d+\.\d+ seconds$/);
    expect(stdout).toMatch(/^CPU ran on CPU \(hint LATENCY, streams 1/m);
    expect(readdirSync(output).sort()).toEqual(['cpu_stats.json', 'cpu_stats.txt']);
    const numbers = readFileSync(join(output, 'cpu_stats.txt'), 'utf8').split('\n');
    expect(numbers).toHaveLength(4);
    const [loadSeconds, seconds, fps] = numbers.map(Number) as [number, number, number];
    expect(load).toContain(numbers[0]);
    expect(inference).toContain(numbers[1]);
    expect(loadSeconds).toBeGreaterThan(0);
    expect(fps / (1000 / seconds)).toBeCloseTo(1, 2);
    const json = JSON.parse(readFileSync(join(output, 'cpu_stats.json'), 'utf8')) as BenchResult;
    expectValid(json);
    expect(json.results).toMatchObject([{ iterations: 1000, warmup: 0, api: 'sync', requests: 1, status: 'ok' }]);
    expect(json.results[0]?.firstInferenceMs).toBeGreaterThan(0);
  });

  it('takes the model with its extension, too, and says what was dropped', async () => {
    const output = join(folder, 'multi');
    const args = [
      '--model_path',
      relu,
      '--device',
      'MULTI:CPU,MYRIAD',
      '--path',
      'm',
      '--output',
      output,
      '--iterations',
      '5',
    ];
    const { code, stdout, stderr } = await runCli(args);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^Time Taken to run 5 Inference is/m);
    expect(stderr).toMatch(/warning: MULTI:CPU,MYRIAD: MYRIAD did not run/);
    expect(readdirSync(output).sort()).toEqual(['m.json', 'm.txt']);
    expect((await runCli([...args, '--allow-dropped'])).code).toBe(0);
  });

  it('leaves nothing behind where it could not run', async () => {
    const output = join(folder, 'failed');
    mkdirSync(output);
    const args = ['--model_path', relu, '--device', 'MULTI:GPU.7,MYRIAD', '--path', 'm', '--output', output];
    const { code, stdout, stderr } = await runCli(args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^ov-bench: .*\(DEVICE_NOT_FOUND\)\n$/);
    expect(readdirSync(output)).toEqual([]);
  });
});

describe.runIf(car !== undefined && golden !== undefined)('the real detector on the real photograph', () => {
  it.each(['FP32', 'FP16'])('%s sees what Python sees, within 0.002', async (precision) => {
    const args = [
      'run',
      '--model',
      real(precision),
      '--image',
      car as string,
      '--api',
      'sync',
      '--iterations',
      '5',
      '--property',
      'INFERENCE_PRECISION_HINT=f32',
    ];
    const { results, input, model } = await result(args);
    const expected = JSON.parse(readFileSync(golden as string, 'utf8')).models[precision];
    expect(input).toMatchObject({ path: car, kind: 'image', width: 679, height: 512 });
    expect(model.name).toBe(NAME);
    expect(results[0]?.detections?.map(({ label }) => label)).toEqual(['vehicle', 'licence plate']);
    results[0]?.detections?.forEach(({ labelId, confidence, box }, index) => {
      const { label, confidence: sure, xmin, ymin, xmax, ymax } = expected[index];
      expect(labelId).toBe(label);
      expect(Math.abs(confidence - sure)).toBeLessThan(0.002);
      [xmin, ymin, xmax, ymax].forEach((corner, at) => {
        expect(Math.abs((box[at] as number) / (at % 2 === 0 ? 679 : 512) - corner)).toBeLessThan(0.002);
      });
    });
  });

  it('prints what it saw', async () => {
    const { stdout } = await runCli(['run', '--model', real('FP16'), '--image', car as string, '--iterations', '5']);
    expect(stdout).toMatch(
      /^Detections above 0\.5 \(CPU, async\):\n {2}vehicle +1\.000 +box \(209, 9\d\) - \(462, 37\d\) px\n {2}licence plate +0\.9/m,
    );
  });
});
