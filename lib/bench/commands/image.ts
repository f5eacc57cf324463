import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { OpenVINOError } from '../../index.js';
import { printable } from '../../runtime/printable.js';
import { examplesHelp } from './help-texts.js';

interface ImageOptions {
  readonly size: string;
  readonly output: string;
}

/** `ov-bench image IN --size WxH --output F.png`: what a model of that input size is shown. */
export function registerImage(program: Command): void {
  program
    .command('image')
    .description("write the picture that a model sees: decoded, and resized as OpenCV's INTER_AREA does")
    .argument('<image>', 'a JPEG, PNG, WebP, GIF, TIFF or AVIF file')
    .requiredOption('--size <WxH>', "width and height of the model's input in pixels, such as 300x300")
    .requiredOption('--output <file.png>', 'the PNG file to write')
    .addHelpText(
      'after',
      examplesHelp([['what the default model sees', 'ov-bench image car.png --size 300x300 --output seen.png']]),
    )
    .action(async (file: string, options: ImageOptions) => {
      const { width, height } = parseSize(options.size);
      if (!/\.png$/i.test(options.output)) {
        throw new OpenVINOError('USAGE', `--output takes a name that ends in .png, not "${options.output}".`);
      }
      const { loadImage, resizeArea, writePng } = await import('../image/index.js');
      const image = await loadImage(file);
      if (await isSameFile(file, options.output)) {
        throw new OpenVINOError('USAGE', `--output is the picture itself ("${file}"): choose another name.`);
      }
      await writePng(resizeArea(image, width, height), options.output);
      process.stdout.write(`${printable(options.output)}: ${width}×${height} from ${image.width}×${image.height}\n`);
    });
}

/** Whether both paths lead to one file, by links too; one that is not there is no other's. */
async function isSameFile(file: string, other: string): Promise<boolean> {
  const [one, two] = await Promise.all([file, other].map((path) => stat(path).catch(() => undefined)));
  return one !== undefined && two !== undefined && one.dev === two.dev && one.ino === two.ino;
}

/** Reads `300x300`. */
export function parseSize(text: string): { width: number; height: number } {
  const [, width, height] = /^(\d{1,5})[x×](\d{1,5})$/i.exec(text) ?? [];
  if (width === undefined || height === undefined || Number(width) === 0 || Number(height) === 0) {
    throw new OpenVINOError('USAGE', `--size takes WIDTHxHEIGHT in pixels, such as 300x300, not "${text}".`);
  }
  return { width: Number(width), height: Number(height) };
}
