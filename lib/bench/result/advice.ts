import { compareRows, type RowComparison } from '../compare/comparison.js';
import { verdictWords, wereSeveral } from '../compare/words.js';
import { parseRequested } from '../devices/devices-requested.js';
import { counted, significant } from '../report/format.js';
import type { Form } from '../run/plan.js';
import type { BenchResult, TrialResult } from './result.js';

/** What the numbers teach, as sentences for the end of a report. Pure. */
export function adviceOf({ results, simulated, interrupted }: BenchResult, form: Form): string[] {
  const ok = results.filter((trial) => trial.status === 'ok' && trial.load === undefined);
  return [
    ...adviceOnHints(ok),
    ...adviceOnAsync(ok, form),
    ...adviceOnPrecision(ok),
    ...(form === 'exercise' && simulated !== true ? adviceOnRetired(results) : []),
    ...(form === 'exercise'
      ? [
          ...adviceOnMulti(results),
          ...adviceOnFastest(ok, simulated === true, interrupted === true || wereSeveral(results)),
        ]
      : []),
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

/**
 * A CPU that computes in bf16 does so by default, and not always to its advantage: f32 was 1.5 times faster on one. Where a row
 * has measured that, nothing is left to try.
 */
function adviceOnPrecision(ok: readonly TrialResult[]): string[] {
  const reduced = ok.some(
    (trial) => trial.executionDevices.includes('CPU') && /bf16/.test(trial.inferencePrecision ?? ''),
  );
  const known = ok.some(
    ({ executionDevices, properties }) =>
      executionDevices.includes('CPU') && /f32/i.test(properties?.INFERENCE_PRECISION_HINT ?? ''),
  );
  return reduced && !known
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

/** Only a verdict says that a row is faster, and only verdicts over all others that it is the fastest. */
function adviceOnFastest(ok: readonly TrialResult[], simulated: boolean, several: boolean): string[] {
  const [best, ...others] = ok.filter(({ fps }) => fps !== null).sort((a, b) => (b.fps ?? 0) - (a.fps ?? 0));
  const baseline = ok.find((trial) => trial.api === 'sync');
  if (best === undefined || baseline === undefined || best === baseline) return [];
  const against = (other: TrialResult): RowComparison | undefined => compareRows(other, best, 'paired');
  const comparison = against(baseline);
  if (comparison === undefined) return [];
  if (comparison.verdict === null) return [noVerdictSentence(comparison, several)];
  if (comparison.verdict !== 'faster') return [];
  const rivals = others.filter((other) => against(other)?.verdict !== 'faster');
  const unsure = [...new Set(rivals.map(({ requestedDevice, api }) => `${requestedDevice} ${api}`))];
  return [
    `${rivals.length === 0 ? 'Fastest here' : 'Faster than the baseline'}: ${describe(best)}, ${verdictWords(comparison)} than ${baseline.requestedDevice} synchronous.${rivals.length === 0 ? '' : ` Not known to be faster than ${unsure.join(', ')}.`}${simulated ? ' SIMULATED: it says nothing of this machine.' : ''}`,
  ];
}

function noVerdictSentence({ noVerdict }: RowComparison, several: boolean): string {
  const why =
    noVerdict === 'throttled'
      ? 'rows were throttled.'
      : several
        ? 'of some rows one process alone went well, and that gives no verdict.'
        : 'one process a row gives no verdict; --repeat 5 does.';
  return `Which row is the fastest is not known: ${why}`;
}

function describe({ requestedDevice, executionDevices, droppedDevices, ...trial }: TrialResult): string {
  const way =
    trial.api === 'sync'
      ? 'one request at a time'
      : `${counted(trial.requests ?? 0, 'request')} in flight, ${trial.performanceHint ?? 'no'} hint, ${trial.streams ?? '?'} streams`;
  const ran = droppedDevices.length > 0 ? ` (on ${executionDevices.join(', ')} alone)` : '';
  return `${requestedDevice}${ran} with ${way}: ${significant(trial.fps ?? 0)} FPS`;
}
