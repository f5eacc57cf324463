import { describe } from '../common/describe.js';
import { OpenVINOError } from '../errors.js';

/** Every colour format of the C API, in the order of its numbers (`ov_color_format_e`), with the planes of those that have several. */
const FORMATS = {
  UNDEFINED: 1,
  NV12_SINGLE_PLANE: 1,
  NV12_TWO_PLANES: 2,
  I420_SINGLE_PLANE: 1,
  I420_THREE_PLANES: 3,
  RGB: 1,
  BGR: 1,
  GRAY: 1,
  RGBX: 1,
  BGRX: 1,
} as const satisfies Record<ColorFormat, number>;

/**
 * Name of a colour format: `'RGB'`, `'NV12_TWO_PLANES'` …; {@link colorFormat} says what each is.
 *
 * @category Preprocessing
 * @example
 * ```ts
 * const format: ColorFormat = 'BGR';
 * new PrePostProcessor(model).input(0).tensor().setColorFormat(format);
 * ```
 */
export type ColorFormat =
  | 'UNDEFINED'
  | 'NV12_SINGLE_PLANE'
  | 'NV12_TWO_PLANES'
  | 'I420_SINGLE_PLANE'
  | 'I420_THREE_PLANES'
  | 'RGB'
  | 'BGR'
  | 'GRAY'
  | 'RGBX'
  | 'BGRX';

/**
 * Names of the colour formats as constants: `colorFormat.BGR === 'BGR'`.
 *
 * | | tensors of an image of height H and width W, in the layout NHWC |
 * |---|---|
 * | `RGB`, `BGR` | [N, H, W, 3] |
 * | `RGBX`, `BGRX` | [N, H, W, 4]: the fourth channel is left out |
 * | `GRAY` | [N, H, W, 1] |
 * | `NV12_SINGLE_PLANE`, `I420_SINGLE_PLANE` | [N, H × 3/2, W, 1] |
 * | `NV12_TWO_PLANES` | two inputs: [N, H, W, 1] (Y) and [N, H/2, W/2, 2] (U and V by turns) |
 * | `I420_THREE_PLANES` | three inputs: [N, H, W, 1] (Y) and twice [N, H/2, W/2, 1] (U, V) |
 * | `UNDEFINED` | as the model has it |
 *
 * @category Preprocessing
 * @example
 * ```ts
 * import { colorFormat, PrePostProcessor } from '@x/openvino-node';
 *
 * new PrePostProcessor(model).input(0).tensor().setColorFormat(colorFormat.BGR);
 * ```
 */
export const colorFormat: { readonly [Name in ColorFormat]: Name } = Object.freeze(
  Object.fromEntries(Object.keys(FORMATS).map((name) => [name, name])),
) as { readonly [Name in ColorFormat]: Name };

const NAMES = Object.keys(FORMATS) as ColorFormat[];

/** The C API's number of a format. @throws OpenVINOError `INVALID_ARGUMENT` for what is none. */
export function colorFormatIndex(format: unknown): number {
  const index = NAMES.indexOf(format as ColorFormat);
  if (index !== -1) return index;
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    `${describe(format)} is not a colour format; the formats are ${NAMES.join(', ')}.`,
  );
}

/**
 * Refuses names of planes that a format has not: two planes of one name would be two inputs of one name, and the library
 * makes them.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT`.
 */
export function checkPlaneNames(format: ColorFormat, names: unknown): asserts names is readonly string[] {
  if (!Array.isArray(names)) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `Names of planes are an array of strings such as ["y", "uv"], not ${describe(names)}.`,
    );
  }
  for (const name of names as readonly unknown[]) {
    if (typeof name === 'string' && name !== '' && !name.includes('\0')) continue;
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `The name of a plane is a string of one character or more, not ${describe(name)}.`,
    );
  }
  const planes = FORMATS[format];
  if (names.length > 0 && (planes === 1 || names.length !== planes)) {
    const has = planes === 1 ? 'one plane, which has the name of the input' : `${planes} planes`;
    throw new OpenVINOError('INVALID_ARGUMENT', `${format} has ${has}, and ${names.length} names were given.`);
  }
  if (new Set(names).size !== names.length) {
    throw new OpenVINOError('INVALID_ARGUMENT', `The planes of ${format} need different names.`);
  }
}
