// What requests send. The pictures are made by code: a drawing with some noise, which compresses about as a photo does.

import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

/** Each with what it shows. */
export const BODIES = /** @type {const} */ ({
  'jpeg-300': 'a JPEG of the size that the detector takes',
  'jpeg-1080p': 'a JPEG of 1920×1080, which is decoded and made smaller',
  pixels: 'pixels as the model wants them, a byte each: nothing to decode',
});

/**
 * @typedef {keyof typeof BODIES} BodyName
 * @typedef {{ name: BodyName, file: string, type: string, byteLength: number }} Body
 */

/** The detector's. */
const [WIDTH, HEIGHT] = [300, 300];

/**
 * @param {string} folder to write it into
 * @param {BodyName} name
 * @returns {Promise<Body>}
 */
export async function makeBody(folder, name) {
  const bytes = name === 'pixels' ? picture(WIDTH, HEIGHT) : await jpeg(name);
  const file = path.join(folder, name);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(file, bytes);
  const type = name === 'pixels' ? 'application/octet-stream' : 'image/jpeg';
  return { name, file, type, byteLength: bytes.length };
}

/** @param {BodyName} name */
function jpeg(name) {
  const [width, height] = name === 'jpeg-300' ? [WIDTH, HEIGHT] : [1920, 1080];
  const raw = { width, height, channels: /** @type {const} */ (3) };
  return sharp(picture(width, height), { raw }).jpeg({ quality: 80 }).toBuffer();
}

/**
 * @param {number} width
 * @param {number} height
 */
function picture(width, height) {
  const pixels = new Uint8Array(3 * width * height);
  let random = 1;
  for (let at = 0; at < pixels.length; at++) {
    random = (random * 1664525 + 1013904223) >>> 0;
    const [x, y] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width)];
    const shade = 100 + 60 * Math.sin((12 * x) / width) + 60 * Math.cos((9 * y) / height + (at % 3));
    pixels[at] = shade + (random >>> 28);
  }
  return pixels;
}
