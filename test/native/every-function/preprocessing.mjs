import * as ov from '../../../dist/index.js';
import { modelText } from './models.mjs';

/**
 * Every step and setting of preprocessing, in models of their own.
 * @param {ov.Core} core
 * @param {boolean} hasPad
 */
export function preprocessing(core, hasPad) {
  const read = () => core.readModelSync(modelText(['x'], [1, 3, 4, 4]));
  pictures(read());
  steps(read(), hasPad);
  planes(read());
  byIndexAndName(core);
  new ov.Layout('NCHW').toString();
}

/** @param {ov.Model} model */
function pictures(model) {
  const processor = new ov.PrePostProcessor(model);
  const input = processor.input();
  input.tensor().setElementType('u8').setLayout('NHWC').setSpatialStaticShape(8, 8).setColorFormat('RGB');
  input.model().setLayout('NCHW');
  input.preprocess().resize('linear').convertElementType('f32').convertColor('BGR').convertLayout('NCHW');
  processor.output().tensor().setElementType('f64');
  processor.build().close();
}

/** @param {ov.Model} model @param {boolean} hasPad */
function steps(model, hasPad) {
  const processor = new ov.PrePostProcessor(model);
  const input = processor.input();
  input
    .tensor()
    .setLayout('NCHW')
    .setFrom(new ov.Tensor('f32', [1, 3, 6, 6]));
  const preprocess = input.preprocess();
  preprocess.mean(1).mean([1, 2, 3]).scale(2).scale([1, 2, 3]).reverseChannels();
  preprocess.crop([0, 0, 1, 1], [1, 3, hasPad ? 3 : 5, hasPad ? 3 : 5]);
  if (hasPad) preprocess.pad([0, 0, 1, 1], [0, 0, 1, 1], 0, 'constant');
  processor.build().close();
}

/** @param {ov.Model} model */
function planes(model) {
  const processor = new ov.PrePostProcessor(model);
  const input = processor.input();
  input.tensor().setElementType('u8').setColorFormat('NV12_TWO_PLANES', ['y', 'uv']).setMemoryType('GPU_SURFACE');
  input.model().setLayout('NCHW');
  input.preprocess().convertColor('RGB').convertElementType('f32');
  processor.build().close();
}

/** @param {ov.Core} core */
function byIndexAndName(core) {
  const model = core.readModelSync(modelText(['x', 'y'], [1, 4]));
  const processor = new ov.PrePostProcessor(model);
  processor.input(0).tensor().setElementType('i32');
  processor.input('y').tensor().setElementType('i32');
  processor.output(0).tensor().setElementType('f64');
  new ov.PrePostProcessor(model).output('z').tensor().setElementType('f64');
  processor.build().close();
}
