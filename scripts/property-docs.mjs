// docs/properties.md and lib/properties/known-properties.ts, of the table that the package works by: node scripts/property-docs.mjs
// (after a build).
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** @typedef {import('../lib/index.js').PropertyInfo} PropertyInfo */

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
export const FILE = path.join(ROOT, 'docs', 'properties.md');
export const TYPES_FILE = path.join(ROOT, 'lib', 'properties', 'known-properties.ts');

/** Values as TypeScript has them: read, and set where that differs. */
const VALUES = /** @type {Record<PropertyInfo['kind'], string>} */ ({
  boolean: 'boolean',
  integer: 'number',
  uint64: 'number, or bigint from 2^53',
  float: 'number',
  string: 'string',
  id: 'string; set as a number, too',
  path: 'string',
  enum: '',
  enums: '',
  elementType: 'element type',
  strings: 'string[]',
  devices: 'string; set as an array, too',
  streams: "number, 'AUTO' or 'NUMA'",
  range2: '[least, most]',
  range3: '[least, most, step]',
  pciInfo: '{ domain, bus, device, function }',
  elementNumbers: 'numbers by element type',
  numbers: 'numbers by name',
  percentages: 'percentages by device',
  curves: 'scores by percentage by device',
  deviceProperties: 'properties by device',
  object: 'an object of C++',
});

const GROUPS = /** @type {const} */ ([
  ['device', 'Of devices', '`core.setProperty(device, …)`, `core.compileModel(model, device, …)`'],
  ['core', 'Of OpenVINO', '`core.setProperty(…)` and `core.getProperty(name)`, without a device'],
  ['compile', 'Of a compilation', '`core.compileModel(model, device, …)`'],
  ['remote', 'Of remote contexts and tensors', 'where contexts and remote tensors are made'],
]);

/**
 * @param {Readonly<Record<string, PropertyInfo>>} properties
 * @param {string} intro what stands before the tables: the document up to the first of them
 */
export function propertyDocs(properties, intro) {
  const tables = GROUPS.map(([scope, title, where]) => {
    const rows = Object.values(properties)
      .filter((info) => info.scope === scope)
      .map(
        (info) =>
          `| ${[`\`${info.name}\``, valuesOf(info), modeOf(info), devicesOf(info), info.summary].join(' | ')} |`,
      );
    return `## ${title}\n\nFor ${where}.\n\n| property | value | mode | devices | |\n|---|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `${intro}${tables.join('\n')}`;
}

/** @param {PropertyInfo} info */
function valuesOf({ kind, values, range }) {
  if (values !== undefined) return values.map((word) => `\`${word}\``).join(' ') + (kind === 'enums' ? ' (array)' : '');
  if (kind === 'streams' || range === undefined) return VALUES[kind];
  return `${VALUES[kind]}, ${[...range].map(bound).join(' to ')}`;
}

/** @param {number | bigint} number */
function bound(number) {
  const exact = BigInt(number);
  for (const bits of [31n, 32n, 53n, 64n]) if (exact === 2n ** bits - 1n) return `2^${bits} - 1`;
  return String(exact);
}

/** @param {PropertyInfo} info */
function modeOf({ mode, live }) {
  return live ? `${mode}, of a compiled model as well` : mode;
}

/** @param {PropertyInfo} info */
function devicesOf({ devices, compiledModels }) {
  const own = devices.join(', ');
  if (compiledModels.length === 0) return own;
  return `${own}${own === '' ? '' : '; '}compiled for ${compiledModels.join(', ')}`;
}

const MODES = { RO: 'Read only', WO: 'Set only', RW: 'Read and set' };
const SCOPES = {
  device: '',
  core: ', of OpenVINO itself',
  compile: ', of a compilation',
  remote: ', of remote memory',
};
const LONGEST_LINE = 120;

/**
 * The interface of all names, as the formatter has it.
 *
 * @param {Readonly<Record<string, PropertyInfo>>} properties
 */
export function propertyTypes(properties) {
  const members = Object.values(properties).map(
    (info) => `  /**\n   * ${info.summary}\n   *\n   * ${useOf(info)}\n   */\n${factsOf(info)}\n`,
  );
  return `${HEAD}${members.join('')}}\n`;
}

const HEAD = `// Written by scripts/property-docs.mjs, of the table in property-table.ts: do not change it here.
import type { PropertyFacts } from './property-facts.js';

/**
 * All properties of OpenVINO 2026.4: what each is, which devices have it, and what its values are. {@link Properties} has what
 * can be set, {@link PropertyValues} what is read, {@link properties} all of this at run time.
 *
 * @category Properties
 * @example
 * \`\`\`ts
 * function show<Name extends keyof KnownProperties>(name: Name): void {
 *   console.log(name, properties[name].summary);
 * }
 * show('NUM_STREAMS'); // NUM_STREAMS Inferences at the same time; AUTO, or NUMA for one a node.
 * \`\`\`
 */
export interface KnownProperties {
`;

/** How it is used. @param {PropertyInfo} info */
function useOf(info) {
  const devices = devicesOf(info);
  const parts = [
    `${MODES[info.mode]}${SCOPES[info.scope]}.`,
    ...(devices === '' ? [] : [`Devices: ${devices}.`]),
    ...(info.live ? ['A compiled model lets it change.'] : []),
    `Value: ${valuesOf(info)}.`,
  ];
  return parts.join(' ');
}

/** @param {PropertyInfo} info */
function factsOf({ name, kind, mode, scope, values }) {
  const words = values?.map((word) => `'${word}'`) ?? [];
  const parts = [`'${kind}'`, `'${mode}'`];
  if (scope !== 'device' || words.length > 0) parts.push(`'${scope}'`);
  if (words.length > 0) parts.push(words.join(' | '));
  const line = `  readonly ${name}: PropertyFacts<${parts.join(', ')}>;`;
  if (line.length <= LONGEST_LINE) return line;
  const last = `    ${parts[3]}`;
  const wrapped = last.length <= LONGEST_LINE ? last : words.map((word) => `    | ${word}`).join('\n');
  const first = parts.slice(0, 3).map((part) => `    ${part},\n`);
  return `  readonly ${name}: PropertyFacts<\n${first.join('')}${wrapped}\n  >;`;
}

/** The document without its tables. @param {string} document */
export function introOf(document) {
  return document.slice(0, document.indexOf('## Of devices'));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  const { properties } = await import(pathToFileURL(path.join(ROOT, 'dist', 'index.js')).href);
  fs.writeFileSync(FILE, propertyDocs(properties, introOf(fs.readFileSync(FILE, 'utf8'))));
  fs.writeFileSync(TYPES_FILE, propertyTypes(properties));
}
