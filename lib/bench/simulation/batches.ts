import { scenarioOf } from '../../testing/check-options.js';
import type { MockDevice, MockLatency } from '../../testing/options.js';

/**
 * Devices whose inferences are of so many frames. The mocked library computes nothing and knows no batch, so a batch would
 * cost what a frame does; here it costs as much for each of its frames. What a real device gains by batches is unknown.
 */
export function withFrames(
  devices: readonly (MockDevice | string)[],
  frames: number,
): readonly (MockDevice | string)[] {
  if (frames === 1) return devices;
  const complete = scenarioOf({ devices }).devices;
  return devices.map((device) => {
    const given = typeof device === 'string' ? { name: device } : device;
    const known = complete.find(({ name }) => name === given.name || name.startsWith(`${given.name}.`));
    if (known === undefined) return device;
    const { latencyMs, firstInferenceExtraMs } = known;
    return {
      ...given,
      latencyMs: timesOf(latencyMs, frames),
      firstInferenceExtraMs: firstInferenceExtraMs * frames,
    };
  });
}

function timesOf(latency: MockLatency, frames: number): MockLatency {
  if (typeof latency === 'number') return latency * frames;
  if ('mean' in latency) return { ...latency, mean: latency.mean * frames, sd: latency.sd * frames };
  return latency.map((sample) => sample * frames);
}
