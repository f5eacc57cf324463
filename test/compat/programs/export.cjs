// @ts-nocheck: what it imports is not installed here
// Written for openvino-node: a model is given another batch, compiled, exported, imported, and both infer the same.
const fs = require('node:fs');
const { addon: ov } = require('openvino-node');

const [modelPath, blobPath] = process.argv.slice(2);
const core = new ov.Core();
console.log(core.getVersions('CPU').CPU.buildNumber === ov.getOpenvinoVersion().buildNumber);

const model = core.readModelSync(modelPath);
model.reshape(new ov.PartialShape('2,3,8,8'));
console.log(model.isDynamic(), model.getOutputShape(0), model.getOutputElementType(0));
const compiledModel = core.compileModelSync(model, 'CPU');
fs.writeFileSync(blobPath, compiledModel.exportModelSync());

async function main() {
  const imported = await core.importModel(fs.readFileSync(blobPath), 'CPU');
  const data = Float32Array.from({ length: 2 * 3 * 8 * 8 }, (_, index) => index / 384);
  const tensor = new ov.Tensor('f32', compiledModel.input().shape, data);
  const sums = [];
  for (const each of [compiledModel, imported]) {
    const result = await each.createInferRequest().inferAsync([tensor]);
    sums.push(result[each.output()].getData().reduce((sum, value) => sum + value, 0));
  }
  console.log(sums[0] === sums[1], sums[0].toFixed(2));
  try {
    await core.compileModel(model, 'FOO');
  } catch (error) {
    console.log(error instanceof Error);
  }
}
main();
