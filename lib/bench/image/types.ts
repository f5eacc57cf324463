/**
 * A picture as OpenCV holds one: rows from top to bottom, pixels from left to right, blue, green and red bytes a pixel.
 * Its length is width × height × 3.
 *
 * @example
 * ```ts
 * const blue: BgrImage = { width: 1, height: 1, data: Uint8Array.of(255, 0, 0) };
 * const image = await imageToTensor(blue, compiledModel.input());
 * ```
 */
export interface BgrImage {
  /** Pixels of a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Bytes: width × height × 3. */
  readonly data: Uint8Array;
}
