import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Core, getOpenvinoVersion, loadRuntime, Tensor } from '../../../lib/index.js';
import { MockRuntime, type MockRuntime as MockRuntimeType, mockRuntime } from '../../../lib/testing/index.js';
import { builtLibrary } from '../../../lib/testing/library.js';
import { expectError, expectRejection } from '../../helpers/expect-error.js';
import { testFolder } from '../../helpers/folder.js';
import { reluModel, writeModel } from '../../helpers/models.js';
import { ROOT } from '../../setup/checkout.js';

const folder = testFolder();
const model = writeModel(folder, 'relu', reluModel());
const devicesNow = (): string[] => new Core().getAvailableDevices();

/** The files that it was described in. */
const scenarios = (): string[] =>
  readdirSync(tmpdir())
    .filter((name) => name.endsWith('-openvino-mock'))
    .map((name) => join(tmpdir(), name, 'scenario.xml'))
    .filter((file) => existsSync(file) && readFileSync(file, 'utf8').includes(`seed="${process.pid}"`));

describe('mockRuntime', () => {
  it('is in use from its making to its closing', () => {
    const runtime = mockRuntime({ devices: ['CPU', { name: 'GPU', count: 2 }] });
    expect(devicesNow()).toEqual(['CPU', 'GPU.0', 'GPU.1']);
    runtime.close();
    runtime.close();
    {
      using _ = mockRuntime({ devices: ['NPU'] });
      expect(devicesNow()).toEqual(['NPU']);
    }
    using _ = mockRuntime();
    expect(devicesNow()).toEqual(['CPU']);
  });

  it('can have no devices', async () => {
    using _ = mockRuntime({ devices: [] });
    expect(devicesNow()).toEqual([]);
    await expectRejection('DEVICE_NOT_FOUND', () => new Core().compileModel(model, 'CPU'));
  });

  it('may be inside another, and be closed in any order', () => {
    using first = mockRuntime({ devices: ['CPU'] });
    const second = mockRuntime({ devices: ['GPU'] });
    const third = mockRuntime({ devices: ['NPU'] });
    expect(devicesNow()).toEqual(['NPU']);
    second.close();
    expect(devicesNow()).toEqual(['NPU']);
    third.close();
    expect(devicesNow()).toEqual(['CPU']);
    expect(first.now()).toBe(0);
  });

  it('has a world of its own each time, which all its cores share', async () => {
    using first = mockRuntime();
    const compiled = await new Core().compileModel(model, 'CPU');
    await new Core().compileModel(model, 'CPU');
    using second = mockRuntime();
    compiled.createInferRequest().infer();
    expect(first.now()).toBe(610);
    expect(first.loads()).toHaveLength(2);
    expect(second.now()).toBe(0);
    expect(second.events()).toEqual([]);
  });

  it('is what loadRuntime() gives, whatever the path', () => {
    using runtime = mockRuntime({ devices: ['GPU'] });
    expect(loadRuntime()).toBe(runtime.info);
    expect(loadRuntime({ path: '/opt/no/openvino' })).toBe(runtime.info);
    expectError('INVALID_ARGUMENT', () => loadRuntime({ path: 5 as never }));
    expect(devicesNow()).toEqual(['GPU']);
    runtime.close();
    const named = loadRuntime({ path: builtLibrary(ROOT) });
    expect(named).toMatchObject({ source: 'option', simulated: true });
    expect(devicesNow()).toEqual(['CPU']);
    using _ = mockRuntime({ devices: ['NPU'] });
    expect(devicesNow()).toEqual(['NPU']);
  });

  it('is left alone by a core with a plugins.xml of its own', () => {
    using runtime = mockRuntime({ devices: ['GPU'], seed: process.pid });
    const [file = ''] = scenarios();
    using _ = mockRuntime({ devices: ['NPU'] });
    expect(new Core({ pluginsXml: file }).getAvailableDevices()).toEqual(['GPU']);
    expect(runtime.version).toBe('2026.4.1');
  });

  it('keeps its description where only its user can read it, and removes it', () => {
    const runtime = mockRuntime({ seed: process.pid });
    const files = scenarios();
    expect(files).toHaveLength(1);
    const [file = ''] = files;
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    runtime.close();
    expect(existsSync(dirname(file))).toBe(false);
  });

  it('is made by nothing else', () => {
    const Constructor = MockRuntime as unknown as new () => MockRuntimeType;
    expectError('INVALID_ARGUMENT', () => new Constructor(), /mockRuntime\(\) makes one/);
  });
});

describe('after its closing', () => {
  it('models, compiled models and requests go on working', async () => {
    const runtime = mockRuntime();
    const core = new Core();
    const compiled = await core.compileModel(model, 'CPU');
    const request = compiled.createInferRequest();
    const before = request.infer();
    const inFlight = compiled.createInferRequest().inferAsync();
    runtime.close();
    expect(await inFlight).toEqual(before);
    expect(request.infer()).toEqual(before);
    expect(await request.inferAsync()).toEqual(before);
    const again = await core.compileModel(core.readModelSync(model), 'CPU');
    expect(again.createInferRequest().infer()).toEqual(before);
    core.close();
  });

  it('tells what was until then, and does nothing more', async () => {
    const runtime = mockRuntime();
    const compiled = await new Core().compileModel(model, 'CPU');
    compiled.createInferRequest().infer();
    runtime.close();
    compiled.createInferRequest().infer();
    expect(runtime.now()).toBe(310);
    expect(runtime.inferences()).toHaveLength(1);
    expect(runtime.inferencesOn('CPU')).toBe(1);
    expect(runtime.loads()).toHaveLength(1);
    expectError('CLOSED', () => runtime.advance(1));
    expectError('CLOSED', () => runtime.loseDevice('CPU'));
    expectError('CLOSED', () => runtime.slowDown('CPU', 2));
    expectError('CLOSED', () => runtime.releaseLoads());
  });
});

