import { describe, expect, it } from 'vitest';
import { Core, type RemoteContext, type RemoteParams } from '../../lib/index.js';
import { parseRemoteParams } from '../../lib/remote/remote-params.js';
import { compileForCpu } from '../helpers/compiled.js';
import { expectError, expectRejection } from '../helpers/expect-error.js';
import { reluModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

/*
 * What the real library shows of remote contexts on a machine of which nothing is known but its CPU. The rest is in
 * test/mock/remote-context.test.ts.
 */
describeRuntimes('remote contexts', () => {
  const OCL: RemoteParams = { CONTEXT_TYPE: 'OCL', OCL_CONTEXT: 1n };

  it('are refused to the CPU and to schedulers, with those that have some', () => {
    using core = new Core();
    for (const device of ['CPU', 'CPU.0', 'AUTO', 'AUTO:CPU', 'MULTI:CPU', 'HETERO:CPU', 'BATCH:CPU(2)']) {
      expectError('NOT_IMPLEMENTED', () => core.getDefaultContext(device), /no remote contexts; GPU and NPU have them/);
      expectError('NOT_IMPLEMENTED', () => core.createContext(device), /no remote contexts/);
      expectError('NOT_IMPLEMENTED', () => core.createContext(device, OCL), /no remote contexts/);
    }
  });

  it('are refused to devices that are not there', () => {
    using core = new Core();
    const available = core.getAvailableDevices().map((name) => name.split('.')[0]);
    for (const device of ['GPU', 'NPU', 'MYRIAD'].filter((name) => !available.includes(name))) {
      expectError('DEVICE_NOT_FOUND', () => core.getDefaultContext(device), /this machine has CPU/);
      expectError('DEVICE_NOT_FOUND', () => core.createContext(device, OCL), /this machine has CPU/);
    }
  });

  it('are refused to compiled models of such devices', () => {
    using core = new Core();
    const model = core.readModelSync(reluModel().xml);
    for (const device of ['CPU', 'AUTO:CPU', 'MULTI:CPU', 'HETERO:CPU', 'BATCH:CPU(2)']) {
      const compiled = core.compileModelSync(model, device);
      expectError('NOT_IMPLEMENTED', () => compiled.getContext(), new RegExp(`compiled for ${device.split(':')[0]}`));
    }
    const closed = compileForCpu(reluModel());
    closed.close();
    expectError('CLOSED', () => closed.getContext());
  });

  it('are no other objects', async () => {
    using core = new Core();
    const model = core.readModelSync(reluModel().xml);
    for (const wrong of [{}, null, core, Symbol('context')]) {
      expectError('INVALID_DEVICE', () => core.compileModelSync(model, wrong as RemoteContext));
      await expectRejection('INVALID_DEVICE', () => core.compileModel(model, wrong as RemoteContext));
    }
  });
});

describe('the text of parameters', () => {
  it('is read as OpenVINO 2024.3 to 2026.4 write it', () => {
    expect(parseRemoteParams('{CONTEXT_TYPE:OCL,OCL_CONTEXT:0x5583b2ec7b40,OCL_QUEUE:0}')).toEqual({
      CONTEXT_TYPE: 'OCL',
      OCL_CONTEXT: 0x5583_b2ec_7b40n,
      OCL_QUEUE: 0n,
    });
    expect(parseRemoteParams('{}')).toEqual({});
    expect(parseRemoteParams('')).toEqual({});
    expect(parseRemoteParams('{FILE:/a,b:c,VA_PLANE:1,EMPTY:,N:{x:1},TILE_ID:many}')).toEqual({
      FILE: '/a,b:c',
      VA_PLANE: 1,
      EMPTY: '',
      N: '{x:1}',
      TILE_ID: 'many',
    });
  });

  it('is read as Windows writes pointers', () => {
    expect(parseRemoteParams('{L0_CONTEXT:0000020A1B2C3D40}')).toEqual({ L0_CONTEXT: 0x20a_1b2c_3d40n });
  });

  it('is read as the headers say it were written', () => {
    expect(parseRemoteParams('CONTEXT_TYPE OCL OCL_CONTEXT 0x5583b2ec7b40 OCL_QUEUE 0x5583b2e98ff0')).toEqual({
      CONTEXT_TYPE: 'OCL',
      OCL_CONTEXT: 0x5583_b2ec_7b40n,
      OCL_QUEUE: 0x5583_b2e9_8ff0n,
    });
    expect(
      parseRemoteParams('MEM_HANDLE:0x559ff6904b00;OCL_CONTEXT:0x559ff71d62f0;SHARED_MEM_TYPE:OCL_BUFFER;'),
    ).toEqual({ MEM_HANDLE: 0x559f_f690_4b00n, OCL_CONTEXT: 0x559f_f71d_62f0n, SHARED_MEM_TYPE: 'OCL_BUFFER' });
  });
});
