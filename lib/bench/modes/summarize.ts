import type { Measurement } from '../child/trial.js';
import { countOf, inferencesOf, summaryOf } from '../result/rows.js';
import type { TrialSpec } from '../run/plan.js';
import { framesPerSecond } from '../statistics/stats.js';
import { type EndToEndFacts, type LoadFacts, type Mode, type OpenFacts, STAGES } from './mode.js';
import { achievedPerSecond, isOverloaded, offeredPerSecond } from './probe.js';
import type { EndToEndInfo, LoadInfo, ModeResult, OpenLoopInfo, StageInfo } from './result.js';

/** What a row's spec says of its mode, whether it ran or not. */
export function modeOfSpec({ varied, scenario }: TrialSpec): ModeResult {
  return {
    ...(varied !== undefined && { varied }),
    // its value is of the whole row: see withScenario
    ...(scenario !== undefined && { scenario: { name: scenario, metric: '', value: null, unit: 'ms' } }),
  };
}

/** What a process's mode measured, as the result has it. Pure. */
export function modeResult(spec: TrialSpec, measurement: Measurement): ModeResult {
  const { facts, frames = 1, totalMs } = measurement;
  const isLoad = facts?.kind === 'load';
  return {
    ...((frames > 1 || spec.batch !== undefined) &&
      !isLoad && { batch: frames, inferencesPerSecond: framesPerSecond(inferencesOf(measurement), totalMs) }),
    ...(facts?.kind === 'open' && spec.mode?.kind === 'open' && { openLoop: openLoopInfo(spec.mode, facts) }),
    ...(facts?.kind === 'query' && { query: { samples: facts.samples, queries: countOf(measurement) } }),
    ...(facts?.kind === 'load' && { load: loadInfo(facts) }),
    ...(facts?.kind === 'end-to-end' && { endToEnd: endToEndInfo(facts) }),
  };
}

function openLoopInfo(mode: Extract<Mode, { kind: 'open' }>, facts: OpenFacts): OpenLoopInfo {
  const { pattern, rate, seed, backlog } = mode;
  return {
    pattern,
    rate,
    offeredPerSecond: offeredPerSecond(facts),
    achievedPerSecond: achievedPerSecond(facts),
    seed,
    arrivals: facts.arrivals,
    refused: facts.refused,
    backlogLimit: backlog,
    backlogMax: facts.backlogMax,
    backlogAtEnd: facts.backlogAtEnd,
    overloaded: isOverloaded(facts, pattern),
    queueMs: summaryOf(facts.queueMs),
    deviceMs: summaryOf(facts.deviceMs),
    generatorLateMs: facts.lateMs,
  };
}

function loadInfo({ phase, loadedFromCache, cacheFiles, cacheBytes, stagesMs }: LoadFacts): LoadInfo {
  return { phase, loadedFromCache, cacheFiles, cacheBytes, stagesMs };
}

function endToEndInfo({ files, stagesMs, aloneMs }: EndToEndFacts): EndToEndInfo {
  const summaries = STAGES.flatMap((stage) => {
    const summary = summaryOf(stagesMs[stage]);
    return summary === null ? [] : [{ stage, summary }];
  });
  const whole = summaries.reduce((sum, { summary }) => sum + summary.mean, 0);
  const stages = summaries.map(
    ({ stage, summary: { mean, p50, p99 } }): StageInfo => ({
      stage,
      mean,
      p50,
      p99,
      share: whole > 0 ? mean / whole : 0,
    }),
  );
  return { files, stages, inferenceAloneMs: summaryOf(aloneMs) };
}
