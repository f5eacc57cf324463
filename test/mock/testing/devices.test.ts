import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type CompiledModel, Core, type OpenVINOError } from '../../../lib/index.js';
import { type MockDevice, type MockFault, type MockRuntime, mockRuntime } from '../../../lib/testing/index.js';
import { expectError, expectRejection } from '../../helpers/expect-error.js';
import { testFolder } from '../../helpers/folder.js';
import { reluModel, writeModel } from '../../helpers/models.js';

const model = writeModel(testFolder(), 'relu', reluModel());

/** A machine with one device, and the model compiled for it. */
async function lone(more: Partial<MockDevice>, seed = 1): Promise<[MockRuntime, CompiledModel]> {
  const runtime = mockRuntime({ seed, devices: [{ name: 'NPU', loadMs: 100, latencyMs: 10, streams: 1, ...more }] });
  return [runtime, await new Core().compileModel(model, 'NPU')];
}

/** Milliseconds of so many inferences one after the other. */
function times(runtime: MockRuntime, compiled: CompiledModel, count: number): number[] {
  const request = compiled.createInferRequest();
  for (let i = 0; i < count; i++) request.infer();
  return runtime.inferences().map(({ startMs, endMs = Number.NaN }) => Math.round((endMs - startMs) * 1e6) / 1e6);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

describe('how long things take', () => {
  it('is the load time, then the latency, the first inference longer', async () => {
    const [runtime, compiled] = await lone({ firstInferenceExtraMs: 7 });
    using _ = runtime;
    expect(runtime.now()).toBe(100);
    expect(times(runtime, compiled, 3)).toEqual([17, 10, 10]);
    expect(runtime.now()).toBe(137);
  });

  it('is distributed as described', async () => {
    const [normal, onNormal] = await lone({ latencyMs: { mean: 10, sd: 2 } });
    const normals = times(normal, onNormal, 4000);
    normal.close();
    expect(mean(normals)).toBeCloseTo(10, 0);
    expect(deviation(normals)).toBeCloseTo(2, 0);

    const [lognormal, onLognormal] = await lone({ latencyMs: { mean: 10, sd: 5, distribution: 'lognormal' } });
    const lognormals = times(lognormal, onLognormal, 4000).sort((a, b) => a - b);
    lognormal.close();
    expect(mean(lognormals)).toBeCloseTo(10, 0);
    expect(deviation(lognormals) / 5).toBeCloseTo(1, 0);
    // its median lies below its mean
    expect(lognormals[2000]).toBeLessThan(9.5);

    const [samples, onSamples] = await lone({ latencyMs: [3, 4.5, 60] });
    const drawn = times(samples, onSamples, 300);
    samples.close();
    expect([...new Set(drawn)].sort((a, b) => a - b)).toEqual([3, 4.5, 60]);
  });

  it('follows from the seed alone', async () => {
    const draw = async (seed: number): Promise<number[]> => {
      const [runtime, compiled] = await lone({ latencyMs: { mean: 10, sd: 2 } }, seed);
      using _ = runtime;
      return times(runtime, compiled, 20);
    };
    expect(await draw(1)).toEqual(await draw(1));
    expect(await draw(1)).not.toEqual(await draw(2));
  });

  it('is longer where several inferences run at a time, and waiting is not counted', async () => {
    const [runtime, compiled] = await lone({ streams: 2, contention: 0.5 });
    using _ = runtime;
    const requests = [1, 2, 3].map(() => compiled.createInferRequest());
    await Promise.all(requests.map((request) => request.inferAsync()));
    expect(runtime.inferences().map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [100, 110],
      [100, 115],
      [110, 125],
    ]);
  });
});

