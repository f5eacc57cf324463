import { basename } from 'node:path';
import { verdictWords } from '../compare/words.js';
import { isThrottling } from '../machine/disturbances.js';
import { fpsCell } from '../modes/columns.js';
import { significant } from '../report/format.js';
import type { BenchResult } from '../result/result.js';
import type { Group, Line } from './group.js';

/** What no figure of a line may pass for, or what else disturbed it: each must be seen beside it. */
export function marksOf({ row, result, job }: Line): string[] {
  return [
    ...(row.simulated || result.simulated === true ? ['SIMULATED'] : []),
    ...(row.standIn ? ['STAND-IN'] : []),
    ...(row.droppedDevices.length > 0 ? [`WITHOUT ${row.droppedDevices.join(',')}`] : []),
    ...(row.disturbed?.some(isThrottling) === true ? ['throttled'] : []),
    ...(job?.shared === true ? ['shared node'] : []),
  ];
}

export function ranOn({ row }: Line): string {
  return row.status === 'failed' ? 'failed' : row.executionDevices.join(',') || '?';
}

export function fpsWords({ row }: Line): string {
  const { rateSearch } = row;
  if (rateSearch === undefined) return fpsCell(row);
  return rateSearch.rate === null ? 'none' : `${significant(rateSearch.rate)}/s`;
}

/** Against the first line of its group that ran. */
export function againstWords(line: Line, { lines }: Group): string {
  const { comparison, isBaseline, row } = line;
  if (isBaseline) return lines.some((each) => each.row.status === 'ok' && each !== line) ? 'baseline' : '';
  if (comparison !== null) return verdictWords(comparison);
  if (row.status === 'failed') return '';
  return row.openLoop === undefined ? 'no FPS to compare' : 'its rate is given';
}

/** What one of several works is called, in tables and as the folder of its charts. */
export function workName(index: number): string {
  return `work-${index + 1}`;
}

/** `vehicle-detector (sha256 0123abcd)` */
export function modelWords({ model }: BenchResult): string {
  const name = model.name === '' ? basename(model.path) : model.name;
  return `${name} (sha256 ${model.sha256.slice(0, 8)})`;
}

/** `image car.png (sha256 0123abcd)` */
export function inputWords({ input }: BenchResult): string {
  const names = { image: 'picture', drawn: 'drawn picture', file: 'files', random: 'random elements' } as const;
  const path = input.path === null ? '' : ` ${basename(input.path)}`;
  return `${names[input.kind] ?? input.kind}${path} (sha256 ${input.sha256.slice(0, 8)})`;
}
