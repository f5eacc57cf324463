import type { Metadata, SharpOptions } from 'sharp';
import { OpenVINOError } from '../../index.js';
import { cmykToBgr, rgbToBgr } from './channels.js';
import { readImageFile } from './read-file.js';
import { loadSharp, type Sharp } from './sharp.js';
import type { BgrImage } from './types.js';

/** More pixels than this are not decoded: 480 MB as BGR. The largest cameras make 150 million. */
export const MAX_PIXELS = 160_000_000;

/** What is read, by sharp's names. Drawings (SVG) have no pixels of their own. */
const FORMATS = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif']);
const FORMAT_NAMES = 'JPEG, PNG, WebP, GIF, TIFF or AVIF';

/**
 * Reads an image file as `cv2.imread` does, bit for bit: 8 bits a channel, BGR, turned as EXIF says, alpha dropped, colour
 * profiles ignored, the first frame of an animation. (AVIF is lossy in its own way: it differs by a few levels.)
 *
 * @param file Path of a JPEG, PNG, WebP, GIF, TIFF or AVIF file of at most 160 million pixels and 512 MiB.
 * @throws OpenVINOError `FILE_NOT_FOUND`, `FILE_NOT_READABLE` (a folder, a pipe, a device, no permission),
 *   `IMAGE_INVALID` (empty, not an image, truncated, damaged, of an unsupported kind, too large) or `MISSING_DEPENDENCY`.
 * @example
 * ```ts
 * const { width, height, data } = await loadImage('car.png');
 * assert.equal(data.length, width * height * 3);
 * ```
 */
export async function loadImage(file: string): Promise<BgrImage> {
  const bytes = await readImageFile(file);
  return decodeImage(bytes, file, await loadSharp());
}

/** Decodes the bytes of an image file; `name` is what errors call it. */
export async function decodeImage(encoded: Uint8Array, name: string, sharp: Sharp): Promise<BgrImage> {
  // 'warning' is sharp's strictest: without it a truncated picture comes out with its lower part grey.
  const options: SharpOptions = { autoOrient: true, ignoreIcc: true, failOn: 'warning', limitInputPixels: false };
  const head = Buffer.from(encoded.subarray(0, 512)).toString('latin1');
  const other = OTHER_KINDS.find(([, magic]) => magic.test(head));
  if (other !== undefined) throw new OpenVINOError('IMAGE_INVALID', unsupported(name, other[0]));
  const metadata = await sharp(encoded, options)
    .metadata()
    .catch((cause: unknown) => {
      throw KNOWN_KINDS.test(head) ? damaged(name, cause) : notAnImage(name, cause);
    });
  checkMetadata(metadata, name);
  const cmyk = metadata.space === 'cmyk';
  try {
    const picture = sharp(encoded, options);
    // Left to itself sharp converts CMYK by a colour profile; OpenCV multiplies.
    const prepared = cmyk
      ? picture.pipelineColourspace('cmyk').toColourspace('cmyk')
      : picture.removeAlpha().toColourspace('srgb');
    const { data, info } = await prepared.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    const channels = cmyk ? 4 : 3;
    if (info.channels !== channels) throw new Error(`${info.channels} channels instead of ${channels}`);
    // A plain view: a Buffer's slice() would not copy.
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const pixels = cmyk ? cmykToBgr(bytes, metadata.format === 'jpeg') : rgbToBgr(bytes);
    return { width: info.width, height: info.height, data: pixels };
  } catch (cause) {
    throw damaged(name, cause);
  }
}

function checkMetadata({ format, width, height }: Metadata, name: string): void {
  if (format === undefined || !FORMATS.has(format)) {
    throw new OpenVINOError('IMAGE_INVALID', unsupported(name, String(format).toUpperCase()));
  }
  if (width * height > MAX_PIXELS) {
    throw new OpenVINOError(
      'IMAGE_INVALID',
      `The image "${name}" has ${width}×${height} pixels: more than ${MAX_PIXELS / 1e6} million are not decoded.`,
    );
  }
}

/** Kinds that OpenCV or sharp reads and we do not, by the first bytes of their files. */
const OTHER_KINDS: readonly (readonly [kind: string, magic: RegExp])[] = [
  ['BMP', /^BM/],
  ['PPM', /^P[1-7]\s/],
  ['JPEG 2000', /^\0\0\0\x0cjP|^\xff\x4f\xff\x51/],
  ['PDF', /^%PDF/],
  ['SVG', /^<svg|^<\?xml[\s\S]*<svg/],
];

const KNOWN_KINDS = /^(\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP|II\*\0|MM\0\*|....ftyp)/s;

function damaged(name: string, cause: unknown): OpenVINOError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const reason = (text.split('\n', 1)[0] ?? '').trim().replace(/[:.;,]+$/, '');
  const message = `The image "${name}" is damaged or truncated (${reason}): get the file anew.`;
  return new OpenVINOError('IMAGE_INVALID', message, { cause });
}

function notAnImage(name: string, cause: unknown): OpenVINOError {
  const message = `The file "${name}" is not an image: give a ${FORMAT_NAMES} file.`;
  return new OpenVINOError('IMAGE_INVALID', message, { cause });
}

function unsupported(name: string, kind: string): string {
  return `The image "${name}" is of a kind that is not read (${kind}): convert it to ${FORMAT_NAMES}.`;
}
