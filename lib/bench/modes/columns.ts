import { duration, significant } from '../report/format.js';
import type { Column } from '../report/table.js';
import type { TrialResult } from '../result/result.js';

/** How a row was driven, as a column has room for it. */
export function modeCell({ api, requests, openLoop, rateSearch, query, load, endToEnd }: TrialResult): string {
  if (load !== undefined) return `load ${load.phase}`;
  if (endToEnd !== undefined) return 'end to end';
  const inFlight = `async${requests === null ? '' : ` ${requests}`}`;
  if (rateSearch !== undefined) return `${inFlight} search`;
  if (openLoop !== undefined) return `${inFlight} ${openLoop.pattern}`;
  if (query !== undefined) return `${inFlight} by ${query.samples}`;
  return api === 'sync' ? 'sync' : inFlight;
}

/** What sweeps vary, in their order. */
export function variedKeys(results: readonly TrialResult[]): string[] {
  // the mode says already whether a load was cold
  return [...new Set(results.flatMap(({ varied }) => Object.keys(varied ?? {})))].filter((key) => key !== 'cache');
}

/** A row's own values of what sweeps vary: `requests=4 streams=2`. */
export function variedText({ varied = {} }: TrialResult): string {
  return Object.entries(varied)
    .filter(([key]) => key !== 'cache')
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}

/** Columns that modes need; none of them where no row has their figures. */
export function modeColumns(results: readonly TrialResult[]): Column[] {
  const column = (
    title: string,
    dispensability: number,
    cell: (trial: TrialResult) => string | undefined,
  ): Column[] => {
    const cells = results.map((trial) => cell(trial) ?? '-');
    return cells.every((text) => text === '-') ? [] : [{ title, align: 'right', dispensability, cells }];
  };
  return [
    ...column('read', 8, ({ load }) => load && duration(load.stagesMs.read)),
    ...column('compile', 8, ({ load }) => load && duration(load.stagesMs.compile)),
    ...column('from cache', 1, ({ load }) =>
      load === undefined || load.phase === 'uncached' ? undefined : fromCache(load.loadedFromCache),
    ),
    ...column('found/s', 0, ({ rateSearch }) => rateSearch && foundText(rateSearch)),
    ...column('offered/s', 2, ({ openLoop }) => openLoop && significant(openLoop.offeredPerSecond)),
    ...column('achieved/s', 1, ({ openLoop }) => openLoop && significant(openLoop.achievedPerSecond)),
    ...column('queue p50', 4, ({ openLoop }) => openLoop && duration(openLoop.queueMs?.p50 ?? null)),
    ...column('device p50', 5, ({ openLoop }) => openLoop && duration(openLoop.deviceMs?.p50 ?? null)),
    ...column('inf/s', 5, ({ inferencesPerSecond: rate }) => (rate == null ? undefined : significant(rate))),
  ];
}

/** What a search found; its other figures are of one of the trials that it stands on. */
function foundText({ rate }: NonNullable<TrialResult['rateSearch']>): string {
  return rate === null ? 'none' : significant(rate);
}

/** Frames per second as a cell: of a search, whose loads are made and not found, `found/s` says more. */
export function fpsCell({ fps, rateSearch }: TrialResult): string {
  return fps === null || rateSearch !== undefined ? '-' : significant(fps);
}

function fromCache(loaded: boolean | null): string {
  if (loaded === null) return '?';
  return loaded ? 'YES' : 'NO';
}
