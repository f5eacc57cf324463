import {
  type CompiledModel,
  type Core,
  type InferRequest,
  type Model,
  OpenVINOError,
  type ProfilingInfo,
  Tensor,
} from '../../index.js';
import { attribute, type Layers, layersOf } from '../devices/attribution.js';
import { cleanExecutionDevices } from '../devices/devices-requested.js';
import { duration } from '../report/format.js';
import type { TrialSpec } from '../run/plan.js';
import type { Clock } from './clock.js';
import { ownProperties, supportedProperties } from './own-properties.js';
import { type ReadProperty, valuesByDevice } from './readback.js';

/** What a pass needs of the trial before it. */
export interface ShareJob {
  readonly core: Core;
  readonly model: Model;
  readonly inputs: readonly Tensor[];
  readonly spec: TrialSpec;
  readonly clock: Clock;
  /** Requests in flight, as many as the trial had. */
  readonly requests: number;
  /** EXECUTION_DEVICES of the trial. */
  readonly executionDevices: readonly string[];
  /** Properties of what the trial compiled. */
  readonly read: ReadProperty;
  /** What its compilation took by the machine's clock: it is done once more. */
  readonly compileWallMs: number;
}

/** Which device took how many inferences. */
export interface SharePass {
  readonly requests: number;
  /** Those that count, in the order of their ends. */
  readonly inferences: number;
  /** In the order of EXECUTION_DEVICES; also those that took none. */
  readonly devices: readonly { readonly device: string; readonly count: number }[];
  /** Inferences of which nobody can tell. */
  readonly unknown: number;
}

/** Inferences that count: a share of a half is known to ±7 %. */
export const SHARE_INFERENCES = 200;
/** A pass that takes longer ends with what it has. */
const LONGEST_PASS_MS = 10_000;
/** A model that takes longer to compile is not compiled once more for the shares. */
const LONGEST_COMPILE_MS = 60_000;
/** Different lists of layers that are told apart; a device has one. */
const MOST_LISTS = 16;

/**
 * Which device took which inference. OpenVINO has no property for it, but with PERF_COUNT a request of MULTI gives the layers
 * of the device that ran its last inference, and their `execType` has words of the plugin's own. So the model is compiled
 * once more for the same devices, as many requests are kept in flight, and after each inference its request is asked. The
 * timed loop is over by then: counters slow inferences down, and so does reading them.
 *
 * @throws OpenVINOError `TRIAL_FAILED` where the compilation would take too long, a device was given up, or no inference
 *   ended in time.
 */
export async function countShares(job: ShareJob, inferences = SHARE_INFERENCES): Promise<SharePass> {
  if (job.compileWallMs > LONGEST_COMPILE_MS) {
    throw new OpenVINOError(
      'TRIAL_FAILED',
      `Compiling the model took ${duration(job.compileWallMs)}, and it would have to be compiled once more; with a model cache (--cache-dir) it takes less.`,
    );
  }
  const devices = cleanExecutionDevices(job.executionDevices);
  const seen = await runPass(job, inferences);
  if (seen.inferences === 0)
    throw new OpenVINOError('TRIAL_FAILED', `No inference that counts ended within ${duration(LONGEST_PASS_MS)}.`);
  const lists = [...seen.lists.values()];
  const owners = await attribute(
    lists.map(({ layers }) => layers),
    devices,
    (device) => layersAlone(device, job),
  );
  const countOf = (owner: string | undefined): number =>
    lists.reduce((sum, { count }, index) => sum + (owners[index] === owner ? count : 0), 0);
  return {
    requests: job.requests,
    inferences: seen.inferences,
    devices: devices.map((device) => ({ device, count: countOf(device) })),
    unknown: seen.unread + countOf(undefined),
  };
}

interface Seen {
  inferences: number;
  /** Those whose request could not be asked. */
  unread: number;
  readonly lists: Map<string, { readonly layers: Layers; count: number }>;
}

async function runPass(job: ShareJob, inferences: number): Promise<Seen> {
  const { core, model, spec, clock } = job;
  const compiled = await core.compileModel(model, spec.device, { ...spec.properties, PERF_COUNT: 'YES' });
  const devices = (): string => String(compiled.getProperty('EXECUTION_DEVICES'));
  const before = devices();
  const seen: Seen = { inferences: 0, unread: 0, lists: new Map() };
  // the first inferences on a device take longer, and all of them start at once
  let warmUps = 2 * job.requests;
  const start = clock.now();
  const isOver = (): boolean => seen.inferences >= inferences || clock.now() - start >= LONGEST_PASS_MS;
  const drive = async (request: InferRequest): Promise<void> => {
    do {
      await request.inferAsync(undefined, { shareOutputs: true });
      // those still in flight when enough have ended are not counted: among them the slow device has more than its share
      if (warmUps > 0) warmUps--;
      else if (!isOver()) note(request, seen);
    } while (!isOver());
  };
  try {
    const requests = Array.from({ length: job.requests }, () => requestFor(compiled, job.inputs));
    const ended = await Promise.allSettled(requests.map(drive));
    for (const each of ended) if (each.status === 'rejected') throw each.reason;
    const after = devices();
    if (after !== before) {
      const change = `EXECUTION_DEVICES changed from ${before} to ${after} during the pass`;
      throw new OpenVINOError('TRIAL_FAILED', `${change}.`);
    }
  } finally {
    compiled.close();
  }
  return seen;
}

/** Asks the request right after its inference which layers that had. */
function note(request: InferRequest, seen: Seen): void {
  seen.inferences++;
  let infos: readonly ProfilingInfo[];
  try {
    infos = request.getProfilingInfo();
  } catch {
    // where more requests are in flight than devices have, the device's own one has begun another inference
    seen.unread++;
    return;
  }
  let key = '';
  for (const { nodeName, execType } of infos) key += `${nodeName}\n${execType}\n`;
  const list = seen.lists.get(key);
  if (list !== undefined) list.count++;
  else if (seen.lists.size < MOST_LISTS) seen.lists.set(key, { layers: layersOf(infos), count: 1 });
  else seen.unread++;
}

function requestFor(compiled: CompiledModel, inputs: readonly Tensor[]): InferRequest {
  const request = compiled.createInferRequest();
  for (const [index, { elementType, shape, data }] of inputs.entries())
    request.setInputTensor(index, new Tensor(elementType, shape, data));
  return request;
}

/** Settings that choose kernels: a device by itself is given those that it had under the virtual one. */
const KERNEL_SETTINGS = ['PERFORMANCE_HINT', 'INFERENCE_PRECISION_HINT', 'NUM_STREAMS', 'INFERENCE_NUM_THREADS'];

/** The layers of a device by itself; undefined where it does not take the model, or tells nothing. */
async function layersAlone(device: string, { core, model, inputs, spec, read }: ShareJob): Promise<Layers | undefined> {
  try {
    const nested = valuesByDevice(read('DEVICE_PROPERTIES')).get(device);
    const known = supportedProperties(core, device);
    const settings = KERNEL_SETTINGS.flatMap((key) => {
      const value = nested?.get(key) ?? '';
      return value === '' || !known.has(key) ? [] : [[key, value] as const];
    });
    const properties = { ...ownProperties(core, spec, device), ...Object.fromEntries(settings) };
    const compiled = await core.compileModel(model, device, { ...properties, PERF_COUNT: true });
    try {
      const request = requestFor(compiled, inputs);
      await request.inferAsync(undefined, { shareOutputs: true });
      const layers = layersOf(request.getProfilingInfo());
      return layers.size === 0 ? undefined : layers;
    } finally {
      compiled.close();
    }
  } catch {
    return undefined;
  }
}