describe('what a device says of itself', () => {
  it('is what was described', async () => {
    const [runtime, compiled] = await lone({
      fullName: 'Chip',
      type: 'discrete',
      streams: { latency: 1, throughput: 6 },
      optimalRequests: { latency: 2, throughput: 12 },
      precision: 'f16',
      capabilities: ['FP16', 'INT8'],
      properties: { DEVICE_THERMAL: 41, IS_WARM: false, TURBO: { value: 1, writable: true } },
    });
    using _ = runtime;
    const core = new Core();
    const read = (key: string) => core.getProperty('NPU', key);
    expect(read('FULL_DEVICE_NAME')).toBe('MOCK Chip (SIMULATED)');
    expect(read('DEVICE_TYPE')).toBe('discrete');
    expect(read('OPTIMIZATION_CAPABILITIES')).toEqual(['FP16', 'INT8']);
    expect(read('DEVICE_THERMAL')).toBe(41);
    expect(read('IS_WARM')).toBe('NO');
    expect(read('SUPPORTED_PROPERTIES')).toEqual(expect.arrayContaining(['DEVICE_THERMAL', 'IS_WARM', 'TURBO']));
    core.setProperty('NPU', { TURBO: 3 });
    expect(read('TURBO')).toBe('3');
    const refused = expectError('INVALID_PROPERTY_VALUE', () => core.setProperty('NPU', { IS_WARM: true }));
    expect(refused.message).toContain('IS_WARM');
    expect(compiled.getProperty('EXECUTION_DEVICES')).toEqual(['NPU']);
    expect(compiled.getProperty('OPTIMAL_NUMBER_OF_INFER_REQUESTS')).toBe(2);
    const fast = await core.compileModel(model, 'NPU', { PERFORMANCE_HINT: 'THROUGHPUT' });
    expect(fast.getProperty('OPTIMAL_NUMBER_OF_INFER_REQUESTS')).toBe(12);
    expect(fast.getProperty('INFERENCE_PRECISION_HINT')).toBe('f16');
  });
});

it('marks a full name that is given as a property, too', () => {
  const properties = { FULL_DEVICE_NAME: { value: 'Intel Arc', writable: true } };
  using _ = mockRuntime({ devices: [{ name: 'GPU', properties }] });
  const core = new Core();
  expect(core.getProperty('GPU', 'FULL_DEVICE_NAME')).toBe('MOCK Intel Arc (SIMULATED)');
  expect(() => core.setProperty('GPU', { FULL_DEVICE_NAME: 'Intel Arc' as never })).toThrow();
  expect(core.getProperty('GPU', 'FULL_DEVICE_NAME')).toBe('MOCK Intel Arc (SIMULATED)');
});

/** A machine whose only device has a fault. */
const faulty = (...faults: MockFault[]): MockRuntime =>
  mockRuntime({ devices: [{ name: 'NPU', loadMs: 100, latencyMs: 10, faults }] });

