// Programs that are CommonJS: `require()` of an ES module, which Node.js does from 20.19 and 22.12 on.
import ov = require('@x/openvino-node');
import testing = require('@x/openvino-node/testing');
import image = require('@x/openvino-node/image');
import bench = require('@x/openvino-node/bench');

const data: Float32Array = new ov.Tensor('f32', [1]).data;
const tensor: ov.Tensor<'f32'> = new ov.Tensor('f32', [1], data);
// @ts-expect-error TS2345
new ov.Tensor('f32', [1], new Uint8Array(1));
// @ts-expect-error TS2345
new ov.Core().compileModelSync('model.xml', 'MYGPU');

export = { tensor, mockRuntime: testing.mockRuntime, imageToTensor: image.imageToTensor, benchmark: bench.benchmark };
