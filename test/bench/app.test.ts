import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FLAGS } from '../../lib/bench/app/flags.js';
import { parseFlags } from '../../lib/bench/app/parse.js';
import { propertiesOf } from '../../lib/bench/app/properties.js';
import { appOptions } from '../../lib/bench/app/request.js';
import { makePlan } from '../../lib/bench/run/plan.js';
import { expectError } from '../helpers/expect-error.js';

const optionsOf = (...args: string[]) => appOptions(parseFlags(['-m', 'm.xml', ...args])).options;
const trialOf = (...args: string[]) => makePlan(optionsOf(...args)).trials[0];
const properties = (device: string, ...args: string[]) =>
  Object.fromEntries(propertiesOf(parseFlags(['-hint', 'none', ...args]), device, {}));

describe("benchmark_app's flags", () => {
  it('have long names after one dash or two, values apart or after an equal sign, and may come again', () => {
    const flags = parseFlags([
      '--path_to_model=a.xml',
      '-m',
      'b.xml',
      '-pc',
      '-d',
      'CPU',
      '-i',
      'x',
      'y',
      '-json_stats',
      'no',
    ]);
    expect([flags.text('m'), flags.text('d'), flags.list('i')]).toEqual(['b.xml', 'CPU', ['x', 'y']]);
    expect([flags.on('pc'), flags.on('json_stats'), flags.on('no_warmup')]).toEqual([true, false, false]);
  });

  it('the way follows the hint, the hint the way, and 60 s are measured', () => {
    expect(trialOf()).toMatchObject({
      ...{
        api: 'async',
        requests: null,
        stop: { kind: 'time', timeMs: 60_000 },
        warmupPerRequest: 0,
        firstApart: true,
      },
      properties: { PERFORMANCE_HINT: 'THROUGHPUT' },
    });
    expect(trialOf('-hint', 'latency')).toMatchObject({ api: 'sync', properties: { PERFORMANCE_HINT: 'LATENCY' } });
    expect(trialOf('-api', 'sync')?.properties).toEqual({ PERFORMANCE_HINT: 'LATENCY' });
    expect(trialOf('-hint', 'none')?.properties).toEqual({});
    expect(trialOf('-hint', 'ctput')?.properties).toEqual({ PERFORMANCE_HINT: 'CUMULATIVE_THROUGHPUT' });
    expect(trialOf('-no_warmup')?.firstApart).toBe(false);
  });

  it('iterations are rounded up to whole rounds of the requests; with a time both are reached', () => {
    expect(trialOf('-niter', '100', '-nireq', '8')).toMatchObject({
      ...{ requests: 8, stop: { kind: 'count', iterations: 104 } },
      properties: { PERFORMANCE_HINT_NUM_REQUESTS: '8' },
    });
    expect(trialOf('-niter', '10', '-t', '3')?.stop).toEqual({ kind: 'count', iterations: 10, atLeastMs: 3000 });
    expect(trialOf('-niter', '0')?.mode).toEqual({ kind: 'load', phase: 'uncached' });
  });

  it('shapes and batch', () => {
    expect(optionsOf('-shape', 'a[1,3],b:0[2, 4]').shapes).toEqual([
      { input: 'a', shape: [1, 3] },
      { input: 'b:0', shape: [2, 4] },
    ]);
    expect(trialOf('-b', '4')?.batch).toBe(4);
    expectError('USAGE', () => optionsOf('-shape', '[?,3]'));
  });

  it('properties: of a device its own, of several in DEVICE_PROPERTIES', () => {
    const fine = ['-nstreams', '2', '-nthreads', '4', '-pin', 'NO', '-infer_precision', 'f32'];
    expect(properties('CPU', ...fine)).toEqual({
      ...{ NUM_STREAMS: '2', INFERENCE_PRECISION_HINT: 'f32', INFERENCE_NUM_THREADS: '4', ENABLE_CPU_PINNING: 'NO' },
    });
    expect(properties('MULTI:CPU,GPU', '-nstreams', 'CPU:2,GPU:1', '-pin', 'YES')).toEqual({
      DEVICE_PROPERTIES: '{CPU:{NUM_STREAMS:2,ENABLE_CPU_PINNING:YES},GPU:{NUM_STREAMS:1}}',
    });
    expect(properties('CPU', '-cdir', 'c', '-pc')).toEqual({ CACHE_DIR: 'c', PERF_COUNT: 'YES' });
    expectError('USAGE', () => propertiesOf(parseFlags(['-pin', 'YES']), 'CPU', {}), /need -hint none/);
    expectError('USAGE', () => properties('CPU', '-nstreams', 'GPU:2'), /not the device that is measured/);
  });

  it('unknown and unsupported ones are errors, idle ones are told of', () => {
    expectError('USAGE', () => parseFlags(['-iter', '3']), /benchmark_app has no flag "-iter"/);
    expectError('USAGE', () => parseFlags(['model.xml']), /stands where a flag/);
    expectError('USAGE', () => parseFlags(['-m']), /-m needs a value/);
    expectError('USAGE', () => parseFlags(['-op', 'f32']), /not supported/);
    expect(parseFlags(['-layout', 'x', '-pcseq']).idle.map(({ names: [name] }) => name)).toEqual(['layout', 'pcseq']);
  });

  it('are all in the documentation, as they are', () => {
    const text = readFileSync(new URL('../../docs/benchmarking.md', import.meta.url), 'utf8');
    for (const { names, support, note } of FLAGS) {
      const cells = names.map((name) => `\`-${name}\``).join(', ');
      expect(text).toContain(`| ${cells} | ${support} | ${note} |`);
    }
  });
});
