import { parseRequested } from './devices-requested.js';
import type { Form } from './plan.js';
import { comparison, isClearlyFaster, significant } from './report/format.js';
import type { BenchResult, TrialResult } from './result.js';

/** What the numbers teach, as sentences for the end of a report. Pure. */
export function adviceOf({ results, simulated }: BenchResult, form: Form): string[] {
  const ok = results.filter((trial) => trial.status === 'ok');
  return [
    ...adviceOnHints(ok),
    ...adviceOnAsync(ok, form),
    ...adviceOnPrecision(ok),
    ...(form === 'exercise' && simulated !== true ? adviceOnRetired(results) : []),
    ...(form === 'exercise' ? [...adviceOnMulti(results), ...adviceOnFastest(ok, simulated === true)] : []),
  ];
}

/** A device that was compiled for throughput, in a loop of one request. */
function adviceOnHints(ok: readonly TrialResult[]): string[] {
  const halved = ok.filter((trial) => trial.api === 'sync' && (trial.streams ?? 1) > 1);
  return [...new Set(halved.map((trial) => trial.requestedDevice))].map((device) => {
    const trial = halved.find(({ requestedDevice }) => requestedDevice === device) as TrialResult;
    const other = ok.find(({ api, requestedDevice }) => api === 'async' && requestedDevice === device);
    const filled =
      other?.fps && trial.fps
        ? ` Asynchronous with ${other.requests} requests it ran ${significant(other.fps)} FPS instead of ${significant(trial.fps)}.`
        : '';
    return `${device} was compiled with ${trial.streams} streams (${trial.performanceHint ?? 'its own'} hint), of which a synchronous loop fills one.${filled} For one request at a time: --hint latency.`;
  });
}

/** Streams that only several requests in flight could fill. */
function adviceOnAsync(ok: readonly TrialResult[], form: Form): string[] {
  if (form === 'exercise-form') {
    const unused = ok.some((trial) => parseRequested(trial.requestedDevice).devices.length > 1);
    return unused
      ? [
          'One synchronous request never uses two devices at once: `ov-bench run --api async` measures what MULTI is for.',
        ]
      : [];
  }
  const few = ok.find(
    (trial) => trial.api === 'async' && trial.requests !== null && (trial.streams ?? 0) > trial.requests,
  );
  return few === undefined
    ? []
    : [`${few.requestedDevice} has ${few.streams} streams: --requests ${few.streams} fills them.`];
}

/** A CPU that computes in bf16 does so by default, and not always to its advantage: f32 was 1.5 times faster on one. */
function adviceOnPrecision(ok: readonly TrialResult[]): string[] {
  const reduced = ok.some(
    (trial) => trial.executionDevices.includes('CPU') && /bf16/.test(trial.inferencePrecision ?? ''),
  );
  return reduced
    ? [
        'The CPU computes in bf16: --property INFERENCE_PRECISION_HINT=f32 measures full precision, which may even be faster.',
      ]
    : [];
}

function adviceOnRetired(results: readonly TrialResult[]): string[] {
  const devices = new Set(results.flatMap((trial) => parseRequested(trial.requestedDevice).devices));
  return devices.has('MYRIAD')
    ? [
        '`ov-bench exercise --map MYRIAD=NPU` runs the combinations with the successor of MYRIAD (the Neural Compute Stick 2).',
      ]
    : [];
}

function adviceOnMulti(results: readonly TrialResult[]): string[] {
  if (!results.some((trial) => parseRequested(trial.requestedDevice).virtual === 'MULTI')) return [];
  return [
    "MULTI is deprecated since OpenVINO 2024.2; the same today: compileModel(model, 'AUTO:GPU,CPU', { PERFORMANCE_HINT: 'CUMULATIVE_THROUGHPUT' }), with inferAsync on as many requests as OPTIMAL_NUMBER_OF_INFER_REQUESTS says.",
  ];
}

function adviceOnFastest(ok: readonly TrialResult[], simulated: boolean): string[] {
  const ranked = ok.filter((trial) => trial.fps !== null).sort((a, b) => (b.fps ?? 0) - (a.fps ?? 0));
  const [best] = ranked;
  const baseline = ok.find((trial) => trial.api === 'sync');
  if (best?.fps == null || baseline?.fps == null || !isClearlyFaster(best.fps, baseline.fps)) return [];
  const way =
    best.api === 'sync'
      ? 'one request at a time'
      : `${best.requests} requests in flight, ${best.performanceHint ?? 'no'} hint, ${best.streams ?? '?'} streams`;
  const ran = best.droppedDevices.length > 0 ? ` (on ${best.executionDevices.join(', ')} alone)` : '';
  const caution = simulated
    ? 'SIMULATED: it says nothing of this machine.'
    : 'One process a row: repeat before trusting small differences.';
  return [
    `Fastest here: ${best.requestedDevice}${ran} with ${way}: ${significant(best.fps)} FPS, ${comparison(best.fps, baseline.fps)} than ${baseline.requestedDevice} synchronous. ${caution}`,
  ];
}