describe('faults', () => {
  it('compile-fails', async () => {
    using runtime = faulty({ kind: 'compile-fails', message: 'out of memory on the chip' });
    await expectRejection('COMPILE_FAILED', () => new Core().compileModel(model, 'NPU'), /out of memory on the chip/);
    expectError('COMPILE_FAILED', () => new Core().compileModelSync(model, 'NPU'), /out of memory on the chip/);
    expect(runtime.loads().map(({ status }) => status)).toEqual(['failed', 'failed']);
    expect(runtime.now()).toBe(200);
  });

  it('load-hangs, until it is released', async () => {
    using runtime = faulty({ kind: 'load-hangs' });
    let ended = false;
    const compiling = expectRejection('COMPILE_FAILED', () => new Core().compileModel(model, 'NPU'), /hung/);
    compiling.then(() => {
      ended = true;
    });
    await delay(50);
    runtime.advance(3_600_000);
    await delay(50);
    expect(ended).toBe(false);
    expect(runtime.loads()).toMatchObject([{ device: 'NPU', status: 'loading', endMs: undefined }]);
    runtime.releaseLoads();
    await compiling;
    expectError('COMPILE_FAILED', () => new Core().compileModelSync(model, 'NPU'), /compile asynchronously/);
  });

  it('load-hangs, until the runtime is closed', async () => {
    const runtime = faulty({ kind: 'load-hangs' });
    const compiling = expectRejection('COMPILE_FAILED', () => new Core().compileModel(model, 'NPU'));
    await delay(20);
    runtime.close();
    await compiling;
  });

  it('inference-fails by number', async () => {
    using runtime = faulty({ kind: 'inference-fails', at: 2, message: 'bit flip' });
    const request = (await new Core().compileModel(model, 'NPU')).createInferRequest();
    request.infer();
    await expectRejection('INFER_FAILED', () => request.inferAsync(), /bit flip/);
    await request.inferAsync();
    expect(runtime.inferences().map(({ status }) => status)).toEqual(['done', 'failed', 'done']);
    expect(runtime.events().find(({ kind }) => kind === 'failed')?.detail).toBe('bit flip');
  });

  it('inference-fails by chance, the same way each time', async () => {
    const run = async (): Promise<string[]> => {
      using runtime = faulty({ kind: 'inference-fails', probability: 0.2 });
      const request = (await new Core().compileModel(model, 'NPU')).createInferRequest();
      for (let i = 0; i < 200; i++) {
        try {
          request.infer();
        } catch (error) {
          expect((error as OpenVINOError).code).toBe('INFER_FAILED');
        }
      }
      return runtime.inferences().map(({ status }) => status);
    };
    const statuses = await run();
    const failed = statuses.filter((status) => status === 'failed').length;
    expect(failed).toBeGreaterThan(20);
    expect(failed).toBeLessThan(60);
    expect(await run()).toEqual(statuses);
  });

  it('device-lost, while an inference runs', async () => {
    using runtime = faulty({ kind: 'device-lost', atMs: 125, message: 'unplugged' });
    const request = (await new Core().compileModel(model, 'NPU')).createInferRequest();
    request.infer();
    request.infer();
    await expectRejection('INFER_FAILED', () => request.inferAsync(), /unplugged/);
    expect(runtime.now()).toBe(125);
    expectError('INFER_FAILED', () => request.infer(), /unplugged/);
    expect(new Core().getAvailableDevices()).toEqual([]);
    await expectRejection('DEVICE_NOT_FOUND', () => new Core().compileModel(model, 'NPU'));
  });

  it('loseDevice does the same by hand', async () => {
    const [runtime, compiled] = await lone({});
    using _ = runtime;
    const request = compiled.createInferRequest();
    const inFlight = expectRejection('INFER_FAILED', () => request.inferAsync(), /NPU was lost/);
    runtime.loseDevice('NPU');
    await inFlight;
    expectError('INFER_FAILED', () => request.infer(), /NPU was lost/);
    expect(runtime.events().filter(({ kind }) => kind === 'lost')).toMatchObject([{ device: 'NPU', timeMs: 100 }]);
  });

  it('slow-down, and slowDown by hand', async () => {
    const [runtime, compiled] = await lone({ faults: [{ kind: 'slow-down', atMs: 115, factor: 3 }] });
    using _ = runtime;
    times(runtime, compiled, 3);
    runtime.slowDown('NPU', 0.5);
    expect(times(runtime, compiled, 1)).toEqual([10, 10, 30, 15]);
  });

  it('not-loadable', async () => {
    using _ = mockRuntime({
      devices: ['CPU', { name: 'GPU', faults: [{ kind: 'not-loadable', message: 'libOpenCL.so.1: cannot open' }] }],
    });
    const core = new Core();
    expect(core.getAvailableDevices()).toEqual(['CPU']);
    await expectRejection('DEVICE_NOT_FOUND', () => core.compileModel(model, 'GPU'));
    const why = /MULTI could not leave it out: .*libOpenCL\.so\.1: cannot open/;
    await expectRejection('DEVICE_NOT_FOUND', () => core.compileModel(model, 'MULTI:CPU,GPU'), why);
    (await core.compileModel(model, 'CPU')).createInferRequest().infer();
  });

  it('an operation that the device can not run', async () => {
    using _ = mockRuntime({ devices: [{ name: 'NPU', unsupportedOperations: ['ReLU'] }] });
    await expectRejection('COMPILE_FAILED', () => new Core().compileModel(model, 'NPU'), /type ReLU is not supported/);
  });
});
