import { describe, expect, it } from 'vitest';
import { duration, significant, wrap } from '../../../lib/bench/report/format.js';
import { styleFor } from '../../../lib/bench/report/style.js';
import { type Column, tableLines } from '../../../lib/bench/report/table.js';
import { screen } from '../../../lib/bench/report/terminal.js';
import { adviceOf } from '../../../lib/bench/result/advice.js';
import type { BenchResult } from '../../../lib/bench/result/result.js';
import { detectorOutput, inspection, measurement, resultOf, trialSpec } from '../factories.js';

const PLAIN = styleFor({}, {});

describe('numbers', () => {
  it.each([
    [0.012_34, '0.0123'],
    [3.7249, '3.72'],
    [9.999, '10.0'],
    [99.96, '100'],
    [176.4, '176'],
    [12_345.6, '12346'],
    [0, '0'],
    [1, '1.00'],
  ])('%f with three digits is %s', (value, text) => {
    expect(significant(value)).toBe(text);
  });

  it('durations change their unit at a second', () => {
    expect([duration(3.724), duration(999), duration(1240), duration(null)]).toEqual([
      '3.72 ms',
      '999 ms',
      '1.24 s',
      '-',
    ]);
  });

  it('text is wrapped between words', () => {
    expect(wrap('aa bb cc dd', 5)).toEqual(['aa bb', 'cc dd']);
    expect(wrap('x aaaaaaaaaa bb', 6, '  ')).toEqual(['x', '  aaaaaaaaaa', '  bb']);
    expect(wrap('', 5)).toEqual(['']);
  });
});

describe('tableLines', () => {
  const column = (title: string, dispensability: number, cells: string[]): Column => ({
    title,
    align: 'right',
    dispensability,
    cells,
  });

  it('leaves out what can be spared until it fits', () => {
    const columns = [column('name', 0, ['a', 'bb']), column('one', 1, ['1', '22']), column('two', 2, ['333333', '4'])];
    expect(tableLines(columns, 40)).toEqual([['name  one     two'], ['   a    1  333333'], ['  bb   22       4']]);
    expect(tableLines(columns, 12)).toEqual([['name  one'], ['   a    1'], ['  bb   22']]);
    expect(tableLines(columns, 5)).toEqual([['name'], ['   a'], ['  bb']]);
  });

  it('cuts no name: a long one has a line of its own', () => {
    const long = `MULTI:${'GPU.0,'.repeat(8)}CPU`;
    const columns: Column[] = [
      { title: 'requested', align: 'left', dispensability: 0, cells: ['CPU', long] },
      { title: 'FPS', align: 'right', dispensability: 0, cells: ['1', '2'] },
    ];
    expect(tableLines(columns, 40)).toEqual([
      ['requested  FPS'],
      ['CPU          1'],
      [long.slice(0, 40), long.slice(40), '             2'],
    ]);
  });
});

const dropped = {
  readback: { performanceHint: 'THROUGHPUT', streams: 2, inferencePrecision: 'f32', optimalRequests: 2 },
  totalMs: 40,
};

function exercise(): BenchResult {
  return resultOf([
    { spec: trialSpec(), measurement: measurement({ detectorOutput: detectorOutput() }) },
    { spec: trialSpec({ device: 'MULTI:CPU,MYRIAD' }), measurement: measurement(dropped) },
    {
      spec: trialSpec({ device: 'MULTI:CPU,MYRIAD', api: 'async' }),
      measurement: measurement({ ...dropped, requests: 2, totalMs: 8 }),
    },
    {
      spec: trialSpec({ device: 'MULTI:GPU,MYRIAD' }),
      failure: { code: 'DEVICE_NOT_FOUND', message: 'GPU and MYRIAD are not on this machine.' },
    },
  ]);
}

const show = (result: BenchResult, width = 120, style = PLAIN): string =>
  screen(result, { width, style, settings: 'measured: 4 inferences', advice: adviceOf(result, 'exercise') });

