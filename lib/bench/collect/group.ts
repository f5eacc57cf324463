import { compareSpeeds, type RowComparison } from '../compare/comparison.js';
import { fullName, rowName } from '../compare/match.js';
import { differentWork } from '../compare/same-work.js';
import type { BenchResult, TrialResult } from '../result/result.js';
import type { CollectedRow } from './read.js';

/** A row of some job, against the first one of its group. */
export interface Line extends CollectedRow {
  readonly isBaseline: boolean;
  /** null where there is nothing to compare, of the baseline itself as well. */
  readonly comparison: RowComparison | null;
}

/** The same measurement, by one job after the other. */
export interface Group {
  /** `CPU async 2`, with the properties that tell it from others of the same work. */
  readonly name: string;
  readonly lines: readonly Line[];
}

/** Everything that may be compared: the same model, given the same input, on devices or on simulated ones. */
export interface Work {
  readonly first: BenchResult;
  readonly groups: readonly Group[];
}

/** Groups of rows in the order in which they were found. */
export function groupByWork(rows: readonly CollectedRow[]): Work[] {
  const works: { first: CollectedRow; rows: CollectedRow[] }[] = [];
  const workOf = new Map<BenchResult, CollectedRow[]>();
  for (const row of rows) {
    let own = workOf.get(row.result);
    if (own === undefined) {
      const same = works.find(({ first }) => differentWork(first, row) === undefined);
      own = same?.rows ?? [];
      if (same === undefined) works.push({ first: row, rows: own });
      workOf.set(row.result, own);
    }
    own.push(row);
  }
  return works.map(({ first, rows: own }) => ({ first: first.result, groups: groupsOf(own) }));
}

function groupsOf(rows: readonly CollectedRow[]): Group[] {
  const groups = new Map<string, CollectedRow[]>();
  const loose: CollectedRow[] = [];
  for (const each of rows) {
    if (isVague(each.row)) loose.push(each);
    else add(groups, keyOf(each.row), each);
  }
  for (const each of loose) add(groups, keyOfKin(each.row, groups) ?? keyOf(each.row), each);
  // the first job that was named is the baseline, whatever is known of it
  const place = new Map(rows.map((each, index) => [each, index]));
  const placeOf = (each: CollectedRow | undefined): number => (each === undefined ? 0 : (place.get(each) ?? 0));
  const all = [...groups.values()].map((own) => own.sort((a, b) => placeOf(a) - placeOf(b)));
  all.sort(([a], [b]) => placeOf(a) - placeOf(b));
  const typical = all.map((own) => ((own.find(({ row }) => !isVague(row)) ?? own[0]) as CollectedRow).row);
  return all.map((own, index) => ({ name: fullName(typical[index] as TrialResult, typical), lines: linesOf(own) }));
}

function add(groups: Map<string, CollectedRow[]>, key: string, row: CollectedRow): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [row]);
  else group.push(row);
}

/** Device, api, requests, mode, what a sweep varies, and the properties that were asked for. */
function keyOf(row: TrialResult): string {
  return JSON.stringify([rowName(row), propertiesOf(row)]);
}

function propertiesOf({ properties = {} }: TrialResult): string {
  return JSON.stringify(Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A row that failed before it had requests, or of an older version that did not note the properties. */
function isVague({ api, requests, properties }: TrialResult): boolean {
  return (api === 'async' && requests === null) || properties === undefined;
}

/** The group that such a row belongs to, where there is one and no other. */
function keyOfKin(row: TrialResult, groups: ReadonlyMap<string, readonly CollectedRow[]>): string | undefined {
  const name = (each: TrialResult): string => rowName(row.requests === null ? { ...each, requests: null } : each);
  const kin = [...groups].filter(([, [first]]) => {
    if (first === undefined || name(first.row) !== name(row)) return false;
    return row.properties === undefined || propertiesOf(row) === propertiesOf(first.row);
  });
  return kin.length === 1 ? kin[0]?.[0] : undefined;
}

/** The processes of different jobs have nothing to do with each other, so they are compared as independent ones. */
function linesOf(rows: readonly CollectedRow[]): Line[] {
  const baseline = rows.find(({ row }) => row.status === 'ok');
  return rows.map((each) => ({
    ...each,
    isBaseline: each === baseline,
    comparison: baseline === undefined || each === baseline ? null : against(baseline.row, each.row),
  }));
}

function against(baseline: TrialResult, row: TrialResult): RowComparison | null {
  // the rate of an open loop is given, and no speed
  if (row.openLoop !== undefined && row.rateSearch === undefined) return null;
  return compareSpeeds(baseline, row, 'independent') ?? null;
}
