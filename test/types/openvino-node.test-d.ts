// A program with openvino-node's types, of which the name of the package was changed and nothing else.
import {
  type AsyncInferQueue,
  type AsyncInferQueueCallback,
  type CompiledModel,
  type Core,
  type Dimension,
  element,
  type elementTypeString,
  type InferRequest,
  type InputInfo,
  type InputModelInfo,
  type InputTensorInfo,
  type Model,
  type Node,
  type NodeAddon,
  type Output,
  type OutputInfo,
  type OutputTensorInfo,
  type OVAny,
  addon as ov,
  type PartialShape,
  type PrePostProcessor,
  type PreProcessSteps,
  resizeAlgorithm,
  type SupportedTypedArray,
  type Tensor,
  type Version,
} from '@x/openvino-node';

const all: NodeAddon = ov;
const core: Core = new all.Core();
const version: Version = ov.getOpenvinoVersion();
const build: string = core.getVersions('CPU')['CPU']?.buildNumber ?? version.buildNumber;
const config: Record<string, OVAny> = { PERFORMANCE_HINT: 'LATENCY', NUM_STREAMS: 1, PERF_COUNT: true };
const type: element = ov.element.f32;
const name: elementTypeString = 'f32';
const algorithm: resizeAlgorithm = ov.resizeAlgorithm.RESIZE_CUBIC;

async function main(path: string, device: string): Promise<SupportedTypedArray> {
  const model: Model = await core.readModel(path);
  const nodes: Node[] = model.getOps();
  const names: string[] = [...nodes.map((node) => node.getName()), model.getName()];
  model.setFriendlyName(names.join());
  const shape: PartialShape = new ov.PartialShape('1,3,?,?');
  const dimensions: Dimension[] = shape.getDimensions();
  model.reshape(new Map<number | string | Output, PartialShape | string>([[0, shape]]), { state: '1' });
  const processor: PrePostProcessor = new ov.preprocess.PrePostProcessor(model);
  const info: InputInfo = processor.input(0);
  const given: InputTensorInfo = info.tensor().setElementType(element.u8).setLayout('NHWC').setShape([1, 2, 2, 3]);
  const steps: PreProcessSteps = info.preprocess().resize(resizeAlgorithm.RESIZE_LINEAR).resize(algorithm);
  const taken: InputModelInfo = info.model().setLayout('NCHW');
  const output: OutputInfo = processor.output('scores');
  const results: OutputTensorInfo = output.tensor().setElementType(name);
  processor.build();
  ov.saveModelSync(model, 'saved.xml', false);
  core.setProperty('CPU', { CACHE_DIR: 'cache' });
  const streams: OVAny = core.getProperty('CPU', 'NUM_STREAMS');
  const supported: { [key: string]: string } = core.queryModel(model, 'CPU', { PERF_COUNT: true });
  const compiled: CompiledModel = await core.compileModel(model, device, config);
  const imported: CompiledModel = core.importModelSync(compiled.exportModelSync(), device, config);
  const request: InferRequest = imported.createInferRequest();
  const tensor: Tensor = new ov.Tensor(type, [1, 3]);
  const port: Output = compiled.input('image');
  request.setTensor('image', tensor);
  const found: { [outputName: string]: Tensor } = request.infer({ image: tensor, mask: new Float32Array(4) });
  const queue: AsyncInferQueue = new ov.AsyncInferQueue(compiled, 4);
  const callback: AsyncInferQueueCallback = (error, ended, userData) => console.log(error, ended, userData);
  queue.setCallback(callback);
  await queue.startAsync({ image: tensor }, { id: 1 });
  queue.release();
  console.log(build, dimensions, given, steps, taken, results, streams, supported, port.anyName);
  return found['scores']?.getData() ?? request.getOutputTensor(0).data;
}

export { main };
