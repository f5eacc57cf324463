import { beforeAll, describe, expect, it } from 'vitest';
import { countShares, type ShareJob } from '../../../lib/bench/child/share-pass.js';
import { Core, Tensor } from '../../../lib/index.js';
import { heavyModel } from '../../helpers/models.js';
import { trialSpec } from '../factories.js';

// The real CPU: that its layers are recognised, whatever the device string.
describe('shares on the real CPU', () => {
  let job: ShareJob;
  beforeAll(async () => {
    const core = new Core();
    const { xml, weights } = heavyModel();
    const model = core.readModelSync(xml, weights);
    const spec = trialSpec({ device: 'MULTI:CPU', api: 'async', properties: { PERFORMANCE_HINT: 'THROUGHPUT' } });
    const compiled = await core.compileModel(model, spec.device, spec.properties);
    const inputs = compiled.inputs.map(({ elementType, shape }) => new Tensor(elementType, shape));
    job = {
      ...{ core, model, inputs, spec, requests: 2, compileWallMs: 1 },
      clock: { now: () => performance.now() },
      executionDevices: ['CPU', 'GPU'],
      read: (name) => compiled.getProperty(name),
    };
  });

  it('are the CPU’s where another device could have had them', async () => {
    expect(await countShares(job, 20)).toEqual({
      requests: 2,
      inferences: 20,
      devices: [
        { device: 'CPU', count: 20 },
        { device: 'GPU', count: 0 },
      ],
      unknown: 0,
    });
  });

  it('are not another device’s where the CPU’s settings are not those of the run', async () => {
    const settings = { CPU: { INFERENCE_PRECISION_HINT: 'f32' } } as const;
    const read = (name: string) => (name === 'DEVICE_PROPERTIES' ? settings : job.read(name));
    const properties = { ...job.spec.properties, INFERENCE_PRECISION_HINT: 'bf16' };
    const pass = await countShares({ ...job, spec: { ...job.spec, properties }, read }, 10);
    expect(pass.devices[1]).toEqual({ device: 'GPU', count: 0 });
  });

  it('are nobody’s where no device can be asked', async () => {
    const pass = await countShares({ ...job, executionDevices: ['NPU', 'GPU'] }, 10);
    expect(pass).toMatchObject({ devices: [{ count: 0 }, { count: 0 }], unknown: 10 });
  });

  it('are not looked for where the model takes too long to compile', async () => {
    await expect(countShares({ ...job, compileWallMs: 75_000 })).rejects.toThrow(
      /^Compiling the model took 75\.0 s, and it would have to be compiled once more/,
    );
  });
});
