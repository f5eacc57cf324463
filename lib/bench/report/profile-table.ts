import { printable } from '../../runtime/printable.js';
import type { DeviceProfile, LayerProfile } from '../result/profile.js';
import type { TrialResult } from '../result/result.js';
import { significant, wrap } from './format.js';

/** Layers on the screen; the JSON and --profile-csv have all of them. */
const SHOWN = 10;
/** A name with less room than this gets lines of its own. */
const NARROWEST_NAME = 24;
const GAP = '  ';

/** The layers that took the longest, of each row that was profiled. No name is ever cut: long ones go on in the next line. */
export function profileLines(results: readonly TrialResult[], width: number): string[] {
  return results.flatMap(({ requestedDevice, api, profiles = [] }) =>
    profiles.flatMap((profile) => [
      ...wrap(printable(heading(requestedDevice, api, profile), 2000), width, '  '),
      ...layerTable(profile, width),
    ]),
  );
}

function heading(requestedDevice: string, api: string, profile: DeviceProfile): string {
  const { device, streams, inferences, layers, totalMs } = profile;
  const realMs = layers.reduce((sum, layer) => sum + layer.realMs, 0);
  const count = layers.length > SHOWN ? `the longest ${SHOWN} of ${layers.length} layers` : `${layers.length} layers`;
  const where = `${requestedDevice} ${api}${device === requestedDevice ? '' : `, on ${device}`}`;
  const stream = streams === null ? '' : `, in ${streams === 1 ? 'one stream' : `${streams} streams`}`;
  return `Layers (${where}): ${count}, of ${inferences} synchronous inferences run apart from the timed ones${stream}; an inference took ${significant(totalMs / inferences)} ms, its layers ${significant(realMs / inferences)} ms`;
}

function layerTable({ layers, inferences }: DeviceProfile, width: number): string[] {
  const shown = layers.slice(0, SHOWN);
  const cells = (layer: LayerProfile): string[] => [
    significant(layer.realMs / inferences),
    significant(layer.cpuMs / inferences),
    `${(100 * layer.share).toFixed(1)} %`,
    printable(layer.nodeType),
    printable(layer.execType),
  ];
  const titles = ['real ms', 'cpu ms', 'share', 'type', 'executed as'];
  const rows = shown.map(cells);
  const widths = titles.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column < 3 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join(GAP);
  const left = widths.reduce((sum, each) => sum + each + GAP.length, 0);
  const beside = width - left >= NARROWEST_NAME;
  const lines = shown.flatMap((layer, index) => {
    const name = printable(layer.name, Number.POSITIVE_INFINITY);
    const figures = line(rows[index] as string[]);
    if (!beside) return [figures.trimEnd(), ...pieces(name, width - 4).map((piece) => `    ${piece}`)];
    const [first = '', ...more] = pieces(name, width - left);
    return [`${figures}${GAP}${first}`.trimEnd(), ...more.map((piece) => ' '.repeat(left) + piece)];
  });
  return [`${line(titles)}${beside ? `${GAP}layer` : ''}`.trimEnd(), ...lines];
}

/** A text in pieces of at most that many characters; broken after a slash or blank where one is near. */
function pieces(text: string, most: number): string[] {
  if (text.length <= most) return [text];
  const at = Math.max(text.lastIndexOf('/', most - 1), text.lastIndexOf(' ', most - 1)) + 1;
  const cut = at > most / 2 ? at : most;
  return [text.slice(0, cut), ...pieces(text.slice(cut), most)];
}
