import fs from 'node:fs';
import path from 'node:path';
import { BUILD_FOLDER } from './build.mjs';

/** Models with one operation, max(x, 0): what is measured with them is what stands around an inference. */
const RELU_SHAPES = { tiny: [1, 16], large: [1, 3, 1448, 1448], picture: [1, 256, 256, 3] };

const DETECTOR = 'vehicle-license-plate-detection-barrier-0106';
const PRECISIONS = ['FP32', 'FP16-INT8'];

/**
 * @typedef {{ name: string, file: string }} NamedModel
 * @typedef {{ tiny: NamedModel, large: NamedModel, picture: NamedModel, detectors: NamedModel[] }} Models
 */

/**
 * @param {string} root of the checkout
 * @param {string[]} given paths of the detectors to take
 * @returns {Promise<Models>}
 */
export async function prepareModels(root, given) {
  const folder = path.join(root, BUILD_FOLDER, 'models');
  const { IrGraph, ops } = /** @type {typeof import('../../lib/bench/model/ir/index.js')} */ (
    await import(new URL('../../dist/bench/model/ir/index.js', import.meta.url).href)
  );
  fs.mkdirSync(folder, { recursive: true });
  /** @param {keyof typeof RELU_SHAPES} name */
  const relu = (name) => {
    const graph = new IrGraph(name);
    graph.result(ops.relu(graph, 'relu', graph.parameter('x', 'f32', RELU_SHAPES[name]), ['y']));
    const { xml, weights } = graph.build();
    const file = path.join(folder, `${name}.xml`);
    fs.writeFileSync(path.join(folder, `${name}.bin`), weights);
    fs.writeFileSync(file, xml);
    return { name: `Relu [${RELU_SHAPES[name].join(',')}]`, file };
  };
  const detectors = await findDetectors(root, folder, given);
  return { tiny: relu('tiny'), large: relu('large'), picture: relu('picture'), detectors };
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {string[]} given
 * @returns {Promise<NamedModel[]>}
 */
async function findDetectors(root, folder, given) {
  if (given.length > 0) {
    for (const file of given) if (!fs.existsSync(file)) throw new Error(`there is no model ${file}`);
    return given.map((file) => ({ name: nameOf(file), file: path.resolve(file) }));
  }
  const shared = PRECISIONS.map((precision) => ({
    name: precision,
    file: path.resolve(root, `../shared/models/${DETECTOR}/${precision}/${DETECTOR}.xml`),
  })).filter(({ file }) => fs.existsSync(file));
  if (shared.length > 0) return shared;
  const { writeStandInModel } = await import(new URL('../../dist/bench/model/stand-in.js', import.meta.url).href);
  return [{ name: 'stand-in', file: await writeStandInModel(folder) }];
}

/**
 * The precision where the folder says it, as those of the Open Model Zoo do; else the file's name.
 * @param {string} file
 */
function nameOf(file) {
  const folder = path.basename(path.dirname(path.resolve(file)));
  return /^(FP|INT)\d+/.test(folder) ? folder : path.basename(file, '.xml');
}
