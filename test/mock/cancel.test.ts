import { describe, expect, it } from 'vitest';
import { device, Rig } from './scheduling/rig.js';

describe('cancelling', () => {
  it('ends an inference that runs and one that waits at once, and leaves the others alone', async () => {
    using rig = new Rig([device('CPU')]);
    const { compiled } = await rig.compile('CPU');
    const requests = [1, 2, 3].map(() => compiled.createInferRequest());
    const ends = requests.map((request) => request.inferAsync());
    requests[1]?.cancel();
    requests[0]?.cancel();
    const settled = await Promise.allSettled(ends);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    // the load, and the one inference that was left
    expect(rig.runtime.now()).toBe(110);
    requests[0]?.infer();
  });

  it('by a signal rejects with an AbortError', async () => {
    using rig = new Rig([device('CPU')]);
    const { compiled } = await rig.compile('CPU');
    const controller = new AbortController();
    const end = compiled.createInferRequest().inferAsync(undefined, { signal: controller.signal });
    controller.abort();
    await expect(end).rejects.toMatchObject({ name: 'AbortError', code: 'CANCELLED' });
  });
});
