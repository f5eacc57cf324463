import { type CompiledModel, Core, loadRuntime, type Model, OpenVINOError, PartialShape } from '@x/openvino-node';
import { benchmark } from '@x/openvino-node/bench';
import { imageToTensor } from '@x/openvino-node/image';
import { expectedOutput, mockRuntime } from '@x/openvino-node/testing';
import { expectTypeOf } from 'vitest';

declare const compiledModel: CompiledModel;
declare const model: Model;

loadRuntime({ path: '/opt/openvino' });
new Core({ pluginsXml: '/opt/plugins.xml' });
compiledModel.configurePool({ size: 4, maxWaiting: Infinity });
model
  .reshape([1, 3, [1, 640], -1])
  .reshape({ image: '[1,3,?,?]' })
  .reshape(new PartialShape('...'));
mockRuntime({ devices: ['CPU', { name: 'GPU', loadMs: 1, faults: [{ kind: 'inference-fails', at: 3 }] }] });
imageToTensor('car.png', { shape: [1, 3, 32, 32] }, { layout: 'NCHW' });
benchmark({ model: 'model.xml', api: ['sync', 'async'], hint: 'latency', iterations: 10 });
expectTypeOf(expectedOutput({ type: 'f32', shape: [1] }, []).data).toEqualTypeOf<Float32Array>();

// @ts-expect-error TS2561
loadRuntime({ paths: '/opt/openvino' });
// @ts-expect-error TS2353
new Core({ plugins: '/opt/plugins.xml' });
// @ts-expect-error TS2561
compiledModel.configurePool({ sizes: 4 });
// @ts-expect-error TS2322
compiledModel.configurePool({ size: '4' });
// @ts-expect-error TS2345
model.reshape(4);
// @ts-expect-error TS2322
mockRuntime({ devices: [{ name: 'GPU', faults: [{ kind: 'inference-fails' }] }] });
// @ts-expect-error TS2322
mockRuntime({ clock: 'fast' });
// @ts-expect-error TS2322
imageToTensor('car.png', { shape: [1, 3, 32, 32] }, { layout: 'NCWH' });
// @ts-expect-error TS2353
benchmark({ model: 'model.xml', time: 1000 });
// @ts-expect-error TS2322
benchmark({ model: 'model.xml', hint: 'fast' });
// @ts-expect-error TS2345
benchmark({ devices: ['CPU'] });
// @ts-expect-error TS2345
throw new OpenVINOError('NO_SUCH_CODE', 'What happened.');
