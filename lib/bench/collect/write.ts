import { join } from 'node:path';
import { distinct } from '../chart/distinct.js';
import type { Entry } from '../chart/entry.js';
import type { Written } from '../chart/index.js';
import { STDOUT } from '../files/outputs.js';
import { writeReports } from '../report/write.js';
import type { Collection } from './collect.js';
import { collectionCsv } from './csv.js';
import { collectionJson } from './document.js';
import type { Line, Work } from './group.js';
import { nodeOf } from './job-of-result.js';
import { collectionMarkdown } from './markdown.js';
import { placesOf } from './places.js';
import { entryOf } from './read.js';
import { workName } from './words.js';

export interface CollectionOutputs {
  readonly folder: string;
  /** A file, or `-` for stdout, which the caller sees to. */
  readonly json: string | undefined;
}

/** A set of charts takes a second or so, and nobody looks at more of them. */
const MOST_CHARTED = 12;

/**
 * Writes the comparison in its forms, all of them or none, and then its charts. Bars of different works in one chart would be
 * compared by the eye, so each work has charts of its own: in the folder itself where there is one, else in folders below.
 *
 * @throws OpenVINOError `NOT_WRITABLE`
 */
export async function writeCollection(collection: Collection, { folder, json }: CollectionOutputs): Promise<Written> {
  const text = collectionJson(collection);
  const files: (readonly [string, string])[] = [
    [join(folder, 'collected.json'), text],
    [join(folder, 'collected.csv'), collectionCsv(collection)],
    [join(folder, 'collected.md'), collectionMarkdown(collection)],
    ...(json === undefined || json === STDOUT ? [] : [[json, text] as const]),
  ];
  await writeReports(files);
  const { writeCharts } = await import('../chart/index.js');
  const written: Written[] = [{ files: files.map(([file]) => file), warnings: [] }];
  const charted = chartedOf(collection);
  for (const { name, bars } of charted.slice(0, MOST_CHARTED))
    written.push(await writeCharts({ bars, rows: bars }, charted.length > 1 ? join(folder, name) : folder));
  const more = charted.length - MOST_CHARTED;
  return {
    files: written.flatMap((each) => each.files),
    warnings: [
      ...new Set(written.flatMap((each) => each.warnings)),
      ...(more > 0
        ? [`Charts are of the first ${MOST_CHARTED} works: ${more} further ones are in the tables alone.`]
        : []),
    ],
  };
}

/** Bars that belong into one set of charts. */
export interface Charted {
  /** Of its folder, where there are several. */
  readonly name: string;
  readonly bars: readonly Entry[];
}

/** The charts that there are to draw: nothing but gaps is no picture. */
export function chartedOf({ works, rows, unverified }: Collection): Charted[] {
  const placeOf = placesOf(rows);
  const all = [
    ...works.map((work, index) => ({ name: workName(index), bars: barsOf(work, placeOf) })),
    { name: 'unverified', bars: distinct(unverified.map(({ entry }) => entry)) },
  ];
  return all.filter(({ bars }) => bars.some(({ gap }) => gap === undefined));
}

/** A bar each, those of a group beside each other, named by node and device; of several jobs on a node by the job as well. */
function barsOf({ groups }: Work, placeOf: (line: Line) => string): Entry[] {
  return distinct(
    groups.flatMap(({ lines }) => {
      const nodes = lines.map(({ result }) => nodeOf(result));
      const several = new Set(nodes.filter((node, index) => nodes.indexOf(node) !== index));
      return lines.map((line, index) => {
        const node = nodes[index] ?? '';
        const label = `${node} · ${line.row.requestedDevice}`;
        return entryOf(line, several.has(node) ? `${label} (${placeOf(line)})` : label);
      });
    }),
  );
}
