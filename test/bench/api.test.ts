import { describe, expect, it } from 'vitest';
import { testFolder } from '../helpers/folder.js';
import { reluModel, writeModel } from '../helpers/models.js';
import { expectValid } from '../helpers/result-schema.js';

// the built one: it starts processes of modules beside it
const { benchmark } = (await import(
  new URL('../../dist/bench/api.js', import.meta.url).href
)) as typeof import('../../lib/bench/api.js');
const { OpenVINOError } = (await import(
  new URL('../../dist/index.js', import.meta.url).href
)) as typeof import('../../lib/index.js');

const folder = testFolder();
const model = writeModel(folder, 'relu', reluModel());
const dynamic = writeModel(folder, 'dynamic', reluModel({ shape: [-1, 16] }));

describe('benchmark()', () => {
  it('gives what --json does', async () => {
    const result = await benchmark({
      model,
      devices: ['CPU', 'MULTI:CPU'],
      api: ['sync', 'async'],
      iterations: 20,
      repeat: 1,
      properties: { INFERENCE_PRECISION_HINT: 'f32', ENABLE_CPU_PINNING: false },
    });
    expectValid(JSON.parse(JSON.stringify(result)));
    expect(result.results.map(({ requestedDevice, api, iterations }) => [requestedDevice, api, iterations])).toEqual([
      ['CPU', 'sync', 20],
      ['CPU', 'async', 20],
      ['MULTI:CPU', 'sync', 20],
      ['MULTI:CPU', 'async', 20],
    ]);
    expect(result.results[0]).toMatchObject({ inferencePrecision: 'f32', performanceHint: 'LATENCY', status: 'ok' });
  });

  it('has one device and several requests by default, repeats, reshapes, and tells how far it is', async () => {
    const seen: unknown[] = [];
    const { model: info, results } = await benchmark({
      model: dynamic,
      shape: [4, 16],
      timeMs: 700,
      repeat: 2,
      onProgress: ({ device, api, process, inferences }) => seen.push([device, api, process, inferences > 0]),
    });
    expect(info.inputs[0]?.shape).toEqual([4, 16]);
    expect(results).toMatchObject([{ requestedDevice: 'CPU', api: 'async', processes: [{}, {}] }]);
    expect(seen).toContainEqual(['CPU', 'async', 1, true]);
  });

  it('runs on simulated devices, and says so', async () => {
    const { simulated, results } = await benchmark({
      model,
      devices: 'MULTI:CPU,GPU',
      simulate: 'tank-870',
      iterations: 10,
    });
    expect([simulated, results[0]?.executionDevices]).toEqual([true, ['CPU', 'GPU']]);
  });

  it('rejects with an error of this package', async () => {
    const rejected = async (options: object): Promise<string> => {
      const error = await benchmark({ model, ...options } as never).then(() => expect.fail('it resolved'), String);
      return error;
    };
    expect(await rejected({ model: '/no/such.xml' })).toMatch(/no\/such\.xml/);
    expect(await rejected({ iterations: 0 })).toMatch(/iterations is a whole number from 1, not 0/);
    expect(await rejected({ iterations: 5, timeMs: 5 })).toMatch(/exclude each other/);
    expect(await rejected({ api: 'both' })).toMatch(/'sync', 'async'/);
    expect(await rejected({ hint: 'fast' })).toMatch(/hint is one of/);
    expect(await rejected({ image: 'a.png', inputs: { x: 'a.npy' } })).toMatch(/exclude each other/);
    expect(await rejected({ properties: { A: { B: 1 } } })).toMatch(/properties are/);
    expect(await rejected({ time: 500 })).toMatch(
      /there is no option "time": did you mean timeMs\? the options are model, devices, api, /,
    );
    expect(await rejected({ bogus: 1 })).toMatch(/there is no option "bogus": the options are model, .*scenario\.$/);
    expect(await rejected({ bogus: undefined, iterations: 0 })).toMatch(/iterations is a whole number/);
    expect(await rejected({ devices: [] })).toMatch(/devices is a device string or a list of at least one, .*an empty/);
    expect(await rejected({ devices: [5] })).toMatch(/devices is a device string/);
    expect(await rejected({ properties: null })).toMatch(/properties is an object, not null/);
    expect(await rejected({ shape: 5 })).toMatch(/shape is a list of dimensions/);
    expect(await rejected({ onProgress: 'no' })).toMatch(/onProgress is a function/);
    expect(await rejected({ model: '' })).toMatch(/model is the path of a model file, not ""/);
    for (const none of [undefined, null, 'model.xml', []])
      await expect(benchmark(none as never)).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        message: expect.stringMatching(/^The options of benchmark\(\) are wrong: they are an object such as \{ model/),
      });
    await benchmark({ model: 5 as never }).catch((error) => expect(error).toBeInstanceOf(OpenVINOError));
  });

  it('is cancelled by its signal', async () => {
    const error = await benchmark({ model, signal: AbortSignal.abort() }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'CANCELLED', name: 'AbortError' });
    const controller = new AbortController();
    const started = performance.now();
    setTimeout(() => controller.abort(), 300);
    await benchmark({ model, timeMs: 60_000, signal: controller.signal }).catch((thrown) =>
      expect(thrown).toMatchObject({ code: 'CANCELLED' }),
    );
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
