// One inference, then the same without blocking: node examples/infer.mjs MODEL.xml [DEVICE]
import { Core, OpenVINOError, Tensor } from '@x/openvino-node';
import { readArguments } from './command.mjs';

const [modelPath, device = 'CPU'] = readArguments('infer.mjs MODEL.xml [DEVICE]').positionals;

try {
  const core = new Core();
  const model = await core.readModel(modelPath);
  const compiledModel = await core.compileModel(model, device, { PERFORMANCE_HINT: 'LATENCY' });
  const request = compiledModel.createInferRequest();

  // Zeros of each input's type and shape. A tensor can also wrap a typed array of yours, without a copy:
  // new Tensor('f32', [1, 3], Float32Array.of(1, 2, 3)).
  const inputs = Object.fromEntries(
    model.inputs.map((input) => [input.anyName, new Tensor(input.elementType, input.shape)]),
  );

  const results = request.infer(inputs);
  for (const [name, tensor] of Object.entries(results)) {
    console.log(`${name}: ${tensor.getElementType()} [${tensor.getShape()}]`, tensor.data.subarray(0, 4), '…');
  }

  await request.inferAsync(inputs);
  console.log(
    `again, asynchronously, on ${compiledModel.getProperty('EXECUTION_DEVICES')}: ${request.latencyMs.toFixed(2)} ms`,
  );
} catch (error) {
  if (!(error instanceof OpenVINOError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
}
