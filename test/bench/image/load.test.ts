import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadImage } from '../../../lib/bench/image/load.js';
import { loadSharp } from '../../../lib/bench/image/sharp.js';
import { noisePicture } from '../../helpers/pictures.js';

interface DecodeGolden {
  readonly opencv: string;
  readonly cases: readonly {
    readonly name: string;
    readonly width: number;
    readonly height: number;
    readonly sha256: string;
    readonly file: string;
  }[];
}

const golden: DecodeGolden = JSON.parse(readFileSync(new URL('../../golden/decode.json', import.meta.url), 'utf8'));

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'ov image '));
});
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

function put(name: string, bytes: string | Uint8Array): string {
  const file = join(dir, name);
  writeFileSync(file, bytes);
  return file;
}

/** A PNG file of that size with hardly any pixels in it. */
function pngHeader(width: number, height: number): Buffer {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.concat([size, Buffer.from([8, 2, 0, 0, 0])]);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const pixels = chunk('IDAT', deflateSync(Buffer.alloc(1000)));
  return Buffer.concat([signature, chunk('IHDR', header), pixels, chunk('IEND', Buffer.alloc(0))]);
}

describe(`loadImage gives the bytes of OpenCV ${golden.opencv}'s imread`, () => {
  test.each(golden.cases)('$name', async ({ width, height, sha256, file }) => {
    const image = await loadImage(put('image', Buffer.from(file, 'base64')));
    expect([image.width, image.height]).toEqual([width, height]);
    expect(createHash('sha256').update(image.data).digest('hex')).toBe(sha256);
  });
});

describe('a truncated file is refused, wherever it ends', () => {
  const kinds = ['png 8 bit', 'png palette', 'jpeg', 'jpeg progressive', 'jpeg cmyk', 'webp', 'gif', 'tiff'];
  test.each(golden.cases.filter(({ name }) => kinds.includes(name)))('$name', async ({ file }) => {
    const bytes = Buffer.from(file, 'base64');
    for (const part of [0.05, 0.3, 0.6, 0.9, 0.97]) {
      const cut = put('cut', bytes.subarray(0, Math.floor(bytes.length * part)));
      await expect(loadImage(cut), `cut at ${part}`).rejects.toMatchObject({
        code: 'IMAGE_INVALID',
        message: expect.stringMatching(/damaged or truncated|is not an image/),
      });
    }
  });
});

describe('bad files', () => {
  const cases: readonly [what: string, make: () => string, code: string, says: RegExp][] = [
    ['a missing file', () => join(dir, 'none.png'), 'FILE_NOT_FOUND', /There is no image ".*none\.png"/],
    ['a path through a file', () => join(put('plain', 'x'), 'a.png'), 'FILE_NOT_FOUND', /There is no image/],
    ['a name with NUL', () => 'a\0b.png', 'FILE_NOT_FOUND', /There is no image/],
    ['a name too long', () => 'n'.repeat(5000), 'FILE_NOT_FOUND', /There is no image/],
    ['a folder', () => dir, 'FILE_NOT_READABLE', /is a folder/],
    ['a device', () => '/dev/zero', 'FILE_NOT_READABLE', /is a device/],
    ['an empty file', () => put('empty.png', ''), 'IMAGE_INVALID', /is an empty file/],
    ['text', () => put('text.png', 'hi\n'), 'IMAGE_INVALID', /is not an image: give a JPEG, PNG/],
    ['zeros', () => put('zeros.png', new Uint8Array(4096)), 'IMAGE_INVALID', /is not an image/],
    ['an SVG drawing', () => put('a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'), 'IMAGE_INVALID', /\(SVG\)/],
    [
      'a BMP file',
      () => put('a.bmp', Buffer.concat([Buffer.from('BM'), Buffer.alloc(60)])),
      'IMAGE_INVALID',
      /\(BMP\)/,
    ],
    ['a PPM file', () => put('a.ppm', 'P6 1 1 255\n   '), 'IMAGE_INVALID', /\(PPM\)/],
    ['a PDF file', () => put('a.pdf', '%PDF-1.7\n'), 'IMAGE_INVALID', /\(PDF\)/],
  ];
  test.each(cases)('%s', async (_what, make, code, says) => {
    await expect(loadImage(make())).rejects.toMatchObject({ code, message: expect.stringMatching(says) });
  });

  test('a named pipe, without waiting for its other end', async () => {
    const fifo = join(dir, 'fifo.png');
    execFileSync('mkfifo', [fifo]);
    await expect(loadImage(fifo)).rejects.toMatchObject({
      code: 'FILE_NOT_READABLE',
      message: expect.stringMatching(/is a named pipe/),
    });
  }, 5000);

  test('a socket', async () => {
    const path = join(dir, 'socket.png');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    await expect(loadImage(path)).rejects.toMatchObject({
      code: 'FILE_NOT_READABLE',
      message: expect.stringMatching(/is a socket/),
    });
    await new Promise((resolve) => server.close(resolve));
  });

  test('a file that may not be read', async () => {
    const file = put('secret.png', 'x');
    if (process.getuid?.() === 0) {
      // root may read anything: ask as another user, in a process of its own
      execFileSync('chmod', ['755', dir]);
      execFileSync('chmod', ['600', file]);
      process.seteuid?.(65534);
      try {
        await expect(loadImage(file)).rejects.toMatchObject({
          code: 'FILE_NOT_READABLE',
          message: expect.stringMatching(/permissions/),
        });
      } finally {
        process.seteuid?.(0);
      }
      return;
    }
    execFileSync('chmod', ['000', file]);
    await expect(loadImage(file)).rejects.toMatchObject({
      code: 'FILE_NOT_READABLE',
      message: expect.stringMatching(/permissions/),
    });
  });

  test('more pixels than can be wanted, told from the header alone', async () => {
    const png = pngHeader(20000, 20000);
    const before = process.memoryUsage().rss;
    await expect(loadImage(put('bomb.png', png))).rejects.toMatchObject({
      code: 'IMAGE_INVALID',
      message: expect.stringContaining('20000×20000 pixels'),
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
  });

  test('damaged data in the middle of a picture', async () => {
    const { data, width, height } = noisePicture(64, 64);
    const png = await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
    png.fill(0x55, 3000, 3400);
    await expect(loadImage(put('damaged.png', png))).rejects.toMatchObject({
      code: 'IMAGE_INVALID',
      message: expect.stringMatching(
        /^The image ".*damaged\.png" is damaged or truncated \([^\n]*\): get the file anew\.$/,
      ),
    });
  });
});

describe('without sharp', () => {
  test('the error names the command', async () => {
    const notFound = Object.assign(new Error("Cannot find package 'sharp'"), { code: 'ERR_MODULE_NOT_FOUND' });
    await expect(loadSharp(() => Promise.reject(notFound))).rejects.toMatchObject({
      code: 'MISSING_DEPENDENCY',
      message:
        'Images are read and written by the optional package sharp, which is not installed: run "npm install sharp".',
    });
  });

  test('so does that of a sharp for another platform', async () => {
    const failure = () => Promise.reject(new Error('Could not load the "sharp" module using the linux-x64 runtime'));
    await expect(loadSharp(failure)).rejects.toMatchObject({
      code: 'MISSING_DEPENDENCY',
      message: expect.stringMatching(/cannot be loaded here: run "npm install sharp"\.$/),
    });
  });
});
