import { expect, it, vi } from 'vitest';
import { CompiledModel } from '../../lib/index.js';
import { expectRejection } from '../helpers/expect-error.js';
import { device, Rig } from './scheduling/rig.js';

it('a compilation that hangs can be left, and what it becomes later is nobody’s failure', async () => {
  using rig = new Rig([device('CPU'), device('GPU', { faults: [{ kind: 'load-hangs' }] })]);
  const controller = new AbortController();
  const read = rig.core.readModelSync(rig.xml);
  const hanging = rig.core.compileModel(read, 'GPU', {}, { signal: controller.signal });
  const { compiled } = await rig.compile('CPU');
  controller.abort();
  await expectRejection('CANCELLED', () => hanging);
  expect(rig.runtime.loads().map(({ device, status }) => `${device} ${status}`)).toContain('GPU loading');
  rig.runtime.releaseLoads();
  await vi.waitFor(() => expect(rig.runtime.loads().find(({ device }) => device === 'GPU')?.status).toBe('failed'));
  compiled.createInferRequest().infer();
});

it('a compilation that was left goes on to its end, and is closed', async () => {
  using rig = new Rig([device('GPU', { loadMs: 3000 })]);
  const close = vi.spyOn(CompiledModel.prototype, 'close');
  try {
    const controller = new AbortController();
    const read = rig.core.readModelSync(rig.xml);
    const compiling = rig.core.compileModel(read, 'GPU', {}, { signal: controller.signal });
    controller.abort();
    await expectRejection('CANCELLED', () => compiling);
    await vi.waitFor(() => expect(close).toHaveBeenCalledTimes(1));
    expect(rig.runtime.loads()).toMatchObject([{ device: 'GPU', status: 'loaded', endMs: 3000 }]);
  } finally {
    close.mockRestore();
  }
});

it('a compilation whose signal was aborted before never begins', async () => {
  using rig = new Rig([device('GPU')]);
  const read = rig.core.readModelSync(rig.xml);
  const signal = AbortSignal.abort();
  await expectRejection('CANCELLED', () => rig.core.compileModel(read, 'GPU', {}, { signal }));
  await rig.compile('GPU');
  expect(rig.runtime.loads()).toHaveLength(1);
});
