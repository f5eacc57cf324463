import { printable } from '../../runtime/printable.js';
import { modeCell } from '../modes/columns.js';
import { type Cell, csvLine } from '../report/csv.js';
import type { Collection } from './collect.js';
import { collectionDocument, type GroupDocument, type LineDocument, type WorkDocument } from './document.js';
import type { Line } from './group.js';
import { placesOf } from './places.js';

interface Place {
  readonly work: WorkDocument;
  readonly group: GroupDocument;
  readonly line: LineDocument;
  readonly collected: Line;
  readonly folder: string;
}

/** A column's name and what stands in it. Names of times end with their unit. */
const COLUMNS: readonly (readonly [name: string, cell: (place: Place) => Cell])[] = [
  ['model', ({ work }) => text(work.model.name)],
  ['model_sha256', ({ work }) => work.model.sha256],
  ['input_sha256', ({ work }) => work.input.sha256],
  ['row', ({ group }) => text(group.row)],
  ['node', ({ line }) => text(line.node)],
  ['job_engine', ({ line }) => text(line.job?.engine)],
  ['job_id', ({ line }) => text(line.job?.id)],
  ['job_name', ({ line }) => text(line.job?.name)],
  ['folder', ({ folder }) => text(folder)],
  ['file', ({ line }) => text(line.file)],
  ['started_at', ({ line }) => line.createdAt],
  ['openvino_version', ({ line }) => text(line.openvinoVersion)],
  ['cpu_model', ({ line }) => text(line.cpuModel)],
  ['requested_device', ({ group }) => text(group.requestedDevice)],
  ['execution_devices', ({ line }) => text(line.executionDevices.join(' '))],
  ['dropped_devices', ({ line }) => text(line.droppedDevices.join(' '))],
  ['status', ({ line }) => line.status],
  ['error_code', ({ line }) => line.error?.code],
  ['error', ({ line }) => text(line.error?.message)],
  ['mode', ({ collected }) => modeCell(collected.row)],
  ['requests', ({ line }) => line.requests],
  ['load_ms', ({ line }) => line.loadMs],
  ['fps', ({ line }) => line.fps],
  ['latency_p50_ms', ({ line }) => line.p50Ms],
  ['latency_p99_ms', ({ line }) => line.p99Ms],
  ['processes', ({ line }) => line.processes],
  ['baseline', ({ line }) => line.baseline],
  ['compared_by', ({ line }) => line.comparison?.metric],
  ['ratio', ({ line }) => line.comparison?.ratio],
  ['ratio_low', ({ line }) => line.comparison?.interval?.[0]],
  ['ratio_high', ({ line }) => line.comparison?.interval?.[1]],
  ['verdict', ({ line }) => line.comparison?.verdict],
  ['simulated', ({ line }) => line.simulated],
  ['stand_in', ({ line }) => line.standIn],
  ['shared_node', ({ line }) => line.job?.shared],
];

/** A header, and a row for each line of the comparison. */
export function collectionCsv(collection: Collection): string {
  const { works } = collectionDocument(collection);
  const placeOf = placesOf(collection.rows);
  const rows = works.flatMap((work, w) =>
    work.groups.flatMap((group, g) =>
      group.lines.flatMap((line, l) => {
        const collected = collection.works[w]?.groups[g]?.lines[l];
        if (collected === undefined) return [];
        const place = { work, group, line, collected, folder: placeOf(collected) };
        return [csvLine(COLUMNS.map(([, cell]) => cell(place)))];
      }),
    ),
  );
  return [csvLine(COLUMNS.map(([name]) => name)), ...rows].join('');
}

/** Text of others, without what moves a terminal's cursor. */
function text(value: string | undefined): string | undefined {
  return value === undefined ? undefined : printable(value, Number.POSITIVE_INFINITY);
}
