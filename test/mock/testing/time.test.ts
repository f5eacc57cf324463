import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Core } from '../../../lib/index.js';
import { mockRuntime } from '../../../lib/testing/index.js';
import { testFolder } from '../../helpers/folder.js';
import { reluModel, writeModel } from '../../helpers/models.js';

const model = writeModel(testFolder(), 'relu', reluModel());
afterEach(() => {
  vi.useRealTimers();
});

describe('virtual time', () => {
  it('passes only by what devices do', async () => {
    using runtime = mockRuntime({ devices: [{ name: 'GPU', loadMs: 44_400, latencyMs: 1000 }] });
    await delay(20);
    expect(runtime.now()).toBe(0);
    const startedAt = performance.now();
    const request = (await new Core().compileModel(model, 'GPU')).createInferRequest();
    expect(runtime.now()).toBe(44_400);
    for (let i = 0; i < 10; i++) await request.inferAsync();
    request.infer();
    expect(runtime.now()).toBe(55_400);
    expect(performance.now() - startedAt).toBeLessThan(5000);
    await delay(20);
    expect(runtime.now()).toBe(55_400);
  });

  it('can be advanced, and what is due meanwhile happens', async () => {
    using runtime = mockRuntime({
      devices: [{ name: 'CPU', loadMs: 10, faults: [{ kind: 'slow-down', atMs: 500, factor: 2 }] }],
    });
    runtime.advance(400.5);
    expect(runtime.now()).toBe(400.5);
    const request = (await new Core().compileModel(model, 'CPU')).createInferRequest();
    request.infer();
    runtime.advance(100);
    request.infer();
    expect(runtime.inferences().map(({ startMs, endMs = 0 }) => endMs - startMs)).toEqual([10, 20]);
  });

  it('lets JavaScript react to each completion before it goes on', async () => {
    using runtime = mockRuntime({ devices: [{ name: 'CPU', loadMs: 0, latencyMs: [4, 5, 6], streams: 4 }] });
    const compiled = await new Core().compileModel(model, 'CPU');
    const ends: number[] = [];
    const drive = async (): Promise<void> => {
      const request = compiled.createInferRequest();
      for (let i = 0; i < 50; i++) {
        await request.inferAsync();
        ends.push(runtime.now());
      }
    };
    await Promise.all([drive(), drive(), drive(), drive()]);
    const logged = runtime.inferences().map(({ endMs = 0 }) => endMs);
    expect(ends).toEqual(logged.sort((a, b) => a - b));
    // none of them waited for JavaScript: each request's inferences follow each other at once
    const ofOne = runtime.inferences().filter(({ request }) => request === 1);
    expect(ofOne.slice(1).map(({ startMs }) => startMs)).toEqual(ofOne.slice(0, -1).map(({ endMs }) => endMs));
  });

  it('passes under fake timers', async () => {
    vi.useFakeTimers();
    using runtime = mockRuntime();
    const request = (await new Core().compileModel(model, 'CPU')).createInferRequest();
    await request.inferAsync();
    await request.inferAsync();
    expect(runtime.now()).toBe(320);
  });

  it('costs less than a millisecond an inference', async () => {
    using runtime = mockRuntime();
    const request = (await new Core().compileModel(model, 'CPU')).createInferRequest();
    const startedAt = performance.now();
    for (let i = 0; i < 1000; i++) await request.inferAsync();
    expect(performance.now() - startedAt).toBeLessThan(1000);
    expect(runtime.now()).toBe(10_300);
  });

  it('passes for cancelling, too', async () => {
    using runtime = mockRuntime();
    const request = (await new Core().compileModel(model, 'CPU')).createInferRequest();
    const abort = new AbortController();
    const inFlight = request.inferAsync(undefined, { signal: abort.signal });
    abort.abort();
    await expect(inFlight).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(runtime.now()).toBe(300);
    await request.inferAsync();
    expect(runtime.inferences().map(({ status }) => status)).toEqual(['cancelled', 'done']);
  });
});

