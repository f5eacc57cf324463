/** Swaps red and blue in place and returns the same bytes. */
export function rgbToBgr(rgb: Uint8Array): Uint8Array {
  for (let at = 0; at < rgb.length; at += 3) {
    const red = rgb[at] as number;
    rgb[at] = rgb[at + 2] as number;
    rgb[at + 2] = red;
  }
  return rgb;
}

/** Ink (0 is none) to light. OpenCV leaves TIFF to libtiff, which divides by 255; for JPEG it shifts by 8 bits. */
export function cmykToBgr(cmyk: Uint8Array, jpeg: boolean): Uint8Array {
  const bgr = new Uint8Array((cmyk.length / 4) * 3);
  for (let from = 0, to = 0; from < cmyk.length; from += 4, to += 3) {
    const light = 255 - (cmyk[from + 3] as number);
    for (let c = 0; c < 3; c++) {
      const ink = cmyk[from + 2 - c] as number;
      bgr[to + c] = jpeg ? light - ((ink * light) >> 8) : Math.floor((light * (255 - ink)) / 255);
    }
  }
  return bgr;
}

/** Luminance as OpenCV's COLOR_BGR2GRAY has it: 15-bit fixed point. */
export function bgrToGray(bgr: Uint8Array): Uint8Array {
  const gray = new Uint8Array(bgr.length / 3);
  for (let from = 0, to = 0; to < gray.length; from += 3, to++) {
    const sum = (bgr[from] as number) * 3735 + (bgr[from + 1] as number) * 19235 + (bgr[from + 2] as number) * 9798;
    gray[to] = (sum + 16384) >> 15;
  }
  return gray;
}
