import { Core, type Device, type DeviceArgument, type Model } from '@x/openvino-node';
import { benchmark } from '@x/openvino-node/bench';

declare const model: Model;
declare const fromTheCommandLine: string;
const core = new Core();

core.compileModel(model);
for (const device of ['CPU', 'GPU', 'GPU.0', 'GPU.1', 'NPU', 'MYRIAD', 'AUTO'] as const) {
  core.compileModelSync(model, device);
}
core.compileModel(model, 'AUTO:GPU,CPU');
core.compileModel(model, 'AUTO:-GPU.1,CPU');
core.compileModel(model, 'MULTI:GPU.0,GPU.1,CPU');
core.compileModel(model, 'MULTI:GPU(4),CPU(2)');
core.compileModel(model, 'HETERO:NPU,CPU');
core.compileModel(model, 'BATCH:GPU(4)');
core.compileModel(model, fromTheCommandLine, { PERFORMANCE_HINT: 'LATENCY' });
core.compileModel(model, `GPU.${model.inputs.length}`);
core.compileModel(model, `MULTI:${core.getAvailableDevices().join(',')}`);
core.compileModel(model, `${core.getAvailableDevices()[0]}.0`);
core.compileModel(model, process.argv[2] === undefined ? 'AUTO' : `HETERO:${process.argv[2]}`);
core.setProperty(`AUTO:${process.argv[2]}`, {});
core.getVersions('CPU');
const device: Device = 'HETERO:GPU,CPU';
core.compileModel(model, device);

// a plugin of one's own
core.compileModel(model, 'ACME' as string);

/** As programs hand a device on. */
export function compile<Name extends string>(name: DeviceArgument<Name>): void {
  core.compileModelSync(model, name as string);
}
compile('GPU');

// @ts-expect-error TS2345
core.compileModel(model, 'MYGPU');
// @ts-expect-error TS2345
core.compileModelSync(model, 'cpu');
// @ts-expect-error TS2345
core.compileModelSync(model, '');
// @ts-expect-error TS2345
core.compileModel(model, 'MULTI');
// @ts-expect-error TS2345
core.compileModel(model, 'MULTI:');
// @ts-expect-error TS2345
core.compileModel(model, 'MULTI:CPU,GUP');
// @ts-expect-error TS2345
core.compileModel(model, 'AUTO:CPU, GPU');
// @ts-expect-error TS2345
core.compileModel(model, 'HETERO:MULTI:CPU');
// @ts-expect-error TS2345
core.compileModel(model, 'CPU:GPU');
// @ts-expect-error TS2345
core.compileModel(model, 'GPU.first');
// @ts-expect-error TS2345
core.getVersions('MYGPU');
// @ts-expect-error TS2345
compile('MYGPU');
// @ts-expect-error TS2820
const wrong: Device = 'GPU:0';
// @ts-expect-error TS2353 the device stands before the properties
core.compileModel(model, { PERFORMANCE_HINT: 'LATENCY' });
// @ts-expect-error TS2561
core.compileModel(model, 'CPU', {}, { signals: AbortSignal.timeout(1) });

benchmark({ model: 'model.xml', devices: ['CPU', 'MULTI:CPU,GPU'] });
benchmark({ model: 'model.xml', devices: 'NPU' });
benchmark({ model: 'model.xml', devices: [fromTheCommandLine] });
// @ts-expect-error TS2820
benchmark({ model: 'model.xml', devices: ['CPU', 'MYGPU'] });
// @ts-expect-error TS2820
benchmark({ model: 'model.xml', devices: 'MYGPU' });

export { wrong };
