import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { compile, inputTensor } from './ours-model.mjs';

/**
 * How late the event loop is while it has nothing to do, and while inferences are in flight all the time. An iteration is
 * a second of the latter; 60 % of that, at the least half a second, goes to the former.
 * @type {import('./serve.mjs').Task}
 */
export function eventLoopTask(preparation) {
  const { compiled, requests } = compile(preparation);
  const all = Array.from({ length: requests }, () => compiled.createInferRequest());
  const inputs = [inputTensor(compiled)];
  /** @param {number} milliseconds */
  const infer = async (milliseconds) => {
    const end = performance.now() + milliseconds;
    await Promise.all(
      all.map(async (request) => {
        while (performance.now() < end) await request.inferAsync(inputs);
      }),
    );
  };
  return {
    requests,
    run: async (seconds) => {
      await infer(300);
      const idle = await observe(() => sleep(Math.max(500, 600 * seconds)));
      const busy = await observe(() => infer(1000 * seconds));
      return { idleP99Ms: idle.p99Ms, busyP99Ms: busy.p99Ms, utilization: busy.utilization };
    },
  };
}

/** @param {() => Promise<unknown>} work */
async function observe(work) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const before = performance.eventLoopUtilization();
  delay.enable();
  await work();
  delay.disable();
  return {
    p99Ms: delay.percentile(99) / 1e6,
    utilization: performance.eventLoopUtilization(before).utilization,
  };
}
