import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ElementType, OpenVINOError, Tensor } from '../../../index.js';
import { type BgrImage, describeImageInput, loadImage, resizeArea, toInput } from '../../image/index.js';
import type { InputInfo } from '../../result/result.js';
import type { InputChoice } from '../../run/plan.js';
import { isImageName, readElements, type TargetPort } from './files.js';
import { fillRandom, RANDOM_SEED, randomNumbers } from './random.js';

/** An input's elements, ready in a file: decoded and laid out once, and read by each trial. */
export interface PreparedInput {
  readonly index: number;
  readonly elementType: ElementType;
  readonly shape: readonly number[];
  readonly file: string;
}

export interface PreparedInputs {
  readonly info: InputInfo;
  readonly inputs: readonly PreparedInput[];
}

/** Where an input's elements come from. */
interface Source {
  readonly kind: InputInfo['kind'];
  readonly path: string | null;
  readonly image?: BgrImage;
}

/**
 * Decodes, resizes and lays out what the model is shown, into raw files in a folder.
 *
 * @throws OpenVINOError for what can't be read, or does not fit the model's inputs.
 */
export async function prepareInputs(
  choice: InputChoice,
  ports: readonly TargetPort[],
  folder: string,
): Promise<PreparedInputs> {
  const sources = await chooseSources(choice, ports);
  const random = randomNumbers(RANDOM_SEED);
  const hash = createHash('sha256');
  const inputs: PreparedInput[] = [];
  for (const [index, port] of ports.entries()) {
    const bytes = await elementsFor(port, sources[index] as Source, random);
    const file = join(folder, `input-${index}.raw`);
    await writeFile(file, bytes);
    hash.update(bytes);
    inputs.push({ index, elementType: port.elementType, shape: port.shape, file });
  }
  return { info: describe(ports, sources, hash.digest('hex')), inputs };
}

async function chooseSources(choice: InputChoice, ports: readonly TargetPort[]): Promise<Source[]> {
  const sources: Source[] = ports.map(() => ({ kind: 'random', path: null }));
  if (choice.kind === 'files') {
    for (const text of choice.files) {
      const { index, file } = resolvePortFile(text, ports);
      sources[index] = isImageName(file)
        ? { kind: 'image', path: file, image: await loadImage(file) }
        : { kind: 'file', path: file };
    }
    return sources;
  }
  const index = ports.findIndex((port) => takesPicture(port.shape));
  if (index !== -1) sources[index] = await pictureOf(choice);
  else if (choice.kind === 'image') throw noImageInput(ports);
  return sources;
}

async function pictureOf(choice: Exclude<InputChoice, { kind: 'files' }>): Promise<Source> {
  if (choice.path !== undefined) return { kind: 'image', path: choice.path, image: await loadImage(choice.path) };
  const { drawDefaultImage } = await import('../../image/index.js');
  return { kind: 'drawn', path: null, image: drawDefaultImage() };
}

function takesPicture(shape: readonly number[]): boolean {
  try {
    return describeImageInput(shape) !== undefined;
  } catch {
    return false;
  }
}

function noImageInput(ports: readonly TargetPort[]): OpenVINOError {
  const shapes = ports.map((port) => `${port.name} [${port.shape.join(',')}]`).join(', ');
  return new OpenVINOError(
    'INVALID_ARGUMENT',
    `None of the model's inputs takes an image (${shapes}): give their elements with --input PORT:FILE, or none for random ones.`,
  );
}

/** `PORT:FILE`: both may hold colons, so the model's own names tell them apart; a number is a port's index. */
export function resolvePortFile(text: string, ports: readonly TargetPort[]): { index: number; file: string } {
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    const name = text.slice(0, at);
    const byName = ports.findIndex((port) => port.name === name);
    const index = byName === -1 && /^\d{1,4}$/.test(name) ? Number(name) : byName;
    if (index >= 0 && index < ports.length && at < text.length - 1) return { index, file: text.slice(at + 1) };
  }
  throw new OpenVINOError(
    'PORT_NOT_FOUND',
    `--input ${text} names no input of the model: it has ${ports.map((port, index) => `${port.name} (or ${index})`).join(', ')}.`,
  );
}

async function elementsFor(port: TargetPort, source: Source, random: () => number): Promise<Uint8Array> {
  if (source.image !== undefined) return pictureElements(source.image, port);
  if (source.path !== null) return readElements(source.path, port);
  const tensor = new Tensor(port.elementType, port.shape);
  fillRandom(tensor.data, port.elementType, random);
  return bytesOf(tensor.data);
}

function pictureElements(image: BgrImage, port: TargetPort): Uint8Array {
  const { layout, width, height, channels, batch } = describeImageInput(port.shape);
  const resized = resizeArea(image, width, height);
  return bytesOf(toInput(resized, { layout, elementType: port.elementType, channels, batch }));
}

function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function describe(ports: readonly TargetPort[], sources: readonly Source[], sha256: string): InputInfo {
  const picture = sources.find((source) => source.image !== undefined);
  const main = picture ?? sources.find((source) => source.path !== null);
  const files = new Set(sources.filter((source) => source.path !== null).map((source) => source.path));
  return {
    path: files.size > 1 ? null : (main?.path ?? null),
    kind: main?.kind ?? 'random',
    width: picture?.image?.width ?? null,
    height: picture?.image?.height ?? null,
    sha256,
    ports: ports.map(({ name }, index) => ({
      name,
      kind: sources[index]?.kind ?? 'random',
      path: sources[index]?.path ?? null,
    })),
  };
}
