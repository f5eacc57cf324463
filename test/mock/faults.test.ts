import { describe, expect, it } from 'vitest';
import { expectError, expectRejection } from '../helpers/expect-error.js';
import { reluModel } from '../helpers/models.js';
import { device, Rig } from './scheduling/rig.js';

const XML = reluModel().xml;

describe('a compilation', () => {
  it('fails with the device’s message, after the time that it took', async () => {
    const gpu = device('GPU', { loadMs: 700, faults: [{ kind: 'compile-fails', message: 'out of device memory' }] });
    using rig = new Rig([gpu]);
    await expectRejection('COMPILE_FAILED', () => rig.compile('GPU'), /out of device memory/);
    expect(rig.runtime.now()).toBe(700);
    expect(rig.runtime.loads()).toMatchObject([{ device: 'GPU', status: 'failed', startMs: 0, endMs: 700 }]);
  });

  it('hangs until it is released, while everything else goes on', async () => {
    using rig = new Rig([device('CPU'), device('GPU', { faults: [{ kind: 'load-hangs' }] })]);
    const hanging = rig.compile('GPU');
    let ended = false;
    hanging
      .catch(() => {})
      .finally(() => {
        ended = true;
      });
    const { compiled } = await rig.compile('CPU');
    await rig.runAsync(compiled, 100, 2);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(ended).toBe(false);
    rig.runtime.releaseLoads();
    await expectRejection('COMPILE_FAILED', () => hanging, /hung, and was cancelled/);
  });

  it('that hangs on the thread which would release it fails instead of hanging for ever', () => {
    using rig = new Rig([device('GPU', { faults: [{ kind: 'load-hangs' }] })]);
    const model = 'nowhere.xml';
    expectError('MODEL_NOT_FOUND', () => rig.core.compileModelSync(model, 'GPU'));
    const read = rig.core.readModelSync(XML);
    expectError('COMPILE_FAILED', () => rig.core.compileModelSync(read, 'GPU'), /hangs.*release the loads before/);
  });
});

describe('an inference', () => {
  it('fails at its number, synchronous or not, and the next one works', async () => {
    using rig = new Rig([
      device('NPU', {
        faults: [
          { kind: 'inference-fails', at: 2 },
          { kind: 'inference-fails', at: 4 },
        ],
      }),
    ]);
    const { compiled } = await rig.compile('NPU');
    const request = compiled.createInferRequest();
    request.infer();
    expectError('INFER_FAILED', () => request.infer(), /Inference 2 on the mocked device NPU failed/);
    await request.inferAsync();
    await expectRejection('INFER_FAILED', () => request.inferAsync(), /Inference 4/);
    await request.inferAsync();
    expect(rig.runtime.inferences().map(({ status }) => status)).toEqual(['done', 'failed', 'done', 'failed', 'done']);
  });

  it('fails with a probability: the same ones for the same seed, others for another', async () => {
    const failures = async (seed: number): Promise<number[]> => {
      using rig = new Rig([device('GPU', { faults: [{ kind: 'inference-fails', probability: 0.1 }] })], { seed });
      const request = (await rig.compile('GPU')).compiled.createInferRequest();
      const failed: number[] = [];
      for (let i = 0; i < 1000; i++) await request.inferAsync().catch(() => failed.push(i));
      return failed;
    };
    const first = await failures(7);
    expect(first.length).toBeGreaterThan(70);
    expect(first.length).toBeLessThan(130);
    expect(await failures(7)).toEqual(first);
    expect(await failures(8)).not.toEqual(first);
  });
});

describe('a device', () => {
  it('that is lost in the middle of a thousand inferences fails the one that runs and all after it', async () => {
    using rig = new Rig([
      device('GPU', { faults: [{ kind: 'device-lost', atMs: 5105, message: 'CL_DEVICE_NOT_AVAILABLE' }] }),
    ]);
    const request = (await rig.compile('GPU')).compiled.createInferRequest();
    let done = 0;
    const error = await (async () => {
      for (; done < 1000; done++) await request.inferAsync();
    })().catch((cause: Error) => cause);
    expect(done).toBe(500);
    expect(error).toMatchObject({ code: 'INFER_FAILED', message: expect.stringContaining('CL_DEVICE_NOT_AVAILABLE') });
    expect(rig.runtime.now()).toBe(5105);
    expectError('INFER_FAILED', () => request.infer());
    expect(rig.core.getAvailableDevices()).toEqual([]);
    await expectRejection('DEVICE_NOT_FOUND', () => rig.compile('GPU'));
  });

  it('that is lost ends requests in flight at once, those that wait as well', async () => {
    using rig = new Rig([device('GPU', { latencyMs: 1000 })]);
    const { compiled } = await rig.compile('GPU');
    const ends = [1, 2, 3].map(() => compiled.createInferRequest().inferAsync());
    rig.runtime.loseDevice('GPU');
    const settled = await Promise.allSettled(ends);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(rig.runtime.now()).toBe(100);
  });

  it('slows down at its time, and when it is told to', async () => {
    using rig = new Rig([device('CPU', { faults: [{ kind: 'slow-down', atMs: 150, factor: 3 }] })]);
    const { compiled } = await rig.compile('CPU');
    // five of 10 ms from 100 ms on, then 30 ms each
    expect(rig.runSync(compiled, 10)).toBe(5 * 10 + 5 * 30);
    rig.runtime.slowDown('CPU', 2);
    expect(rig.runSync(compiled, 1)).toBe(60);
    rig.runtime.slowDown('CPU', 1 / 6);
    expect(rig.runSync(compiled, 1)).toBeCloseTo(10);
  });

  it('takes longer for the first inference of each compiled model', async () => {
    using rig = new Rig([device('GPU', { firstInferenceExtraMs: 25 })]);
    for (let i = 0; i < 2; i++) {
      const { compiled } = await rig.compile('GPU');
      expect(rig.runSync(compiled, 1)).toBe(35);
      expect(rig.runSync(compiled, 2)).toBe(20);
    }
  });

  it('draws its latencies from a distribution that has the mean and the deviation asked for', async () => {
    for (const distribution of ['normal', 'lognormal'] as const) {
      using rig = new Rig([device('CPU', { latencyMs: { mean: 8, sd: 1.5, distribution } })]);
      const { compiled } = await rig.compile('CPU');
      rig.runSync(compiled, 4000);
      const times = rig.runtime.inferences().map(({ startMs, endMs }) => (endMs as number) - startMs);
      const mean = times.reduce((sum, time) => sum + time) / times.length;
      const sd = Math.sqrt(times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / times.length);
      expect(Math.abs(mean - 8), distribution).toBeLessThan(0.1);
      expect(Math.abs(sd - 1.5), distribution).toBeLessThan(0.1);
    }
    using rig = new Rig([device('CPU', { latencyMs: [2, 4] })]);
    rig.runSync((await rig.compile('CPU')).compiled, 100);
    const times = new Set(
      rig.runtime.inferences().map(({ startMs, endMs }) => Math.round((endMs as number) - startMs)),
    );
    expect([...times].sort()).toEqual([2, 4]);
  });

  it('slows down the more inferences it has at once, by its contention', async () => {
    using rig = new Rig([device('CPU', { streams: 4, contention: 0.5 })]);
    const { compiled } = await rig.compile('CPU');
    // four at once: 10, 15, 20 and 25 ms
    expect(await rig.runAsync(compiled, 4, 4)).toBe(25);
  });
});
