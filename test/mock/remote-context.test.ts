import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Core, getOpenvinoVersion, RemoteContext, type RemoteParams } from '../../lib/index.js';
import { nativeAddon } from '../../lib/native.js';
import { currentRuntime } from '../../lib/runtime.js';
import { mockRuntime } from '../../lib/testing/index.js';
import { expectError, expectRejection } from '../helpers/expect-error.js';
import { testFolder } from '../helpers/folder.js';
import { addModel, reluModel, writeModel } from '../helpers/models.js';
import { device, Rig } from './scheduling/rig.js';

const OCL = { CONTEXT_TYPE: 'OCL', OCL_CONTEXT: 0x7f00_1234_5678n } as const;

// the first two have the variadic functions alone
describe.each(['2024.6.0', '2025.4.1', '2026.4.1'])('remote contexts, OpenVINO %s', (version) => {
  const rigOf = () => new Rig(['CPU', 'GPU', 'NPU'], { version });

  it('are those that the devices have by themselves', () => {
    using rig = rigOf();
    expect(getOpenvinoVersion().buildNumber).toContain(version);
    using gpu = rig.core.getDefaultContext('GPU');
    expect(gpu).toBeInstanceOf(RemoteContext);
    expect(gpu.getDeviceName()).toBe('GPU.0');
    expect(gpu.getParams()).toEqual({ CONTEXT_TYPE: 'OCL', OCL_CONTEXT: expect.any(BigInt), OCL_QUEUE: 0n });
    expect(rig.core.getDefaultContext('GPU.0').getParams()).toEqual(gpu.getParams());
    expect(rig.core.createContext('GPU').getParams()).toEqual(gpu.getParams());
    const npu = rig.core.getDefaultContext('NPU');
    expect([npu.getDeviceName(), npu.getParams()]).toEqual(['NPU', { L0_CONTEXT: expect.any(BigInt) }]);
    expect(npu.getParams().L0_CONTEXT).not.toBe(gpu.getParams().OCL_CONTEXT);
  });

  it('are made from handles, and tell them back', () => {
    using rig = rigOf();
    const made = (params: RemoteParams): RemoteParams => rig.core.createContext('GPU', params).getParams();
    expect(made(OCL)).toEqual({ ...OCL, OCL_QUEUE: 0n });
    const all = { ...OCL, OCL_QUEUE: 0xffff_ffff_ffff_fff0n, OCL_CONTEXT_DEVICE_ID: 0, TILE_ID: 1 };
    expect(made(all)).toEqual({ ...OCL, OCL_QUEUE: 0xffff_ffff_ffff_fff0n });
    expect(made({ CONTEXT_TYPE: 'VA_SHARED', VA_DEVICE: 1n, OCL_QUEUE: undefined })).toEqual({
      CONTEXT_TYPE: 'VA_SHARED',
      VA_DEVICE: 1n,
      OCL_CONTEXT: expect.any(BigInt),
    });
  });

  it('have models compiled in them', async () => {
    using rig = rigOf();
    const { core } = rig;
    using context = core.createContext('GPU', OCL);
    const model = core.readModelSync(rig.xml);
    const path = writeModel(testFolder(), `relu-${version}`, reluModel());
    for (const compiled of [
      core.compileModelSync(model, context),
      await core.compileModel(model, context, { PERFORMANCE_HINT: 'THROUGHPUT' }),
      core.compileModelSync(path, context, { NUM_STREAMS: 2 }),
      await core.compileModel(path, context),
    ]) {
      expect(compiled.getContext().getParams()).toEqual(context.getParams());
      expect(compiled.getProperty('EXECUTION_DEVICES')).toEqual(['GPU']);
      await compiled.run(compiled.inputs.map(() => new Float32Array(16)));
    }
    expect(rig.runtime.loads().map(({ device, status }) => `${device} ${status}`)).toEqual(Array(4).fill('GPU loaded'));
    expect(rig.runtime.inferencesOn('GPU')).toBe(4);
    const alone = core.compileModelSync(model, 'GPU');
    expect(alone.getContext().getParams()).toEqual(core.getDefaultContext('GPU').getParams());
    expect(core.compileModelSync(model, 'NPU').getContext().getDeviceName()).toBe('NPU');
  });
});

