import { describe } from '../common/describe.js';
import { showAs } from '../common/inspect.js';
import { OpenVINOError } from '../errors.js';
import { nativeAddon } from '../native.js';
import { currentRuntime } from '../runtime.js';

/**
 * What can stand for a layout: a {@link Layout}, or its text.
 *
 * @category Preprocessing
 * @example
 * ```ts
 * const layouts: LayoutLike[] = ['NHWC', '[N,H,W,C]', new Layout('nhwc')];
 * for (const layout of layouts) new PrePostProcessor(model).input(0).tensor().setLayout(layout);
 * ```
 */
export type LayoutLike = string | Layout;

/**
 * Which dimension of a shape means what: `NCHW`, `NHWC`, `N...C`, `[batch,channels,height,width]`.
 *
 * A letter for each dimension, `?` for one without a meaning, `...` for any number of them; or names in brackets. N (batch),
 * C (channels), D (depth), H (height) and W (width) are those that preprocessing knows.
 *
 * @category Preprocessing
 * @example
 * ```ts
 * import { Layout } from '@x/openvino-node';
 *
 * const layout = new Layout('nhwc');
 * console.log(layout.toString()); // [N,H,W,C]
 * ```
 */
export class Layout {
  readonly #text: string;

  /**
   * The first layout of a thread opens the OpenVINO library (see {@link loadRuntime}), which reads the text.
   *
   * @throws OpenVINOError `INVALID_ARGUMENT` for what is no layout, and as {@link loadRuntime}.
   */
  constructor(text: LayoutLike) {
    const given = layoutText(text);
    this.#text = readingLayout(given, () => nativeAddon().layoutText(currentRuntime().native, given));
  }

  /** The layout as OpenVINO writes it: `[N,C,H,W]`, `[N,...,C]`. */
  toString(): string {
    return this.#text;
  }
}

showAs(Layout, (layout) => layout.toString());

/**
 * The text of a layout, which the library has yet to read.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT` for what is no text of a layout at first sight.
 */
export function layoutText(layout: unknown): string {
  if (layout instanceof Layout) return layout.toString();
  if (typeof layout !== 'string') throw notALayout(layout, 'it is text such as "NCHW", or a Layout');
  // the library takes the empty text for "..."
  if (layout.trim() === '')
    throw notALayout(layout, 'it has a letter for each dimension; "..." stands for any of them');
  // it cuts other letters into bytes, and its message as well
  if (!/^[\x20-\x7e]+$/.test(layout)) throw notALayout(layout, 'its names have English letters, digits and _ only');
  return layout;
}

/** Has the library read a layout; its refusal is told of the text. */
export function readingLayout<T>(text: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof OpenVINOError) || error.operation !== 'ov_layout_create') throw error;
    const why = error.message.replace(/^.*failed \(status -?\d+\): /, '').replace(/\.$/, '');
    throw notALayout(text, why, error);
  }
}

/** Dimensions that a layout speaks of: how many, and whether there may be more. */
export function layoutRank(text: string): { readonly least: number; readonly isExact: boolean } {
  const trimmed = text.trim();
  if (trimmed === '**SCALAR**') return { least: 0, isExact: true };
  const inner = /^\[(.*)\]$/.exec(trimmed)?.[1];
  const parts = inner === undefined ? [...trimmed.replace('...', '')] : inner.split(',');
  const least = parts.filter((part) => part.trim() !== '...').length;
  return { least, isExact: !trimmed.includes('...') };
}

function notALayout(layout: unknown, why: string, cause?: unknown): OpenVINOError {
  return new OpenVINOError('INVALID_ARGUMENT', `${describe(layout)} is not a layout: ${why}.`, { cause });
}