/** The same forty times over: what depends on threads shows up in some of them. */
async function repeated(run: () => Promise<unknown>): Promise<unknown[]> {
  const seen = new Map<string, unknown>();
  for (let i = 0; i < 40; i++) {
    const result = await run();
    seen.set(JSON.stringify(result), result);
  }
  return [...seen.values()];
}

describe('results are the same each time', () => {
  it('of a fault that is due after a load, which nobody waits for', async () => {
    const results = await repeated(async () => {
      using runtime = mockRuntime({ devices: [{ name: 'CPU', faults: [{ kind: 'device-lost', atMs: 500 }] }] });
      (await new Core().compileModel(model, 'CPU')).createInferRequest().infer();
      return runtime.now();
    });
    expect(results).toEqual([310]);
  });

  it('of compilations at a time', async () => {
    const results = await repeated(async () => {
      using runtime = mockRuntime({ devices: ['CPU', 'GPU'] });
      const core = new Core();
      await Promise.all([core.compileModel(model, 'CPU'), core.compileModel(model, 'GPU')]);
      const loads = runtime.loads().map(({ device, startMs, endMs }) => `${device} ${startMs} ${endMs}`);
      return [runtime.now(), ...loads.sort()];
    });
    expect(results).toEqual([[3000, 'CPU 0 300', 'GPU 0 3000']]);
  });

  it('of inferences while another model compiles', async () => {
    const results = await repeated(async () => {
      using runtime = mockRuntime({
        devices: [
          { name: 'CPU', loadMs: 0 },
          { name: 'GPU', loadMs: 100 },
        ],
      });
      const core = new Core();
      const request = (await core.compileModel(model, 'CPU')).createInferRequest();
      let isCompiled = false;
      const compiling = core.compileModel(model, 'GPU').then(() => {
        isCompiled = true;
      });
      while (!isCompiled) await request.inferAsync();
      await compiling;
      return [runtime.now(), runtime.inferencesOn('CPU')];
    });
    expect(results).toEqual([[100, 10]]);
  });

  it('of requests on several devices, with chance', async () => {
    const results = await repeated(async () => {
      using runtime = mockRuntime({
        seed: 5,
        devices: [
          { name: 'CPU', latencyMs: { mean: 10, sd: 3 } },
          { name: 'GPU', latencyMs: { mean: 5, sd: 2, distribution: 'lognormal' } },
        ],
      });
      const compiled = await new Core().compileModel(model, 'MULTI:CPU,GPU');
      const drive = async (): Promise<void> => {
        const request = compiled.createInferRequest();
        for (let i = 0; i < 10; i++) await request.inferAsync();
      };
      await Promise.all(Array.from({ length: 6 }, drive));
      return runtime.inferences();
    });
    expect(results).toHaveLength(1);
  });
});

describe('real time', () => {
  it('is the machine’s', async () => {
    using runtime = mockRuntime({ clock: 'real', devices: [{ name: 'CPU', loadMs: 30, latencyMs: 20 }] });
    const startedAt = performance.now();
    const request = (await new Core().compileModel(model, 'CPU')).createInferRequest();
    await request.inferAsync();
    request.infer();
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeGreaterThan(68);
    expect(runtime.now()).toBeGreaterThan(68);
  });

  it('may be faster', async () => {
    using runtime = mockRuntime({ clock: { speed: 100 }, devices: [{ name: 'CPU', loadMs: 1000, latencyMs: 500 }] });
    const startedAt = performance.now();
    const request = (await new Core().compileModel(model, 'CPU')).createInferRequest();
    await request.inferAsync();
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeGreaterThan(13);
    expect(tookMs).toBeLessThan(1000);
    expect(runtime.now()).toBeGreaterThan(1500);
  });

  it('goes on by itself', async () => {
    using runtime = mockRuntime({
      clock: 'real',
      devices: [{ name: 'CPU', faults: [{ kind: 'device-lost', atMs: 20 }] }],
    });
    await delay(60);
    await turn();
    expect(runtime.events().map(({ kind }) => kind)).toEqual(['lost']);
  });
});