describe('a remote context', () => {
  it('belongs to a GPU of several', () => {
    using rig = new Rig([{ name: 'GPU', count: 2 }]);
    expect(rig.core.getDefaultContext('GPU.1').getDeviceName()).toBe('GPU.1');
    const context = rig.core.createContext('GPU.1', OCL);
    const compiled = rig.core.compileModelSync(rig.core.readModelSync(rig.xml), context);
    expect(compiled.getProperty('EXECUTION_DEVICES')).toEqual(['GPU.1']);
  });

  it('is refused to devices that have none, with those that have', () => {
    using rig = new Rig(['CPU', { name: 'XPU' }, 'GPU']);
    for (const name of ['CPU', 'XPU', 'AUTO', 'AUTO:GPU', 'MULTI:GPU,CPU', 'HETERO:GPU', 'BATCH:GPU(4)']) {
      for (const make of [() => rig.core.getDefaultContext(name), () => rig.core.createContext(name, OCL)])
        expectError('NOT_IMPLEMENTED', make, /has no remote contexts; GPU and NPU have them/);
    }
    const { core } = rig;
    const model = core.readModelSync(rig.xml);
    for (const name of ['CPU', 'AUTO:CPU', 'MULTI:GPU', 'HETERO:GPU,CPU', 'BATCH:GPU(2)'])
      expectError('NOT_IMPLEMENTED', () => core.compileModelSync(model, name).getContext(), /compiled for/);
  });

  it('is refused to devices that are not there', () => {
    using rig = new Rig(['CPU', 'GPU', { name: 'NPU', faults: [{ kind: 'not-loadable' }] }]);
    for (const name of ['GPU.1', 'NPU', 'MYRIAD']) {
      expectError('DEVICE_NOT_FOUND', () => rig.core.getDefaultContext(name), /this machine has CPU, GPU/);
      expectError('DEVICE_NOT_FOUND', () => rig.core.createContext(name, OCL), /this machine has CPU, GPU/);
    }
    for (const wrong of ['', 'GPU:CPU', 7, undefined])
      expectError('INVALID_DEVICE', () => rig.core.getDefaultContext(wrong as string));
    rig.runtime.loseDevice('GPU');
    expectError('DEVICE_NOT_FOUND', () => rig.core.getDefaultContext('GPU'));
  });

  it('is refused without what the device needs, in its words', () => {
    using rig = new Rig(['GPU']);
    const make = (params: RemoteParams) => () => rig.core.createContext('GPU', params);
    expectError('GENERAL_ERROR', make({ OCL_CONTEXT: 1n }), /of GPU could not be made: .*CONTEXT_TYPE/);
    expectError('GENERAL_ERROR', make({ CONTEXT_TYPE: 'OCL' }), /No parameter OCL_CONTEXT/);
    expectError('GENERAL_ERROR', make({ CONTEXT_TYPE: 'VA_SHARED' }), /No parameter VA_DEVICE/);
    expectError('GENERAL_ERROR', make({ CONTEXT_TYPE: 'CUDA' }), /context type: CUDA/);
  });

  it('takes no text for a handle, and no handle for a text', () => {
    using rig = new Rig(['GPU']);
    const wrong = (params: object, message: RegExp) =>
      expectError('INVALID_ARGUMENT', () => rig.core.createContext('GPU', params as RemoteParams), message);
    for (const key of ['OCL_CONTEXT', 'OCL_QUEUE', 'VA_DEVICE', 'MEM_HANDLE', 'L0_CONTEXT', 'CPU_VA']) {
      for (const value of ['0x1234', 1234, 0n, -1n, 2n ** 64n, null, true, {}, new BigInt64Array(1)])
        wrong({ [key]: value }, new RegExp(`"${key}" can't be`));
    }
    for (const key of ['CONTEXT_TYPE', 'SHARED_MEM_TYPE', 'MEM_TYPE', 'SOMETHING_NEW'])
      for (const value of [5n, null, {}, [], Number.NaN, 'a\0b', Symbol('s')]) wrong({ [key]: value }, /can't be/);
    for (const value of ['0', -1, 1.5, 2 ** 53, null]) wrong({ VA_PLANE: value }, /whole number/);
    for (const value of [-1, 2 ** 32, 2n ** 32n, 'x']) wrong({ DEV_OBJECT_HANDLE: value }, /can't be/);
    expectError('NOT_IN_C_API', () => rig.core.createContext('GPU', { FILE_DESCRIPTOR: '/file' }));
    for (const value of [null, 5, [], new Map(), Promise.resolve({})])
      expectError(
        'INVALID_ARGUMENT',
        () => rig.core.createContext('GPU', value as unknown as RemoteParams),
        /object of parameters/,
      );
    const many = Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`KEY_${i}`, i]));
    wrong(many, /17 parameters are too many/);
  });

  it('is closed, and freed with its last holder', () => {
    using rig = new Rig(['GPU']);
    const context = rig.core.getDefaultContext('GPU');
    const tensor = context.createTensor('f32', [4]);
    const compiled = rig.core.compileModelSync(rig.core.readModelSync(rig.xml), context);
    expect(inspect(context)).toMatch(/^RemoteContext \{.*GPU\.0/s);
    context.close();
    context.close();
    for (const use of [
      () => context.getDeviceName(),
      () => context.getParams(),
      () => context.createTensor('f32', [1]),
      () => context.createHostTensor('f32', [1]),
      () => rig.core.compileModelSync(rig.core.readModelSync(rig.xml), context),
    ])
      expectError('CLOSED', use, /The remote context is closed/);
    expect(inspect(context)).toBe('RemoteContext (closed)');
    expect(tensor.getParams().MEM_HANDLE).toBeDefined();
    expect(compiled.getContext().getDeviceName()).toBe('GPU.0');
  });

  it('outlives its core, and a core that is closed makes none', () => {
    using rig = new Rig(['GPU']);
    const core = new Core();
    const context = core.getDefaultContext('GPU');
    core.close();
    expect(context.createTensor('u8', [3]).getShape()).toEqual([3]);
    expectError('CLOSED', () => core.getDefaultContext('GPU'));
    expectError('CLOSED', () => core.createContext('GPU', OCL));
    expect(rig.core.compileModelSync(rig.core.readModelSync(rig.xml), context).inputs).toHaveLength(2);
  });

  it('is made by no constructor', () => {
    expectError('INVALID_ARGUMENT', () => Reflect.construct(RemoteContext, []), /getDefaultContext\(\) makes one/);
  });
});

