/**
 * A picture as OpenCV holds one: rows from top to bottom, pixels from left to right, blue, green and red bytes a pixel.
 * Its length is width × height × 3.
 */
export interface BgrImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}
