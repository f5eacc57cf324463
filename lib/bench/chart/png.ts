import { loadSharp } from '../image/sharp.js';
import { FAMILY, prepareFonts } from './fonts.js';
import { type Chart, svgOf } from './frame.js';
import { FONTS } from './palette.js';

/** Pixels of the picture for one of the chart: sharp on dense screens and on paper. */
const SCALE = 2;

export interface Pictures {
  readonly pngs: readonly Buffer[];
  /** Whether the letters are those of the package's own font. */
  readonly ownFont: boolean;
}

/**
 * The charts as PNG pictures, in light colours.
 *
 * @throws OpenVINOError `MISSING_DEPENDENCY` without sharp.
 */
export async function renderPngs(charts: readonly Chart[], scale = SCALE): Promise<Pictures> {
  const sharp = await loadSharp();
  const svgs = charts.map((chart) => svgOf(chart, true).replaceAll(FONTS, `'${FAMILY}', ${FONTS}`));
  const ownFont = await prepareFonts(svgs.join());
  const pngs: Buffer[] = [];
  for (const svg of svgs) {
    // 72 dots an inch are one pixel a pixel; a palette of 256 colours halves the files and is not seen
    const picture = sharp(Buffer.from(svg), { density: 72 * scale, limitInputPixels: false });
    pngs.push(
      await picture.flatten({ background: '#ffffff' }).png({ palette: true, quality: 95, effort: 7 }).toBuffer(),
    );
  }
  return { pngs, ownFont };
}
