// @ts-nocheck: what it imports is not installed here
// Written for openvino-node: twenty pictures through a queue, their scores in the callback.
import { addon as ov } from 'openvino-node';

const core = new ov.Core();
const compiledModel = core.compileModelSync(process.argv[2], 'CPU', {
  PERFORMANCE_HINT: 'THROUGHPUT',
  INFERENCE_PRECISION_HINT: 'f32',
});
const [input] = compiledModel.inputs;
const queue = new ov.AsyncInferQueue(compiledModel, 4);
const found = new Map();
queue.setCallback((error, inferRequest, { name }) => {
  if (error) throw error;
  found.set(name, inferRequest.getOutputTensor().data.at(-1));
});

const started = Array.from({ length: 20 }, (_, index) => {
  const tensor = new ov.Tensor(ov.element.f32, input.shape);
  tensor.data = new Float32Array(tensor.getSize()).fill(index / 20);
  return queue.startAsync({ [input.anyName]: tensor }, { name: `picture ${index}` });
});
const users = await Promise.all(started);
queue.release();
console.log(users.map(({ name }) => `${name}: ${found.get(name).toFixed(3)}`).join('\n'));
