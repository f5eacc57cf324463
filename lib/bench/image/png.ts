import { writeFileAtomically } from '../files/atomic-write.js';
import { rgbToBgr } from './channels.js';
import { loadSharp } from './sharp.js';
import type { BgrImage } from './types.js';

/**
 * The picture as a PNG file's bytes.
 *
 * @throws OpenVINOError `MISSING_DEPENDENCY` without sharp.
 */
export async function encodePng(image: BgrImage): Promise<Buffer> {
  const sharp = await loadSharp();
  const { width, height } = image;
  const rgb = rgbToBgr(new Uint8Array(image.data)); // the same swap, both ways
  return sharp(rgb, { raw: { width, height, channels: 3 }, limitInputPixels: false })
    .png()
    .toBuffer();
}

/**
 * Writes the picture as a PNG file, whole or not at all.
 *
 * @throws OpenVINOError `NOT_WRITABLE` or `MISSING_DEPENDENCY`.
 */
export async function writePng(image: BgrImage, file: string): Promise<void> {
  await writeFileAtomically(file, await encodePng(image));
}
