import { constants } from 'node:fs';
import { access, lstat, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { OpenVINOError } from '../../index.js';
import { printable, systemCode } from '../../runtime/printable.js';
import { chartFiles } from '../chart/names.js';

/** Where results go, beside the screen. */
export interface Outputs {
  /** File of the JSON result; `-` is stdout, which then carries nothing else. */
  readonly json: string | undefined;
  /** The exercise's own files, two for a synchronous row: DIR/NAME.txt and DIR/NAME.json. */
  readonly stats: StatsOutput | undefined;
  /** Rows as CSV; `-` is stdout, as for the others. Only one of them can have it. */
  readonly csv?: string | undefined;
  readonly markdown?: string | undefined;
  /** Every latency as CSV. */
  readonly samples?: string | undefined;
  /** Every layer as CSV. */
  readonly profileCsv?: string | undefined;
  /** A folder for all of it: {@link FOLDER_FILES}. */
  readonly folder?: string | undefined;
}

/** What a folder of --output gets; the profile only where one was taken. */
export const FOLDER_FILES = ['result.json', 'result.csv', 'result.md', 'samples.csv', 'profile.csv'] as const;

/** Options that take a file or stdout, and what they name. */
function named({ json, csv, markdown, samples, profileCsv }: Outputs): (readonly [option: string, file: string])[] {
  const all = [
    ['--json', json],
    ['--csv', csv],
    ['--markdown', markdown],
    ['--samples', samples],
    ['--profile-csv', profileCsv],
  ] as const;
  return all.flatMap(([option, file]) => (file === undefined ? [] : [[option, file] as const]));
}

/** Whether stdout carries one of the outputs and nothing else. */
export function takesStdout(outputs: Outputs): boolean {
  return named(outputs).some(([, file]) => file === STDOUT);
}

/** @throws OpenVINOError `USAGE` where two outputs would go to the same place. */
export function checkDistinct(outputs: Outputs): void {
  const places = new Map<string, string>();
  const inFolder = outputs.folder === undefined ? [] : FOLDER_FILES.map((name) => join(outputs.folder ?? '', name));
  for (const [option, file] of [...inFolder.map((file) => ['--output', file] as const), ...named(outputs)]) {
    const place = file === STDOUT ? STDOUT : resolve(file);
    const other = places.get(place);
    places.set(place, option);
    if (other === undefined) continue;
    throw new OpenVINOError(
      'USAGE',
      `${other} and ${option} can not both go to ${file === STDOUT ? 'stdout' : printable(file)}.`,
    );
  }
}

export interface StatsOutput {
  readonly folder: string;
  /** Which rows get files, and their names. */
  readonly rows: readonly { readonly device: string; readonly name: string }[];
  /** Whether charts of the rows are written, too. */
  readonly charts?: true;
}

export const STDOUT = '-';

/**
 * Checks before a run that its results can be written after it: a benchmark that lost its numbers at the end is run twice.
 * Nothing is created.
 *
 * @throws OpenVINOError `NOT_WRITABLE`.
 */
export async function checkOutputs(outputs: Outputs, simulated: boolean): Promise<void> {
  checkDistinct(outputs);
  const { stats, folder } = outputs;
  for (const [, file] of named(outputs)) if (file !== STDOUT) await checkFile(file);
  if (folder !== undefined) for (const name of FOLDER_FILES) await checkFile(join(folder, name));
  if (stats === undefined) return;
  const files = [
    ...stats.rows.flatMap(({ name }) => statsFiles(stats.folder, name, simulated)),
    ...(stats.charts === true ? chartFiles(stats.folder) : []),
  ];
  for (const file of files) await checkFile(file);
}

/**
 * `[DIR/NAME.txt, DIR/NAME.json]`; of what was simulated, the names say so: three numbers in a text can't.
 */
export function statsFiles(folder: string, name: string, simulated: boolean): [text: string, json: string] {
  const base = simulated ? `${name}_SIMULATED` : name;
  return [join(folder, `${base}.txt`), join(folder, `${base}.json`)];
}

/** Bytes of one part of a path: no file system in use takes more. */
const LONGEST_NAME = 255;

async function checkFile(file: string): Promise<void> {
  const long = resolve(file)
    .split(sep)
    .find((part) => Buffer.byteLength(part) > LONGEST_NAME);
  if (long !== undefined) throw notWritable(file, `the name ${long.slice(0, 20)}… has more than ${LONGEST_NAME} bytes`);
  const stats = await stat(file).catch(() => undefined);
  if (stats !== undefined && !stats.isFile()) {
    throw new OpenVINOError(
      'NOT_WRITABLE',
      `${printable(file)} can not be written: it is there and is not a regular file. Choose another name.`,
    );
  }
  await checkFolder(dirname(resolve(file)), file);
}

/** A folder that is missing will be made: then it is the one above that counts. */
async function checkFolder(folder: string, file: string): Promise<void> {
  try {
    if (!(await stat(folder)).isDirectory()) throw notWritable(file, `${folder} is not a folder`);
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof OpenVINOError) throw error;
    if (systemCode(error) === 'ENOENT' && dirname(folder) !== folder) {
      // a link to nothing is there, so no folder can be made in its place
      if ((await lstat(folder).catch(() => undefined))?.isSymbolicLink() === true)
        throw notWritable(file, `${folder} is a symbolic link to a place that is not there`);
      return checkFolder(dirname(folder), file);
    }
    throw notWritable(file, reasonFor(systemCode(error), folder));
  }
}

function reasonFor(code: string | undefined, folder: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `this user may not write into ${folder}`;
    case 'EROFS':
      return `${folder} is on a read-only file system`;
    case 'ENAMETOOLONG':
      return 'its path is too long';
    case 'ENOTDIR':
      return `a part of ${folder} is not a folder`;
    default:
      return `${folder}: ${code}`;
  }
}

function notWritable(file: string, why: string): OpenVINOError {
  return new OpenVINOError(
    'NOT_WRITABLE',
    `${printable(file)} can not be written: ${printable(why)}. Nothing was run; choose another folder.`,
  );
}