describe('the log', () => {
  it('tells of each inference of many that are read in between, and says where some are lost', async () => {
    const runtime = mockRuntime();
    const request = (await new Core().compileModel(model, 'CPU')).createInferRequest();
    const inferMany = (count: number): void => {
      for (let i = 0; i < count; i++) request.infer();
    };
    inferMany(60_000);
    expect(runtime.inferencesOn('CPU')).toBe(60_000);
    inferMany(60_000);
    expect(runtime.inferencesOn('CPU')).toBe(120_000);
    inferMany(100_001);
    expectError('GENERAL_ERROR', () => runtime.inferencesOn('CPU'), /the oldest are lost: call events\(\) in between/);
    runtime.close();
    expectError('GENERAL_ERROR', () => runtime.events(), /the oldest are lost/);
    expect(runtime.now()).toBe(300 + 220_001 * 10);
  });
});

describe('what it refuses', () => {
  it('is devices that it does not have', () => {
    using runtime = mockRuntime({ devices: ['GPU.0', 'NPU'] });
    for (const use of [
      () => runtime.loseDevice('CPU'),
      () => runtime.slowDown('CPU', 2),
      () => runtime.inferencesOn('CPU'),
      () => runtime.inferencesOn(undefined as unknown as string),
    ]) {
      expectError('DEVICE_NOT_FOUND', use, /has no device (CPU|undefined); its devices are GPU\.0, NPU\./);
    }
    expect(runtime.inferencesOn('GPU')).toBe(0);
    expect(runtime.inferencesOn('NPU.0')).toBe(0);
  });

  it('is times and factors that are none', () => {
    using runtime = mockRuntime();
    expectError(
      'INVALID_ARGUMENT',
      () => runtime.advance(-1),
      /^advance takes a number of milliseconds from 0 to 900000000000, not -1\.$/,
    );
    expectError(
      'INVALID_ARGUMENT',
      () => runtime.slowDown('CPU', 0),
      /^slowDown takes a number from 1e-9 to 1000000000, not 0\.$/,
    );
    using real = mockRuntime({ clock: 'real' });
    expectError('INVALID_ARGUMENT', () => real.advance(1), /only virtual time can be advanced/);
  });
});

describe('a mocked runtime can not be mistaken for a real one', () => {
  it('says so everywhere', async () => {
    using runtime = mockRuntime({ devices: [{ name: 'GPU', fullName: 'Arc' }] });
    expect(runtime.info).toMatchObject({
      version: '2026.4.1-MOCK',
      buildNumber: '2026.4.1-MOCK-SIMULATED',
      source: 'mock',
      simulated: true,
    });
    expect(getOpenvinoVersion().buildNumber).toContain('MOCK');
    expect(getOpenvinoVersion().description).toMatch(/MOCK .*SIMULATED/);
    const core = new Core();
    expect(core.getProperty('GPU', 'FULL_DEVICE_NAME')).toBe('MOCK Arc (SIMULATED)');
    const versions = core.getVersions('GPU');
    expect(versions['GPU']?.buildNumber).toContain('MOCK');
    expect(versions['GPU']?.description).toMatch(/mock/i);
  });

  it('not either where its library is loaded by path', () => {
    const info = loadRuntime({ path: builtLibrary(ROOT) });
    expect(info).toMatchObject({ version: '2026.4.1-MOCK', source: 'option', simulated: true });
  });

  it('never lists the pseudo-device that controls it', () => {
    using _ = mockRuntime({ devices: ['CPU'] });
    expect(devicesNow()).toEqual(['CPU']);
    expectError('DEVICE_NOT_FOUND', () => new Core().getVersions('MOCK' as string));
  });
});

describe('releases', () => {
  it.each(['2022.3', '2024.6.0', '2025.0.0', '2025.4.1', '2026.4.1'])(
    '%s says which it is, and infers',
    async (version) => {
      using runtime = mockRuntime({ version });
      expect(runtime.version).toMatch(version);
      expect(runtime.info.version).toBe(`${runtime.version}-MOCK`);
      expect(getOpenvinoVersion().buildNumber).toBe(`${runtime.version}-MOCK-SIMULATED`);
      const compiled = await new Core().compileModel(model, 'CPU');
      const input = new Tensor('f32', [1, 16]);
      expect(Object.values(compiled.createInferRequest().infer([input]))[0]?.getShape()).toEqual([1, 16]);
    },
  );

  it('are one library each, however often they are used', () => {
    const paths = [1, 2, 3].map(() => {
      using runtime = mockRuntime({ version: '2025.4.1' });
      return runtime.info.path;
    });
    expect(new Set(paths).size).toBe(1);
    using newest = mockRuntime();
    expect(paths).not.toContain(newest.info.path);
  });
});
