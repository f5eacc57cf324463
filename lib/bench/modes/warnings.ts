import type { Measurement } from '../child/trial.js';
import { significant } from '../report/format.js';
import { countOf, summaryOf } from '../result/rows.js';
import type { TrialSpec } from '../run/plan.js';
import { supportsPercentile } from '../statistics/stats.js';
import type { LoadFacts, Mode, OpenFacts } from './mode.js';
import { achievedPerSecond, isOverloaded, offeredPerSecond } from './probe.js';

/**
 * What is to be known of a mode's figures before they are believed, as sentences. Pure.
 *
 * @param count Latencies of all processes of the row.
 */
export function modeWarnings(
  { mode, scenario, bound }: TrialSpec,
  measurement: Measurement,
  count = countOf(measurement),
): string[] {
  const { facts } = measurement;
  return [
    ...(facts?.kind === 'open' && mode?.kind === 'open' ? openWarnings(mode, facts) : []),
    ...(facts?.kind === 'load' ? loadWarnings(facts) : []),
    // a rate that a search tried has a bound of its own
    ...(scenario !== undefined && scenario !== 'Offline' && bound === undefined
      ? scenarioWarnings(scenario, count)
      : []),
  ];
}

/** A generator that is later than that share of a device's time is part of what it measures. */
const LATE_SHARE = 0.2;

function openWarnings(mode: Extract<Mode, { kind: 'open' }>, facts: OpenFacts): string[] {
  const warnings: string[] = [];
  if (isOverloaded(facts, mode.pattern)) {
    warnings.push(
      `OVERLOADED: of ${significant(offeredPerSecond(facts))} requests a second that were offered ${significant(achievedPerSecond(facts))} were achieved; ${lineText(mode.backlog, facts)}`,
    );
  }
  const device = summaryOf(facts.deviceMs)?.mean ?? 0;
  if (facts.lateMs.mean > LATE_SHARE * device && facts.arrivals > 0)
    warnings.push(
      `Requests were made ${significant(facts.lateMs.mean)} ms late on average, a good part of the ${significant(device)} ms of an inference: this process could not keep the schedule.`,
    );
  return warnings;
}

/** What became of those that found no infer request free. */
function lineText(backlog: number, { refused, backlogAtEnd }: OpenFacts): string {
  if (backlog === 0)
    return `${refused} found no infer request free and were refused (they have no latency): none may wait.`;
  const waited = `${backlogAtEnd} still waited when the last one arrived`;
  return refused === 0
    ? `${waited}. The latencies grow with the length of the run.`
    : `${waited}, and ${refused} found the line of ${backlog} full and were refused (they have no latency). The latencies are those of a full line.`;
}

function loadWarnings({ phase, loadedFromCache, cacheFiles, cacheBytes }: LoadFacts): string[] {
  if (phase === 'cold' && loadedFromCache === true)
    return ['The cold load came from a cache all the same (LOADED_FROM_CACHE is YES): it was not cold.'];
  if (phase !== 'warm' || loadedFromCache === true) return [];
  if (loadedFromCache === null)
    return [
      'The compiled model does not tell whether it came from the cache (LOADED_FROM_CACHE): a hit is unverified.',
    ];
  const wrote =
    (cacheFiles ?? 0) > 0
      ? `though the cold one left ${cacheFiles} ${cacheFiles === 1 ? 'file' : 'files'} (${significant((cacheBytes ?? 0) / 1e6)} MB) there`
      : 'and the cold one wrote nothing there';
  return [
    `NO CACHE HIT: the warm load compiled anew (LOADED_FROM_CACHE is NO), ${wrote}. The cache gains nothing for this model and device.`,
  ];
}

function scenarioWarnings(scenario: string, count: number): string[] {
  const percent = scenario === 'SingleStream' ? 90 : 99;
  if (supportsPercentile(count, percent)) return [];
  const needed = Math.ceil(1000 / (100 - percent));
  return [
    `${scenario}'s p${percent} needs ${needed} ${scenario === 'MultiStream' ? 'queries' : 'requests'}, and ${count} were measured: give it more time.`,
  ];
}
