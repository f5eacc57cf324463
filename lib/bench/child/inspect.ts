import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Core, loadRuntime, type Model, OpenVINOError, type Output } from '../../index.js';
import { describeOpenVino, type OpenVinoInfo } from '../machine/openvino.js';
import type { ShapeOption } from '../options.js';
import type { InputInfo, ModelInfo, PortDescription } from '../result/result.js';
import type { InputChoice, ModelChoice } from '../run/plan.js';
import type { SimulationJob } from '../simulation/simulation.js';
import { applyBatch, batchedInputs } from './batch.js';
import type { TargetPort } from './input/files.js';
import { type PreparedInput, prepareInputs } from './input/prepare.js';
import { applyShapes } from './shapes.js';

/** Look at the model and prepare its input: done once, in a child, before any trial. */
export interface InspectJob {
  readonly kind: 'inspect';
  readonly model: ModelChoice;
  readonly input: InputChoice;
  readonly shapes: readonly ShapeOption[];
  /** Where the prepared input goes. */
  readonly folder: string;
  /** Devices to simulate in place of the machine's. */
  readonly simulation: SimulationJob | undefined;
  /** Batches that the trials give the model. */
  readonly batches?: readonly number[];
  /** Element type that the inputs must have, where one was named. */
  readonly inputType?: string | undefined;
}

/** What all trials share. */
export interface Inspection {
  /** The library that the trials open, too. */
  readonly runtimePath: string;
  readonly openvinoVersion: string;
  /** Whether it is a mock, which computes nothing: by what the library says of itself, however it came to be used. */
  readonly simulated: boolean;
  readonly availableDevices: readonly string[];
  readonly openvino?: OpenVinoInfo;
  readonly model: ModelInfo;
  readonly input: InputInfo;
  readonly prepared: readonly PreparedInput[];
}

/**
 * Reads the model, checks that it can be run as asked, and prepares its input.
 *
 * @throws OpenVINOError for everything that would make each trial fail: no runtime, a bad model, shape or input.
 */
export async function inspect(job: InspectJob): Promise<Inspection> {
  const runtime = loadRuntime();
  const core = new Core();
  const model = await core.readModel(job.model.path);
  applyShapes(model, job.shapes);
  if (job.batches !== undefined && job.batches.length > 0) tryBatches(model, job.batches);
  const targets = model.inputs.map(targetOf);
  const other = targets.find(({ elementType }) => job.inputType !== undefined && elementType !== job.inputType);
  if (other !== undefined) throw otherType(other, job.inputType);
  const { info, inputs } = await prepareInputs(job.input, targets, job.folder);
  return {
    runtimePath: runtime.path,
    openvinoVersion: runtime.version,
    simulated: runtime.simulated,
    availableDevices: core.getAvailableDevices(),
    openvino: describeOpenVino(core, runtime),
    model: await describeModel(model, job.model.path),
    input: info,
    prepared: inputs,
  };
}

/** Each batch, to see whether the model takes it; it is left with the only one, or with 1: trials repeat what is prepared. */
function tryBatches(model: Model, batches: readonly number[]): void {
  const distinct = [...new Set(batches)].sort((a, b) => b - a);
  const inputs = batchedInputs(model);
  for (const batch of distinct) applyBatch(model, batch, inputs);
  if (distinct.length > 1) applyBatch(model, 1, inputs);
}

function targetOf(port: Output): TargetPort {
  const shape = port.getPartialShape();
  if (shape.isDynamic()) {
    throw new OpenVINOError(
      'SHAPE_MISMATCH',
      `The input ${port.anyName} has the dynamic shape ${shape}: say with --shape ${port.anyName}:[…] which one to measure.`,
    );
  }
  return { name: port.anyName, elementType: port.elementType, shape: port.shape };
}

function otherType({ name, elementType }: TargetPort, asked: string | undefined): OpenVINOError {
  const message = `The input ${name} is ${elementType}, not ${asked}: another type would need preprocessing, which is not there. Give -ip ${elementType}, to benchmark_app as well.`;
  return new OpenVINOError('ELEMENT_TYPE_MISMATCH', message);
}

async function describeModel(model: Model, path: string): Promise<ModelInfo> {
  const weights = path.endsWith('.xml') ? `${path.slice(0, -4)}.bin` : undefined;
  const hasWeights = weights !== undefined && (await stat(weights).catch(() => undefined))?.isFile() === true;
  return {
    name: model.getFriendlyName(),
    path,
    sha256: await sha256Of(path),
    weightsSha256: hasWeights ? await sha256Of(weights) : null,
    inputs: model.inputs.map(describePort),
    outputs: model.outputs.map(describePort),
  };
}

function describePort(port: Output): PortDescription {
  const dimensions = port.getPartialShape().getDimensions();
  return {
    name: port.anyName,
    elementType: port.elementType,
    shape: dimensions.map((dimension) => (typeof dimension === 'number' ? dimension : -1)),
  };
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
