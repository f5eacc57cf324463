import { isSimulated, simulationName } from '../compare/same-work.js';
import type { BenchResult } from '../result/result.js';
import type { Group, Line, Work } from './group.js';
import { nodeOf } from './job-of-result.js';

/** So many names stand for all. */
const NAMED = 3;

/** What else may be why figures of the same work differ, or has to be known of all of them; sentences. */
export function differencesOf({ groups }: Work): string[] {
  const lines = groups.flatMap((group) => group.lines);
  const results = [...new Set(lines.map(({ result }) => result))];
  const simulated = results.some(isSimulated);
  const machine = ({ host }: BenchResult): string => `${host.cpuModel}, ${host.availableCpus} CPUs`;
  return [
    ...(simulated ? ['SIMULATED: no device ran, and the comparison says nothing of any machine.'] : []),
    ...(simulated ? differing('Different simulations', results, simulationName) : []),
    ...(simulated ? [] : differing('Different machines', results, machine)),
    ...differing('Different OpenVINO versions', results, ({ openvinoVersion }) => openvinoVersion),
    ...differing('Different Node.js versions', results, ({ host }) => host.nodeVersion),
    ...(lines.some(({ row }) => row.standIn) ? ['The model is the built-in stand-in, not the real detector.'] : []),
    ...(lines.some(({ job }) => job?.shared === true)
      ? ['Nodes that were shared with other jobs are slower while those run: submit without --shared to compare nodes.']
      : []),
    ...groups.flatMap(rowDifferences),
  ];
}

function rowDifferences({ name, lines }: Group): string[] {
  const ran = lines.filter(({ row }) => row.status === 'ok');
  const facts: [what: string, of: (line: Line) => string][] = [
    ['ran on', ({ row }) => row.executionDevices.join(',') || 'unknown devices'],
    ['precision', ({ row }) => row.inferencePrecision ?? 'unknown'],
    ['hint', ({ row }) => row.performanceHint ?? 'unknown'],
    ['streams', ({ row }) => String(row.streams ?? 'unknown')],
  ];
  return facts.flatMap(([what, of]) => {
    const nodes = nodesBy(ran, of, ({ result }) => nodeOf(result));
    return nodes.size < 2 ? [] : [`${name}: ${what} ${listed(nodes)}.`];
  });
}

function differing(what: string, results: readonly BenchResult[], of: (result: BenchResult) => string): string[] {
  const nodes = nodesBy(results, of, nodeOf);
  return nodes.size < 2 ? [] : [`${what}: ${listed(nodes)}.`];
}

/** A sentence for each reason, with the nodes that it befell. */
export function failuresOf({ groups }: Work): string[] {
  return groups.flatMap(({ name, lines }) => {
    const nodes = new Map<string, string[]>();
    for (const { row, result } of lines) {
      if (row.status !== 'failed') continue;
      const why = row.error?.message ?? 'nobody knows why';
      nodes.set(why, [...(nodes.get(why) ?? []), nodeOf(result)]);
    }
    return [...nodes].map(([why, all]) => `${name} failed on ${someOf([...new Set(all)])}: ${why}`);
  });
}

/** Nodes of each value. */
function nodesBy<T>(items: readonly T[], of: (item: T) => string, node: (item: T) => string): Map<string, Set<string>> {
  const nodes = new Map<string, Set<string>>();
  for (const item of items) {
    const value = of(item);
    nodes.set(value, (nodes.get(value) ?? new Set()).add(node(item)));
  }
  return nodes;
}

/** `2026.4.1 (a, b and 7 more), 2025.4.1 (c)` */
function listed(nodes: ReadonlyMap<string, ReadonlySet<string>>): string {
  return [...nodes].map(([value, names]) => `${value} (${someOf([...names])})`).join('; ');
}

/** `a, b, c and 7 more` */
function someOf(names: readonly string[]): string {
  const more = names.length - NAMED;
  return more > 1 ? `${names.slice(0, NAMED).join(', ')} and ${more} more` : names.join(', ');
}
