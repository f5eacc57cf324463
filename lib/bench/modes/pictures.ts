import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OpenVINOError } from '../../index.js';
import { printable } from '../../runtime/printable.js';
import type { BenchOptions } from '../run/plan.js';

const PICTURE = /\.(png|jpe?g|webp|gif|tiff?|avif|heif)$/i;

/**
 * Options whose end-to-end mode has files in place of a folder; the folder's first picture is the one whose inference is
 * measured alone.
 *
 * @throws OpenVINOError `FILE_NOT_FOUND` for a folder without pictures.
 */
export async function withPictures(options: BenchOptions): Promise<BenchOptions> {
  const { endToEnd: [given] = [] } = options.modes ?? {};
  if (given === undefined) return options;
  const isFolder = (await stat(given).catch(() => undefined))?.isDirectory() === true;
  if (!isFolder) return options;
  const names = (await readdir(given)).filter((name) => PICTURE.test(name)).sort();
  const files = names.map((name) => join(given, name));
  const [first] = files;
  if (first === undefined)
    throw new OpenVINOError(
      'FILE_NOT_FOUND',
      `The folder ${printable(given)} has no picture: PNG, JPEG, WebP, GIF, TIFF or AVIF files are looked for.`,
    );
  return { ...options, input: { kind: 'image', path: first }, modes: { ...options.modes, endToEnd: files } };
}
