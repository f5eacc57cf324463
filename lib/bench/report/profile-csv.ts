import { printable } from '../../runtime/printable.js';
import type { BenchResult } from '../result/result.js';
import { csvLine } from './csv.js';

const HEADER = [
  ...['row', 'requested_device', 'api', 'profiled_device', 'inferences', 'rank', 'name', 'node_type', 'exec_type'],
  ...['real_ms', 'cpu_ms', 'real_ms_per_inference', 'cpu_ms_per_inference', 'share'],
];

/** Every layer of every profile, the longest first: times are sums over all inferences of the profiling pass. */
export function profileCsv({ results }: BenchResult): string {
  const lines = results.flatMap(({ requestedDevice, api, profiles = [] }, row) =>
    profiles.flatMap(({ device, inferences, layers }) =>
      layers.map(({ name, nodeType, execType, realMs, cpuMs, share }, rank) =>
        csvLine([
          ...[row, text(requestedDevice), api, text(device), inferences, rank, text(name)],
          ...[text(nodeType), text(execType), decimals(realMs, 4), decimals(cpuMs, 4)],
          ...[decimals(realMs / inferences, 6), decimals(cpuMs / inferences, 6), decimals(share, 6)],
        ]),
      ),
    ),
  );
  return csvLine(HEADER) + lines.join('');
}

function text(value: string): string {
  return printable(value, Number.POSITIVE_INFINITY);
}

function decimals(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
