import { type ElementType, OpenVINOError } from '../../../index.js';

/** An array as numpy.save writes one. */
export interface NpyArray {
  readonly elementType: ElementType;
  readonly shape: readonly number[];
  /** Elements, row-major, little-endian. */
  readonly data: Uint8Array;
}

/** numpy's type codes, without the byte order. */
const TYPES: Readonly<Record<string, readonly [ElementType, byteLength: number]>> = {
  f2: ['f16', 2],
  f4: ['f32', 4],
  f8: ['f64', 8],
  i1: ['i8', 1],
  i2: ['i16', 2],
  i4: ['i32', 4],
  i8: ['i64', 8],
  u1: ['u8', 1],
  u2: ['u16', 2],
  u4: ['u32', 4],
  u8: ['u64', 8],
  b1: ['boolean', 1],
};

/** How numpy calls an element type, for advice: `float32`. */
export function numpyName(elementType: ElementType): string | undefined {
  const names: Partial<Record<ElementType, string>> = {
    f16: 'float16',
    f32: 'float32',
    f64: 'float64',
    boolean: 'bool',
  };
  const known = Object.values(TYPES).some(([type]) => type === elementType);
  return names[elementType] ?? (known ? elementType.replace('i', 'int').replace('u', 'uint') : undefined);
}

/**
 * Reads the bytes of a .npy file (versions 1 to 3): plain types, row-major, little-endian.
 *
 * @param name What errors call the file.
 * @throws OpenVINOError `INVALID_ARGUMENT` for anything else, and for a file that was cut off.
 */
export function parseNpy(bytes: Uint8Array, name: string): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = bytes.length >= 12 && Buffer.from(bytes.subarray(0, 6)).toString('latin1') === '\x93NUMPY';
  if (!magic) throw invalid(name, 'it is not a .npy file; numpy.save writes one');
  const wide = (bytes[6] as number) > 1;
  const start = wide ? 12 : 10;
  const end = start + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  if (end > bytes.length) throw invalid(name, 'it is cut off within its header');
  const { elementType, byteLength, shape } = parseHeader(
    Buffer.from(bytes.subarray(start, end)).toString('latin1'),
    name,
  );
  const data = bytes.subarray(end);
  const needed = shape.reduce((product, size) => product * size, byteLength);
  if (data.length !== needed)
    throw invalid(name, `it holds ${data.length} bytes of elements and its header promises ${needed}`);
  return { elementType, shape, data };
}

function parseHeader(header: string, name: string): { elementType: ElementType; byteLength: number; shape: number[] } {
  const code = /'descr':\s*'([<>|=]?)(\w+)'/.exec(header);
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1];
  if (code === null || order === undefined || shape === undefined) {
    throw invalid(name, 'its header is not that of a plain array (structured types are not read)');
  }
  if (order === 'True') throw invalid(name, 'it is in column-major order; save numpy.ascontiguousarray(array)');
  if (code[1] === '>') throw invalid(name, "it is big-endian; save array.astype(array.dtype.newbyteorder('<'))");
  const type = TYPES[code[2] ?? ''];
  if (type === undefined) throw invalid(name, `elements of numpy's type '${code[2]}' are no tensor's`);
  const sizes = shape.split(',').filter((part) => part.trim() !== '');
  return { elementType: type[0], byteLength: type[1], shape: sizes.map(Number) };
}

function invalid(name: string, why: string): OpenVINOError {
  return new OpenVINOError('INVALID_ARGUMENT', `The input file ${name} can not be used: ${why}.`);
}
