// As many inferences as the device takes, several in flight: node examples/throughput.mjs MODEL.xml [DEVICE] [SECONDS]
import { Core, Tensor } from '@x/openvino-node';
import { fail, readArguments, readNumber } from './command.mjs';

const { positionals } = readArguments('throughput.mjs MODEL.xml [DEVICE] [SECONDS]');
const [modelPath, device = 'CPU', time = '5'] = positionals;
const seconds = readNumber('SECONDS', time, { from: 0.1, to: 86_400, fraction: true });
process.once('uncaughtException', fail); // one sentence: no such model or device

const core = new Core();
const model = await core.readModel(modelPath);
const compiledModel = await core.compileModel(model, device, { PERFORMANCE_HINT: 'THROUGHPUT' });
const inFlight = Number(compiledModel.getProperty('OPTIMAL_NUMBER_OF_INFER_REQUESTS'));

const end = performance.now() + seconds * 1000;
let inferences = 0;

/** Keeps one request busy. Each has its own inputs: what is in flight must not be written to. */
async function keepBusy() {
  const request = compiledModel.createInferRequest();
  const inputs = model.inputs.map((input) => new Tensor(input.elementType, input.shape));
  while (performance.now() < end) {
    await request.inferAsync(inputs);
    inferences++;
  }
}

const startedAt = performance.now();
await Promise.all(Array.from({ length: inFlight }, keepBusy));
const fps = inferences / ((performance.now() - startedAt) / 1000);
console.log(
  `${compiledModel.getProperty('EXECUTION_DEVICES')}: ${inFlight} requests in flight, ${fps.toFixed(1)} inferences a second`,
);
