import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { type ElementType, OpenVINOError, Tensor } from '../../../index.js';
import { numpyName, parseNpy } from './npy.js';

/** What a file's elements are for. */
export interface TargetPort {
  readonly name: string;
  readonly elementType: ElementType;
  readonly shape: readonly number[];
}

/** Whether the file is a picture by its name; raw elements and numpy arrays are the other two kinds. */
export function isImageName(file: string): boolean {
  return /\.(png|jpe?g|webp|gif|tiff?|avif|heif|bmp)$/i.test(file);
}

/**
 * The elements for a port from a .npy or .bin file.
 *
 * @throws OpenVINOError `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, `SHAPE_MISMATCH`, `ELEMENT_TYPE_MISMATCH`, or
 *   `INVALID_ARGUMENT` for a damaged file or another kind.
 */
export async function readElements(file: string, port: TargetPort): Promise<Uint8Array> {
  const kind = extname(file).toLowerCase();
  if (kind !== '.npy' && kind !== '.bin') {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `The input file ${file} is of no kind that is read: give an image, a .npy array, or a .bin of raw elements.`,
    );
  }
  const bytes = await readRegularFile(file);
  return kind === '.npy' ? elementsOfNpy(bytes, file, port) : elementsOfRaw(bytes, file, port);
}

function elementsOfNpy(bytes: Uint8Array, file: string, port: TargetPort): Uint8Array {
  const array = parseNpy(bytes, file);
  const shape = `[${port.shape.join(',')}]`;
  if (array.elementType !== port.elementType) {
    const numpy = numpyName(port.elementType);
    const advice = numpy === undefined ? 'give a .bin of raw elements' : `save array.astype('${numpy}')`;
    throw new OpenVINOError(
      'ELEMENT_TYPE_MISMATCH',
      `The input file ${file} holds ${array.elementType} and the input ${port.name} takes ${port.elementType}: ${advice}.`,
    );
  }
  if (array.shape.join() === port.shape.join()) return array.data;
  throw new OpenVINOError(
    'SHAPE_MISMATCH',
    `The input file ${file} has the shape [${array.shape.join(',')}] and the input ${port.name} takes ${shape}: reshape one to the other (--shape changes the model's).`,
  );
}

function elementsOfRaw(bytes: Uint8Array, file: string, port: TargetPort): Uint8Array {
  const needed = new Tensor(port.elementType, port.shape).byteLength;
  if (bytes.length === needed) return bytes;
  throw new OpenVINOError(
    'SHAPE_MISMATCH',
    `The input file ${file} has ${bytes.length} bytes and the input ${port.name} (${port.elementType} [${port.shape.join(',')}]) takes exactly ${needed}.`,
  );
}

/** A FIFO or a device would make the program wait for ever. */
async function readRegularFile(file: string): Promise<Uint8Array> {
  try {
    if ((await stat(file)).isFile()) return await readFile(file);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new OpenVINOError('FILE_NOT_FOUND', `There is no input file ${file}: check the path.`, { cause });
    }
    throw new OpenVINOError('FILE_NOT_READABLE', `The input file ${file} can not be read (${code || String(cause)}).`, {
      cause,
    });
  }
  throw new OpenVINOError('FILE_NOT_READABLE', `The input file ${file} is not a regular file.`);
}
