import { type Model, makeModel } from '../model/model.js';
import {
  checkModelPath,
  checkModelPathAsync,
  explainReadFailure,
  explainReadFailureAsync,
} from '../model/model-file.js';
import { copyWeights, copyWeightsAsync, explainMemoryFailure, modelInMemory } from '../model/model-memory.js';
import type { NativeCore } from '../native.js';
import { checkFile, checkFileAsync, WEIGHTS_FILE } from './file-kind.js';

/** Reads a model from a file or from memory; failures tell their cause. */
export async function readModel(native: NativeCore, model: unknown, weights: unknown): Promise<Model> {
  const memory = modelInMemory(model, weights);
  if (memory !== undefined) {
    const copy = await copyWeightsAsync(memory.weights);
    try {
      return makeModel(await native.readModelFromMemory(memory.xml, copy));
    } catch (error) {
      throw explainMemoryFailure(error, memory);
    }
  }
  const path = await checkModelPathAsync(model);
  const weightsPath = isBeside(weights) ? undefined : await checkFileAsync(weights, WEIGHTS_FILE);
  try {
    return makeModel(await native.readModel(path, weightsPath ?? null));
  } catch (error) {
    throw await explainReadFailureAsync(error, path, weightsPath);
  }
}

/** {@link readModel}, blocking the thread. */
export function readModelSync(native: NativeCore, model: unknown, weights: unknown): Model {
  const memory = modelInMemory(model, weights);
  if (memory !== undefined) {
    const copy = copyWeights(memory.weights);
    try {
      return makeModel(native.readModelFromMemorySync(memory.xml, copy));
    } catch (error) {
      throw explainMemoryFailure(error, memory);
    }
  }
  checkModelPath(model);
  const weightsPath = isBeside(weights) ? undefined : weights;
  if (weightsPath !== undefined) checkFile(weightsPath, WEIGHTS_FILE);
  try {
    return makeModel(native.readModelSync(model, weightsPath ?? null));
  } catch (error) {
    throw explainReadFailure(error, model, weightsPath);
  }
}

/** Whether the weights are those beside the model; openvino-node's empty path says so as well. */
function isBeside(weights: unknown): weights is undefined | '' {
  return weights === undefined || weights === '';
}
