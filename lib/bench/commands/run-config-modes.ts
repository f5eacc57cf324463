import { at, type Config, type ConfigFile, textOf } from '../config/read.js';
import { parseBound, parseRate } from '../modes/arrivals.js';
import { parseScenario } from '../modes/scenario.js';
import { sweepOf } from '../modes/sweep.js';
import { usageError } from '../options.js';
import type { ModeOptions } from './mode-options.js';

/** Members that are ways to measure: one of them on the command line takes the place of all of the file's. */
export const WAYS = ['rate', 'findRate', 'samplesPerQuery', 'loadOnly', 'endToEnd', 'scenario'] as const;
/** What says more of such a way, and nothing without it. */
export const OF_WAYS = ['backlog', 'rateSeed'] as const;

/**
 * The file's ways to measure and its sweeps, as the options of the same names; undefined where it has none.
 *
 * @throws OpenVINOError `USAGE` with the JSON path of a value that is none, or of two that exclude each other.
 */
export function modesIn(file: ConfigFile): { readonly [Member in keyof ModeOptions]: ModeOptions[Member] | undefined } {
  const { config, path } = file;
  refuseSeveral(file);
  const { rate, findRate, scenario, batch, backlog, rateSeed, samplesPerQuery, cacheDir, sweep } = config;
  return {
    sweep:
      sweep &&
      Object.entries(sweep).map(([key, values]) => at(file, `$.sweep.${key}`, () => sweepOf(key, values.map(textOf)))),
    batch,
    rate: rate === undefined ? undefined : at(file, '$.rate', () => parseRate(String(rate))),
    findRate: findRate === undefined ? undefined : at(file, '$.findRate', () => parseBound(findRate)),
    backlog,
    rateSeed,
    samplesPerQuery,
    loadOnly: config.loadOnly || undefined,
    cacheDir: cacheDir === undefined ? undefined : path(cacheDir),
    endToEnd: config.endToEnd || undefined,
    scenario: scenario && parseScenario(scenario),
  };
}

/** Told here by the members' names; the same mistake of file and command line together is told by the options'. */
function refuseSeveral({ file, config }: ConfigFile): void {
  // the rate of a search says how requests arrive, and the scenario how many are in a query
  const asks = (way: keyof Config): boolean => config[way] !== undefined && config[way] !== false;
  const ways = WAYS.filter((way) => way !== 'scenario' && asks(way) && !(way === 'rate' && asks('findRate')));
  if (ways.length < 2) return;
  const names = ways.map((way) => `$.${way}`).join(' and ');
  throw usageError(`${file}: ${names} exclude each other: they are different ways to measure.`);
}
