import { describe, expect, it } from 'vitest';
import type { InferRequest } from '../../../lib/index.js';
import { addModel } from '../../helpers/models.js';
import { device, Rig } from './rig.js';

/** How the last inference of a request was executed. */
function kernelsOf(request: InferRequest): string[] {
  return [...new Set(request.getProfilingInfo().map(({ execType }) => execType))];
}

describe('kernels of mocked devices', () => {
  it('have names of the plugin’s own', async () => {
    using rig = new Rig([device('CPU'), device('GPU.0'), device('GPU.1')]);
    for (const [name, kernel] of [
      ['CPU', 'mock_cpu'],
      ['GPU.0', 'mock_gpu'],
      ['GPU.1', 'mock_gpu'],
    ] as const) {
      const { compiled } = await rig.compile(name, { PERF_COUNT: true });
      const request = compiled.createInferRequest();
      request.infer();
      expect(kernelsOf(request)).toEqual([kernel]);
    }
  });

  it('are under MULTI those of the device that ran the inference', async () => {
    using rig = new Rig([device('CPU'), device('GPU')]);
    const { compiled } = await rig.compile('MULTI:GPU,CPU', { PERF_COUNT: true });
    const [one, other] = [compiled.createInferRequest(), compiled.createInferRequest()];
    await Promise.all([one.inferAsync(), other.inferAsync()]);
    expect([kernelsOf(one), kernelsOf(other)]).toEqual([['mock_gpu'], ['mock_cpu']]);
  });

  it('are under AUTO those of the stand-in, then those of the target', async () => {
    using rig = new Rig([device('CPU'), device('GPU', { loadMs: 350 })]);
    const { compiled } = await rig.compile('AUTO:GPU,CPU', { PERF_COUNT: true });
    const request = compiled.createInferRequest();
    request.infer();
    expect(kernelsOf(request)).toEqual(['mock_cpu']);
    rig.runSync(compiled, 30);
    request.infer();
    expect(kernelsOf(request)).toEqual(['mock_gpu']);
  });

  it('are under HETERO those of the device of each operation', async () => {
    using rig = new Rig([device('CPU'), device('GPU', { unsupportedOperations: ['Add'] })]);
    const { compiled } = await rig.compile('HETERO:GPU,CPU', { PERF_COUNT: true }, addModel());
    const request = compiled.createInferRequest();
    request.infer();
    const kernels = new Map(request.getProfilingInfo().map(({ nodeType, execType }) => [nodeType, execType]));
    expect(kernels.get('Add')).toBe('mock_cpu');
    expect(kernels.get('Parameter')).toBe('mock_gpu');
  });
});
