import { Core, loadRuntime, type Model } from '../../index.js';
import { applyShapes } from '../child/shapes.js';
import { parseRequested } from '../devices/devices-requested.js';
import type { ShapeOption } from '../options.js';
import { isDetectionOutput } from '../result/detections.js';
import type { SimulationJob } from '../simulation/simulation.js';

/** Ask the devices what they take, and the model which batches: done once, in a child, before the search. */
export interface SurveyJob {
  readonly kind: 'survey';
  readonly runtimePath: string;
  readonly modelPath: string;
  readonly shapes: readonly ShapeOption[];
  /** Device strings of the command line; none for what is available. */
  readonly devices: readonly string[];
  readonly folder: string;
  readonly simulation: SimulationJob | undefined;
}

/** What a device says of itself; null where it does not answer. */
export interface DeviceAnswers {
  readonly supported: readonly string[];
  readonly capabilities: readonly string[];
  /** RANGE_FOR_STREAMS */
  readonly streams: readonly [least: number, most: number] | null;
  /** INFERENCE_PRECISION_HINT, PERFORMANCE_HINT and ENABLE_CPU_PINNING where nothing is asked for. */
  readonly precision: string | null;
  readonly hint: string | null;
  readonly pinning: boolean | null;
}

export interface Survey {
  readonly availableDevices: readonly string[];
  /** By device or, of virtual ones, by their name: `CPU`, `GPU.0`, `AUTO`. */
  readonly answers: Readonly<Record<string, DeviceAnswers>>;
  /** Batches that the model can be reshaped to, above 1. */
  readonly batches: readonly number[];
}

/** Larger ones gain little on CPUs and take long on them. */
const BATCHES = [2, 4, 8];

export async function survey(job: SurveyJob): Promise<Survey> {
  const { simulated } = loadRuntime({ path: job.runtimePath });
  const core = new Core();
  const availableDevices = core.getAvailableDevices();
  const named = job.devices.flatMap((device) => {
    const { virtual, devices } = parseRequested(device);
    return [...devices, ...(virtual === '' ? [] : [virtual])];
  });
  const names = new Set([...availableDevices, ...named, 'AUTO']);
  return {
    availableDevices,
    answers: Object.fromEntries([...names].map((name) => [name, ask(core, name)])),
    // on a simulated device a batch takes as long as its frames one after the other: there is nothing to find
    batches: simulated ? [] : await batchesOf(core, job),
  };
}

function ask(core: Core, device: string): DeviceAnswers {
  const read = (key: string): unknown => {
    try {
      return core.getProperty(device, key);
    } catch {
      return undefined;
    }
  };
  const list = (key: string): string[] => {
    const value = read(key);
    return Array.isArray(value) ? value.map(String) : [];
  };
  const [least, most] = list('RANGE_FOR_STREAMS').map(Number);
  const text = (key: string): string | null => {
    const value = read(key);
    return typeof value === 'string' ? value : null;
  };
  const pinning = read('ENABLE_CPU_PINNING');
  return {
    supported: list('SUPPORTED_PROPERTIES'),
    capabilities: list('OPTIMIZATION_CAPABILITIES'),
    streams: least !== undefined && most !== undefined && most >= least ? [least, most] : null,
    precision: text('INFERENCE_PRECISION_HINT'),
    hint: text('PERFORMANCE_HINT'),
    pinning: typeof pinning === 'boolean' ? pinning : null,
  };
}

/** What the model takes, by trying: each time with a fresh one, for a failed reshape may leave half of it changed. */
async function batchesOf(core: Core, { modelPath, shapes }: SurveyJob): Promise<number[]> {
  const taken: number[] = [];
  for (const batch of BATCHES) {
    const model = await core.readModel(modelPath);
    applyShapes(model, shapes);
    if (!takesBatch(model, batch)) break;
    taken.push(batch);
  }
  return taken;
}

/** Whether all inputs and outputs grow along: by their first dimension, lists of detections by their rows. */
function takesBatch(model: Model, batch: number): boolean {
  const inputs = model.inputs.map(({ shape }) => shape);
  const [[size] = []] = inputs;
  if (size === undefined || !inputs.every((shape) => shape.length > 1 && shape[0] === size)) return false;
  try {
    const before = model.outputs.map(({ shape }) => shape);
    model.reshape(new Map(inputs.map(([first = 1, ...rest], index) => [index, [first * batch, ...rest]])));
    const after = model.outputs.map(({ shape }) => shape);
    return before.every((shape, index) => {
      const rows = isDetectionOutput(shape) ? 2 : 0;
      const expected = shape.map((length, at) => (at === rows ? length * batch : length));
      return expected.join() === after[index]?.join();
    });
  } catch {
    return false;
  }
}
