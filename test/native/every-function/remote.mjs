import * as ov from '../../../dist/index.js';
import { modelText } from './models.mjs';

/**
 * Remote contexts and tensors of a GPU, which may be a mocked one.
 * @param {ov.Core} core
 */
export async function remote(core) {
  const context = core.getDefaultContext('GPU');
  const { OCL_CONTEXT } = context.getParams();
  core.createContext('GPU', { CONTEXT_TYPE: 'OCL', OCL_CONTEXT: OCL_CONTEXT ?? 0n }).close();
  const model = core.readModelSync(modelText(['x'], [1, 4]));
  const compiled = await core.compileModel(model, context, { PERF_COUNT: true });
  compiled.getContext().close();
  const tensor = context.createTensor('f32', [1, 4]);
  [tensor.getDeviceName(), tensor.getParams(), context.getDeviceName()];
  const host = context.createHostTensor('f32', [1, 4]);
  host.data.set([1, 2, 3, 4]);
  const request = compiled.createInferRequest();
  request.setOutputTensor(tensor);
  request.infer([host]);
  // whose memory it is has to be asked of the library
  compiled.createInferRequest().getInputTensor();
  compiled.getProperty('EXECUTION_DEVICES');
  tensor.close();
  context.close();
}
