import type { MockDevice } from '../../testing/options.js';
import { CHARTS, contentionFor, type DeviceTimes, FITTED, fitDevices, PREDICTED } from './fit.js';
import type { Profile } from './profile.js';

/**
 * Assumed, as no chart shows it. Newer processors load the detector in 0.2 to 0.35 s. 20 ms for one of its inferences
 * (0.35 GFLOP) on the stick, the transfers over USB included, is a guess: no more than that the stick is the slowest of the
 * three.
 */
const ASSUMED = { cpuLoadMs: 450, vpuLatencyMs: 20 };

/** Spread of one inference's time, as a share of it: what a quiet machine shows. */
const SPREAD = 0.04;

/**
 * Extrapolated altogether: how many inferences a device runs at once, and what that gains. The charts are of one request at a
 * time and say nothing of it.
 *
 * - CPU: 2022.3 makes four streams on four cores. One request uses all four cores already, so that streams gain what its
 *   synchronisation loses.
 * - GPU: two streams, two requests for each; on another small GPU of that family they gained a fifth.
 * - VPU: two engines, and two further requests that hide the transfers over USB: four, in which it takes 40 ms for each.
 */
const CPU = { lanes: 4, requests: 4, gain: 1.5 };
const GPU = { lanes: 2, requests: 4, gain: 1.2 };
const VPU = { lanes: 4, requests: 4, gain: 2 };

/** The exercise's machine. */
export function tank870(): Profile {
  const { cpu, gpu, vpu } = fitDevices(CHARTS, ASSUMED);
  return {
    name: 'tank-870',
    machine: 'IEI Tank-870: Core i5-6500TE, HD Graphics 530, Neural Compute Stick 2',
    // the last release that has MYRIAD; MULTI refuses a device that is not there
    version: '2022.3.2',
    seed: 870,
    devices: [
      {
        name: 'CPU',
        fullName: 'Intel(R) Core(TM) i5-6500TE CPU @ 2.30GHz',
        ...timing(cpu),
        streams: { latency: 1, throughput: CPU.lanes },
        optimalRequests: { latency: 1, throughput: CPU.requests },
        contention: contentionFor(CPU.lanes, CPU.gain),
        precision: 'f32',
        capabilities: ['FP32', 'FP16', 'INT8', 'BIN'],
      },
      {
        name: 'GPU',
        fullName: 'Intel(R) HD Graphics 530 (iGPU)',
        type: 'integrated',
        ...timing(gpu),
        streams: { latency: 1, throughput: GPU.lanes },
        optimalRequests: { latency: 1, throughput: GPU.requests },
        contention: contentionFor(GPU.lanes, GPU.gain),
        precision: 'f16',
        capabilities: ['FP32', 'BIN', 'FP16'],
      },
      {
        name: 'MYRIAD',
        fullName: 'Intel Movidius Myriad X VPU',
        type: 'discrete',
        ...timing(vpu),
        streams: VPU.lanes,
        optimalRequests: VPU.requests,
        contention: contentionFor(VPU.lanes, VPU.gain),
        precision: 'f16',
        capabilities: ['FP16'],
      },
    ],
    calibration: { fitted: FITTED, predicted: PREDICTED },
  };
}

function timing({ loadMs, latencyMs, firstExtraMs }: DeviceTimes): Partial<MockDevice> {
  return {
    loadMs,
    firstInferenceExtraMs: firstExtraMs,
    latencyMs: { mean: latencyMs, sd: SPREAD * latencyMs, distribution: 'lognormal' },
  };
}
