import { type Core, type Model, type ProfilingInfo, Tensor } from '../../index.js';
import { cleanExecutionDevices, parseRequested } from '../devices/devices-requested.js';
import { type DeviceProfile, layersOf } from '../result/profile.js';
import type { TrialSpec } from '../run/plan.js';
import type { Clock } from './clock.js';
import { ownProperties } from './own-properties.js';
import { averaging, type Counters, summing } from './profile-counters.js';
import { type ReadProperty, valuesByDevice } from './readback.js';

/** What a profiling pass needs of the trial before it. */
export interface ProfileJob {
  readonly core: Core;
  readonly model: Model;
  readonly inputs: readonly Tensor[];
  readonly spec: TrialSpec;
  /** Inferences that count. */
  readonly inferences: number;
  readonly clock: Clock;
  /** Whether the devices are mocked: their counters are of the last inference, whatever the device is called. */
  readonly simulated: boolean;
  /** EXECUTION_DEVICES of the trial. */
  readonly executionDevices: readonly string[];
  /** Properties of what the trial compiled. */
  readonly read: ReadProperty;
}

/** Before the counted ones. */
const WARM_UPS = 10;
/** A pass that takes longer than this ends with what it has. */
const LONGEST_PASS_MS = 20_000;

/** What is compiled for a pass. */
interface Target {
  readonly device: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly streams: number | null;
  readonly averages: boolean;
}

/**
 * Where the time goes, layer by layer: the model is compiled once more, with PERF_COUNT, and inferences of one request are
 * run one by one, with a look at the counters after each. The timed loop is over by then: reading the counters takes 0.25 ms
 * for 170 nodes, a seventh of the detector's inference.
 *
 * MULTI and AUTO give each inference to one device: each device that ran has a pass of its own.
 */
export async function profileDevices(job: ProfileJob): Promise<DeviceProfile[]> {
  const profiles: DeviceProfile[] = [];
  for (const target of targetsOf(job)) profiles.push(await profileDevice(target, job));
  return profiles;
}

function targetsOf(job: ProfileJob): Target[] {
  const { device, properties } = job.spec;
  const { virtual } = parseRequested(device);
  const devices = cleanExecutionDevices(job.executionDevices);
  const split = virtual === 'HETERO' && devices.length > 1;
  if (devices.length === 0 || split || job.simulated) return [{ device, properties, streams: null, averages: false }];
  return devices.map((name) => {
    if (name === 'CPU') return cpuTarget(job);
    return { device: name, properties: ownProperties(job.core, job.spec, name), streams: null, averages: false };
  });
}

/**
 * The CPU in one stream, with as many threads as a stream of the trial had: each stream keeps counters of its own, and
 * readings of several can't be told apart.
 */
function cpuTarget(job: ProfileJob): Target {
  const nested = valuesByDevice(job.read('DEVICE_PROPERTIES')).get('CPU');
  const number = (key: string): number => Number(nested?.get(key) ?? job.read(key));
  const threads = number('INFERENCE_NUM_THREADS') / number('NUM_STREAMS');
  const hint = nested?.get('PERFORMANCE_HINT');
  const properties = {
    ...(typeof hint === 'string' && hint !== '' && { PERFORMANCE_HINT: hint }),
    ...ownProperties(job.core, job.spec, 'CPU'),
    NUM_STREAMS: '1',
    ...(threads >= 1 && Number.isFinite(threads) && { INFERENCE_NUM_THREADS: String(Math.floor(threads)) }),
  };
  return { device: 'CPU', properties, streams: 1, averages: true };
}

async function profileDevice(target: Target, job: ProfileJob): Promise<DeviceProfile> {
  const { device, properties, streams, averages } = target;
  const { clock } = job;
  const compiled = await job.core.compileModel(job.model, device, { ...properties, PERF_COUNT: 'YES' });
  try {
    const request = compiled.createInferRequest();
    for (const [index, { elementType, shape, data }] of job.inputs.entries())
      request.setInputTensor(index, new Tensor(elementType, shape, data));
    // asynchronous: between inferences this process must see that its parent has gone
    const infer = (): Promise<unknown> => request.inferAsync(undefined, { shareOutputs: true });
    for (let done = 0; done < WARM_UPS; done++) await infer();
    const counters = countersOf(averages, request.getProfilingInfo());
    let [inferences, totalMs] = [0, 0];
    while (inferences < job.inferences && totalMs < LONGEST_PASS_MS) {
      const start = clock.now();
      await infer();
      totalMs += clock.now() - start;
      inferences++;
      counters.add(request.getProfilingInfo());
    }
    const times = layersOf(counters.sums());
    return { device, streams, inferences, totalMs, counters: averages ? 'average' : 'sum', ...times };
  } finally {
    compiled.close();
  }
}

function countersOf(averages: boolean, warmUp: readonly ProfilingInfo[]): Counters {
  return averages ? averaging(warmUp, WARM_UPS) : summing();
}
