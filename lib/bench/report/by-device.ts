import { printable } from '../../runtime/printable.js';
import type { DevicePhase } from '../devices/phases.js';
import type { DeviceShares } from '../devices/shares.js';
import { modeCell, variedText } from '../modes/columns.js';
import type { TrialResult } from '../result/result.js';
import { duration, significant, wrap } from './format.js';

/** Below the table: what each device did, of rows whose devices changed or shared the work. */
export function deviceLines(results: readonly TrialResult[], width: number): string[] {
  const nameOf = (trial: TrialResult): string => [trial.requestedDevice, variedText(trial)].join(' ').trim();
  const names = results.map(nameOf);
  const rowOf = (trial: TrialResult): string => {
    const name = nameOf(trial);
    const isOnly = names.filter((other) => other === name).length === 1;
    return printable(isOnly ? name : `${name} ${modeCell(trial)}`);
  };
  const changed = results.flatMap((trial) => {
    const { devicePhases: phases = [] } = trial;
    return phases.length === 0 ? [] : wrap(`${rowOf(trial)}: ${phasesSentence(phases)}`, width, '  ');
  });
  const shared = results.flatMap((trial) => {
    const { deviceShares: shares } = trial;
    return shares?.method === 'pass' ? [{ row: rowOf(trial), shares }] : [];
  });
  return [...changed, ...shareLines(shared, width)];
}

/** Under a heading: what is true of all of them is said once. */
function shareLines(rows: readonly { readonly row: string; readonly shares: DeviceShares }[], width: number): string[] {
  if (rows.length === 0) return [];
  const heading = 'Shares of devices, counted in a pass apart, with 95 % intervals:';
  return [
    ...wrap(heading, width, '  '),
    ...rows.flatMap(({ row, shares }) =>
      wrap(`${row}: ${sharesSentence(shares)}`, width - 2, '  ').map((line) => `  ${line}`),
    ),
  ];
}

/** What each device did, as a cell has room for it: `CPU 412, then GPU 588` inferences, or `GPU 71 %, CPU 29 %`. */
export function byDevice({ devicePhases: phases = [], deviceShares: shares }: TrialResult): string {
  if (phases.length > 0) return phases.map((phase) => `${deviceNames(phase)} ${phase.iterations}`).join(', then ');
  return shares?.method === 'pass' ? sharesText(shares) : '';
}

function phasesSentence(phases: readonly DevicePhase[]): string {
  const parts = phases.map((phase, index) => {
    const next = phases[index + 1];
    const until = phase.standIn && next !== undefined ? ` until ${deviceNames(next)} had loaded` : '';
    const count = index === 0 ? counted(phase.iterations) : String(phase.iterations);
    return `${count} on ${deviceNames(phase)}${until} (${phaseFigures(phase)})`;
  });
  const bounds = phases.flatMap(({ uncertainty }) => uncertainty ?? []);
  const ms = Math.max(...bounds.map((bound) => bound.ms));
  const inferences = Math.max(...bounds.map((bound) => bound.inferences));
  return `${parts.join(', then ')}. A change is seen at most ${duration(ms)} late: up to ${counted(inferences)} may belong to the other part.`;
}

function phaseFigures({ totalMs, fps, latencyMs }: DevicePhase): string {
  return [
    duration(totalMs),
    ...(fps === null || latencyMs === null ? [] : [`${significant(fps)} FPS`, `p50 ${duration(latencyMs.p50)}`]),
    ...(latencyMs?.p99 == null ? [] : [`p99 ${duration(latencyMs.p99)}`]),
  ].join(', ');
}

function sharesSentence({ inferences, requests, devices, unknown }: DeviceShares): string {
  const parts = inOrder(devices).map(
    ({ device, share, interval: [low, high] }) =>
      `${printable(device)} ${percent(share)} [${percent(low, '')}, ${percent(high, '')}]`,
  );
  const all = [...parts, ...unknownPart(unknown, inferences)].join(', ');
  return `${all} of ${counted(inferences)}, ${requests} in flight`;
}

function sharesText({ devices, unknown, inferences }: DeviceShares): string {
  const parts = inOrder(devices).map(({ device, share }) => `${printable(device)} ${percent(share)}`);
  return [...parts, ...unknownPart(unknown, inferences)].join(', ');
}

/** The one that took most first. */
function inOrder(devices: DeviceShares['devices']): DeviceShares['devices'] {
  return [...devices].sort((a, b) => b.share - a.share);
}

function unknownPart(unknown: number, inferences: number): string[] {
  return unknown > 0 ? [`unknown ${percent(unknown / inferences)}`] : [];
}

function deviceNames({ devices }: DevicePhase): string {
  return printable(devices.join(','));
}

/** To a tenth, which is a fifth of an inference of the pass. */
function percent(share: number, unit = ' %'): string {
  return `${Number((100 * share).toFixed(1))}${unit}`;
}

function counted(inferences: number): string {
  return `${inferences} ${inferences === 1 ? 'inference' : 'inferences'}`;
}
