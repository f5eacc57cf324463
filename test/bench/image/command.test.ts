import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseSize, registerImage } from '../../../lib/bench/commands/image.js';
import { encodePng, loadImage, resizeArea } from '../../../lib/bench/image/index.js';
import { noisePicture } from '../../helpers/pictures.js';
import { sharedFile } from '../../helpers/shared.js';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ov image '));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
  vi.restoreAllMocks();
});

/** Runs `ov-bench image …` in this process and returns what it printed. */
async function run(...args: string[]): Promise<string> {
  let printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const program = new Command('ov-bench').exitOverride().configureOutput({ writeErr: () => undefined });
  registerImage(program);
  await program.parseAsync(['image', ...args], { from: 'user' });
  return printed;
}

test('a PNG that was written reads back as the same pixels', async () => {
  const picture = noisePicture(33, 21);
  const file = join(dir, 'a.png');
  writeFileSync(file, await encodePng(picture));
  expect(await loadImage(file)).toEqual(picture);
});

test('writing a picture that was read leaves it as it is', async () => {
  const file = join(dir, 'a.png');
  writeFileSync(file, await encodePng(noisePicture(9, 7)));
  const picture = await loadImage(file);
  const before = Array.from(picture.data);
  await encodePng(picture);
  resizeArea(picture, 9, 7).data.fill(0);
  expect(Array.from(picture.data)).toEqual(before);
});

describe('ov-bench image', () => {
  test('writes the resized picture', async () => {
    const input = join(dir, 'in.png');
    const output = join(dir, 'out.png');
    const picture = noisePicture(40, 30);
    writeFileSync(input, await encodePng(picture));
    expect(await run(input, '--size', '13x50', '--output', output)).toBe(`${output}: 13×50 from 40×30\n`);
    expect(await loadImage(output)).toEqual(resizeArea(picture, 13, 50));
  });

  test.each([
    [['--size', '300', '--output', 'a.png'], 'USAGE', /--size takes WIDTHxHEIGHT/],
    [['--size', '0x5', '--output', 'a.png'], 'USAGE', /--size/],
    [['--size', '5x-5', '--output', 'a.png'], 'USAGE', /--size/],
    [['--size', '5x5', '--output', 'a.jpg'], 'USAGE', /ends in \.png/],
    [['--size', '40000x5', '--output', 'a.png'], 'INVALID_ARGUMENT', /1 to 32768/],
    [['--size', '5x5', '--output', 'no/such/a.png'], 'NOT_WRITABLE', /folder does not exist/],
  ])('%j is refused', async (args, code, says) => {
    const input = join(dir, 'in.png');
    writeFileSync(input, await encodePng(noisePicture(4, 4)));
    const placed = args.map((arg) => (/^(a|no)/.test(arg) ? join(dir, arg) : arg));
    await expect(run(input, ...placed)).rejects.toMatchObject({ code, message: expect.stringMatching(says) });
    expect(readdirSync(dir)).toEqual(['in.png']);
  });

  test('the picture itself is not written over, by a link neither', async () => {
    const input = join(dir, 'in.png');
    const bytes = await encodePng(noisePicture(4, 4));
    writeFileSync(input, bytes);
    linkSync(input, join(dir, 'link.png'));
    for (const output of [input, `${dir}/./in.png`, join(dir, 'link.png')]) {
      const refused = { code: 'USAGE', message: expect.stringContaining('choose another name') };
      await expect(run(input, '--size', '2x2', '--output', output)).rejects.toMatchObject(refused);
    }
    expect(readFileSync(input)).toEqual(bytes);
  });

  test('a bad image leaves no output', async () => {
    const output = join(dir, 'a.png');
    await expect(run(join(dir, 'none.png'), '--size', '5x5', '--output', output)).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
    expect(existsSync(output)).toBe(false);
  });

  test('parseSize reads both signs', () => {
    expect(parseSize('300x200')).toEqual({ width: 300, height: 200 });
    expect(parseSize('300×200')).toEqual({ width: 300, height: 200 });
  });
});

const car = sharedFile('images/car.png');
const golden = sharedFile('golden/car-300x300-inter-area.png');
test.runIf(car && golden)('the exercise’s photograph: no pixel differs from OpenCV’s', async () => {
  const output = join(dir, 'seen.png');
  await run(car as string, '--size', '300x300', '--output', output);
  const seen = await loadImage(output);
  expect(seen).toEqual(await loadImage(golden as string));
  const { sha256_bgr_300x300: sum } = JSON.parse(
    readFileSync(sharedFile('golden/car-detections.json') as string, 'utf8'),
  );
  expect(createHash('sha256').update(seen.data).digest('hex')).toBe(sum);
});