describe('compiling in a remote context', () => {
  it('goes on where the context, the model and the core are closed meanwhile', async () => {
    using rig = new Rig([device('GPU', { loadMs: 1000 })]);
    const core = new Core();
    const context = core.createContext('GPU', OCL);
    const model = core.readModelSync(rig.xml);
    const compiling = core.compileModel(model, context);
    expectError('REQUEST_BUSY', () => model.reshape({ a: [2, 16], b: [2, 16] }));
    context.close();
    model.close();
    core.close();
    const compiled = await compiling;
    expect(compiled.getContext().getParams()).toMatchObject(OCL);
    expect(rig.runtime.now()).toBe(1000);
  });

  it('rejects, and never throws', async () => {
    using rig = new Rig(['CPU', device('GPU', { faults: [{ kind: 'compile-fails', message: 'no room' }] })]);
    const { core } = rig;
    const context = core.getDefaultContext('GPU');
    const model = core.readModelSync(rig.xml);
    await expectRejection('COMPILE_FAILED', () => core.compileModel(model, context), /with_context failed.*no room/);
    expectError('COMPILE_FAILED', () => core.compileModelSync(model, context), /no room/);
    await expectRejection('UNKNOWN_PROPERTY', () => core.compileModel(model, context, { NO_SUCH: 1 }), /GPU/);
    expectError('INVALID_PROPERTY_VALUE', () =>
      core.compileModelSync(model, context, { NUM_STREAMS: 'many' as 'AUTO' }),
    );
    await expectRejection('MODEL_NOT_FOUND', () => core.compileModel('no-such.xml', context));
    const signal = AbortSignal.abort();
    await expectRejection('CANCELLED', () => core.compileModel(model, context, {}, { signal }));
    context.close();
    await expectRejection('CLOSED', () => core.compileModel(model, context));
    model.close();
    await expectRejection('CLOSED', () => core.compileModel(model, core.getDefaultContext('GPU')));
  });

  it('refuses a context of another runtime, or of another machine', async () => {
    using rig = new Rig(['GPU']);
    const model = rig.core.readModelSync(rig.xml);
    using other = mockRuntime({ devices: ['GPU'], version: '2025.4.1' });
    const otherContext = new Core().getDefaultContext('GPU');
    await expectRejection(
      'INVALID_ARGUMENT',
      () => rig.core.compileModel(model, otherContext),
      /same OpenVINO runtime/,
    );
    using twin = mockRuntime({ devices: ['GPU'] });
    const twinContext = new Core().getDefaultContext('GPU');
    await expectRejection('COMPILE_FAILED', () => rig.core.compileModel(model, twinContext), /another machine/);
    expect([other.loads(), twin.loads(), rig.runtime.loads()]).toEqual([[], [], []]);
  });
});

