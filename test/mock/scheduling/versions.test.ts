import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Tensor } from '../../../lib/index.js';
import { NEWER_FUNCTIONS } from '../../../lib/testing/hide-newer.js';
import { expectError, expectRejection } from '../../helpers/expect-error.js';
import { device, executionDevices, Rig } from './rig.js';

describe('a device that is not there', () => {
  it('is left out of MULTI and AUTO by today’s releases, and told of in the log', async () => {
    for (const version of ['2023.0.0', '2024.6.0', '2026.4.1']) {
      using rig = new Rig([device('CPU')], { version });
      const { compiled } = await rig.compile('MULTI:CPU,MYRIAD');
      expect(executionDevices(compiled), version).toBe('CPU');
      expect(rig.runtime.events().filter(({ kind }) => kind === 'dropped')).toMatchObject([{ device: 'MYRIAD' }]);
      await expectRejection('DEVICE_NOT_FOUND', () => rig.compile('MULTI:GPU,MYRIAD'), /GPU and MYRIAD are not/);
    }
  });

  it('is refused by 2022.3', async () => {
    using rig = new Rig([device('CPU')], { version: '2022.3.1' });
    await expectRejection('DEVICE_NOT_FOUND', () => rig.compile('MULTI:CPU,MYRIAD'), /"MYRIAD" name is not registered/);
    await expectRejection('DEVICE_NOT_FOUND', () => rig.compile('AUTO:GPU,CPU'), /"GPU" name is not registered/);
    await expectRejection('DEVICE_NOT_FOUND', () => rig.compile('HETERO:CPU,MYRIAD'));
  });

  it('is refused by HETERO where its operations are needed', async () => {
    using rig = new Rig([device('CPU')]);
    await expectRejection('DEVICE_NOT_FOUND', () => rig.compile('HETERO:GPU,CPU'));
    const { compiled } = await rig.compile('HETERO:CPU,GPU');
    expect(executionDevices(compiled)).toBe('CPU');
  });
});

describe('releases', () => {
  it('number element types as they did', async () => {
    for (const version of ['2024.6.0', '2025.0.0', '2025.1.0', '2026.4.1']) {
      using rig = new Rig(['CPU'], { version });
      const { compiled } = await rig.compile('CPU');
      expect([compiled.input(0).elementType, compiled.output().elementType], version).toEqual(['f32', 'f32']);
      const request = compiled.createInferRequest();
      request.setInputTensor(0, new Tensor('f32', [1, 16], new Float32Array(16)));
      request.infer();
    }
  });

  it('have the functions that they had', async () => {
    const table = readFileSync(new URL('../../../native/api_functions.h', import.meta.url), 'utf8');
    const rows = [...table.matchAll(/^OV_FUNCTION\([^,]+, (\w+), .*"(\d{4}\.\d)"\)$/gm)];
    const newer = rows.filter(([, , since]) => since !== '2024.3').map(([, name, since]) => [name, since]);
    expect([...NEWER_FUNCTIONS].sort()).toEqual(newer.sort());

    using old = new Rig(['CPU'], { version: '2024.6.0' });
    const library = fileURLToPath(import.meta.url);
    expectError('NOT_SUPPORTED_BY_RUNTIME', () => old.core.addExtension(library), /since 2025\.4.*2024\.6\.0-MOCK/);
    // by the variadic functions, which have array twins since 2026.4
    old.core.setProperty('CPU', { NUM_STREAMS: 2 });
    const { compiled } = await old.compile('CPU', { PERF_COUNT: true, INFERENCE_PRECISION_HINT: 'bf16' });
    expect(compiled.getProperty('PERF_COUNT')).toBe(true);
    expect(compiled.getProperty('NUM_STREAMS')).toBe(2);
    using today = new Rig(['CPU']);
    expectError('GENERAL_ERROR', () => today.core.addExtension(library), /loads no extensions/);
  });

  it('live side by side, and say what they are', () => {
    using old = new Rig(['CPU'], { version: '2022.3.1' });
    using today = new Rig(['CPU', 'GPU']);
    expect(old.core.getAvailableDevices()).toEqual(['CPU']);
    expect(today.core.getAvailableDevices()).toEqual(['CPU', 'GPU']);
    expect(old.core.getVersions('CPU')['CPU']?.buildNumber).toBe('2022.3.1-MOCK-SIMULATED');
    expect(today.core.getVersions('GPU')['GPU']?.buildNumber).toBe('2026.4.1-MOCK-SIMULATED');
    expect(today.core.getProperty('GPU', 'FULL_DEVICE_NAME')).toMatch(/^MOCK .* \(SIMULATED\)$/);
  });
});