describe('the screen', () => {
  it('is this', () => {
    expect(show(exercise())).toMatchInlineSnapshot(`
      "ov-bench  vehicle-license-plate-detection-barrier-0106 FP32 (sha256 01234567)  OpenVINO 2026.4.1
      car.png 679x512 -> f32 [1,300,300,3]  |  Intel(R) Core(TM) i5-6500TE, 4 of 4 CPUs, linux x64
      measured: 4 inferences

      requested         mode     ran on  prec  hint  streams    load    first      p50  FPS
      CPU               sync     CPU     bf16  LAT         1  176 ms  6.60 ms  4.00 ms  250  baseline
      MULTI:CPU,MYRIAD  sync     CPU !   f32   TPUT        2  176 ms  6.60 ms  4.00 ms  100  0.40x (no verdict)
      MULTI:CPU,MYRIAD  async 2  CPU !   f32   TPUT        2  176 ms  6.60 ms  4.00 ms  500
      MULTI:GPU,MYRIAD  sync     failed  -     -           -       -        -        -    -
      ~ One process: no verdict; --repeat 5.

      x MULTI:GPU,MYRIAD: GPU and MYRIAD are not on this machine.
      ! CPU; MULTI:CPU,MYRIAD: 4 inferences are few: p90 rests on less than ten of them. Measure 100 or more (1000 for p99).
      ! MULTI:CPU,MYRIAD: MYRIAD did not run: not on this machine; this row measures CPU alone.
      ! MULTI:CPU,MYRIAD; MULTI:GPU,MYRIAD: MYRIAD support ended with OpenVINO 2022.3; NPU is its successor.
      ! MULTI:CPU,MYRIAD sync: A synchronous loop fills one of 2 streams; the others idle, each with its share of the machine.

      Detections above 0.5 (CPU, sync):
        vehicle         0.990  box (170, 256) - (509, 512) px
        licence plate   0.900  box (272, 307) - (340, 358) px

      > MULTI:CPU,MYRIAD was compiled with 2 streams (THROUGHPUT hint), of which a synchronous loop fills one. Asynchronous
        with 2 requests it ran 500 FPS instead of 100. For one request at a time: --hint latency.
      > The CPU computes in bf16: --property INFERENCE_PRECISION_HINT=f32 measures full precision, which may even be faster.
      > \`ov-bench exercise --map MYRIAD=NPU\` runs the combinations with the successor of MYRIAD (the Neural Compute Stick 2).
      > MULTI is deprecated since OpenVINO 2024.2; the same today: compileModel(model, 'AUTO:GPU,CPU', { PERFORMANCE_HINT:
        'CUMULATIVE_THROUGHPUT' }), with inferAsync on as many requests as OPTIMAL_NUMBER_OF_INFER_REQUESTS says.
      > Which row is the fastest is not known: one process a row gives no verdict; --repeat 5 does.
      "
    `);
  });

  it.each([30, 40, 60, 80, 100, 120, 200])('fits into %i columns', (width) => {
    // words longer than the screen, such as an option with its value, stay whole to be copied
    const lines = show(exercise(), width).split('\n');
    for (const line of lines.filter((each) => each.trim().includes(' ')))
      expect(line.length).toBeLessThanOrEqual(width);
  });

  it('keeps verdicts where columns go, and says once which are missing', () => {
    for (const width of [44, 60, 80]) {
      const text = show(exercise(), width);
      expect(text).toContain('baseline');
      expect(text).toContain('0.40x (no verdict)');
      expect(text.match(/columns left out for the width/g)).toHaveLength(1);
    }
    expect(show(exercise(), 80).replace(/\s+/g, ' ')).toMatch(/\(columns left out for the width: .*streams.*first.*\)/);
    expect(show(exercise(), 200)).not.toMatch(/left out/);
  });

  it('gives a row several lines where the columns that are always shown do not fit', () => {
    const columns: Column[] = ['one', 'two', 'three'].map((title) => ({
      title,
      align: 'left',
      dispensability: 0,
      cells: ['x'.repeat(6), title === 'three' ? '' : 'yy'],
    }));
    expect(tableLines(columns, 15)).toEqual([
      ['one     two', '  three'],
      ['xxxxxx  xxxxxx', '  xxxxxx'],
      ['yy      yy'],
    ]);
  });

  it('names rows that differ by a property or a sweep as it attributes what is said of them', () => {
    const readback = { performanceHint: null, streams: 1, inferencePrecision: 'f32', optimalRequests: 1 };
    const spec = trialSpec({ properties: { PERFORMANCE_HINT: 'LATENCY' } });
    const many = measurement({ latenciesMs: new Float64Array(200).fill(5), totalMs: 1000, readback });
    const other = { ...spec, properties: { ...spec.properties, NUM_STREAMS: '2' } };
    const against = show(
      resultOf([
        { spec, measurement: many },
        { spec: other, measurement: measurement({ readback }) },
      ]),
    );
    expect(against).toMatch(/^! CPU NUM_STREAMS=2: 4 inferences are few/m);
    const sweep = (batch: string) => trialSpec({ batch: Number(batch), varied: { batch } });
    const failure = { code: 'SHAPE_MISMATCH', message: 'No such batch.' } as const;
    const swept = show(
      resultOf([
        { spec: sweep('1'), measurement: many },
        { spec: sweep('4'), failure },
      ]),
    );
    expect(swept).toMatch(/^x CPU batch=4: No such batch\./m);
  });

  it('has iterations and further figures of latencies where there is room, or a line a row where rows are few', () => {
    const two = resultOf([
      { spec: trialSpec(), measurement: measurement() },
      { spec: trialSpec({ device: 'GPU' }), measurement: measurement({ devicesAfter: ['GPU'] }) },
    ]);
    expect(show(two, 200)).toMatch(/ first +inferences +min +mean +p90 +max +p50 +FPS/);
    expect(show(two, 200)).toMatch(/^CPU +sync .* 4 +3\.00 ms +4\.00 ms +5\.00 ms +5\.00 ms +4\.00 ms/m);
    const line = 'CPU: 4 inferences; latency: min 3.00 ms, mean 4.00 ms, p90 5.00 ms, max 5.00 ms';
    expect(show(two, 200)).not.toContain(line);
    expect(show(two, 100)).toContain(`\n${line}\n`);
    expect(show(exercise(), 100)).not.toMatch(/latency: min/);
  });

  it('says of simulated detections that they are made up', () => {
    const simulated = resultOf(
      [{ spec: trialSpec(), measurement: measurement({ detectorOutput: detectorOutput() }) }],
      { inspection: inspection({ simulated: true }) },
    );
    expect(show(simulated)).toMatch(/^Detections above 0\.5 \(CPU, sync\), MADE UP by the simulation/m);
  });

  it('says what is not a measurement of the real model, or not all of it', () => {
    const outcomes = [{ spec: trialSpec(), measurement: measurement() }];
    const standIn = resultOf(outcomes, { model: { path: 'x.xml', standIn: true }, interrupted: true });
    expect(show(standIn).split('\n', 1)[0]).toMatch(/^ov-bench {2}\[STAND-IN MODEL\] {2}\[INTERRUPTED\] {2}vehicle/);
    expect(show(resultOf([], { interrupted: true }))).toMatch(/No row was finished\./);
  });

  it('lets no control character of a model or a file through', () => {
    const evil = inspection({
      model: { ...inspection().model, name: 'a\u001b[31mb\u0007\u202e', path: '/x\u001b]0;t\u0007/m.xml' },
      input: { ...inspection().input, path: '/p\u009b2J.png' },
      openvinoVersion: '1\u001b[2J',
    });
    const outcomes = [
      {
        spec: trialSpec({ device: 'CPU\u001b[2J' }),
        failure: { code: 'INVALID_DEVICE', message: 'no\u001b[2J' } as const,
      },
    ];
    expect(show(resultOf(outcomes, { inspection: evil }))).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/,
    );
  });

  it('has colours on a terminal only, and never with NO_COLOR', () => {
    const coloured = (stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean =>
      show(exercise(), 120, styleFor(stream, env)).includes('\u001b[');
    expect(coloured({ isTTY: true }, {})).toBe(true);
    expect(coloured({}, {})).toBe(false);
    expect(coloured({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
    expect(coloured({ isTTY: true }, { NO_COLOR: '' })).toBe(true);
    expect(coloured({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
    expect(coloured({}, { FORCE_COLOR: '1' })).toBe(true);
  });
});