it('survives garbage behind the TypeScript', () => {
  using rig = new Rig(['GPU']);
  const { native, pluginsXml } = currentRuntime();
  const core = new (nativeAddon().Core)(native, pluginsXml);
  const context = core.defaultContext('GPU');
  const tensor = context.createTensor(4, [2], []);
  const model = core.readModelFromMemorySync(Buffer.from(addModel().xml), null);
  const garbage: unknown[] = [
    undefined,
    null,
    0,
    -1,
    4,
    2 ** 53,
    'x',
    'a\0b',
    5n,
    {},
    [],
    [1],
    ['OCL_CONTEXT', 'text'],
  ];
  garbage.push(['OCL_CONTEXT', 0n], ['OCL_CONTEXT', 2n ** 64n], ['CONTEXT_TYPE', 5n], ['CONTEXT_TYPE'], [5n, 5n]);
  garbage.push(context, tensor, model, core, native, [2 ** 40, 2 ** 40], Array(65).fill(1));
  const attempts = (call: (...args: never[]) => unknown, arity: number): void => {
    const lists = garbage.flatMap((a) =>
      garbage.flatMap((b) => (arity < 3 ? [[a, b]] : garbage.map((c) => [a, b, c]))),
    );
    for (const list of lists) {
      try {
        call(...(list as never[]));
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }
  };
  attempts(context.createTensor.bind(context), 3);
  attempts(context.createHostTensor.bind(context), 2);
  attempts(core.createContext.bind(core), 2);
  attempts(core.defaultContext.bind(core), 2);
  attempts(core.compileInContextSync.bind(core), 3);
  attempts((...args) => Reflect.construct(context.constructor, args), 2);
  for (const self of garbage.filter((value) => value !== context))
    expect(() => context.params.call(self as typeof context)).toThrow();
  tensor.close();
  tensor.close();
  for (const use of [
    tensor.shape,
    tensor.type,
    tensor.byteLength,
    tensor.view,
    tensor.remoteDevice,
    tensor.remoteParams,
  ])
    expectError('CLOSED', () => (use as () => unknown).call(tensor), /The tensor is closed/);
  expect(context.deviceName()).toBe('GPU.0');
  expect(rig.runtime.inferences()).toEqual([]);
});
