// @ts-nocheck: what it imports is not installed here
// Written for openvino-node: the largest of ten scores for each picture, sizes and layout converted by the model.
const { addon: ov } = require('openvino-node');

main(process.argv[2]);

async function main(modelPath) {
  const core = new ov.Core();
  const model = await core.readModel(modelPath);
  if (model.inputs.length !== 1 || model.outputs.length !== 1) throw new Error('One input and one output are needed.');

  const [height, width] = [16, 24];
  const processor = new ov.preprocess.PrePostProcessor(model);
  processor.input(0).tensor().setShape([1, height, width, 3]).setElementType(ov.element.u8).setLayout('NHWC');
  processor.input(0).preprocess().resize(ov.preprocess.resizeAlgorithm.RESIZE_LINEAR);
  processor.input(0).model().setLayout('NCHW');
  processor.output(0).tensor().setElementType(ov.element.f32);
  processor.build();

  const compiledModel = await core.compileModel(model, 'CPU', { INFERENCE_PRECISION_HINT: 'f32' });
  const inferRequest = compiledModel.createInferRequest();
  for (const shade of [0, 100, 255]) {
    const pixels = new Uint8Array(height * width * 3).fill(shade);
    inferRequest.setInputTensor(new ov.Tensor(ov.element.u8, [1, height, width, 3], pixels));
    const results = inferRequest.infer();
    const scores = results[compiledModel.outputs[0]].data;
    const best = scores.reduce((highest, score, index) => (score > scores[highest] ? index : highest), 0);
    console.log(`${shade}: class ${best} of ${scores.length}, ${scores[best].toFixed(2)}`);
  }
}
