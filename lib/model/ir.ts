import { OpenVINOError } from '../errors.js';

/** Oldest IR version that OpenVINO reads since 2023. */
const OLDEST_IR = 10;

/** A tag that takes more than this is no constant's. */
const MAX_TAG_LENGTH = 65536;

/**
 * Checks the beginning and the end of an IR's .xml, before the library gets it: it tries every one of its readers on a web
 * page (which print what they think of it), and calls everything else "Unable to read the model".
 *
 * @param subject What the text is: the path of a file, or `The model`.
 * @throws OpenVINOError `MODEL_INVALID`, `MODEL_TOO_OLD`.
 */
export function checkIr(subject: string, head: string, end: string): void {
  if (!/<net\b/.test(head)) {
    throw new OpenVINOError('MODEL_INVALID', `${subject} is not an OpenVINO model: no <net> element starts it.`);
  }
  const version = /<net\b[^>]*\bversion\s*=\s*"(\d+)"/.exec(head)?.[1];
  if (version !== undefined && Number(version) < OLDEST_IR) {
    throw new OpenVINOError(
      'MODEL_TOO_OLD',
      `${subject} is an IR of version ${version}; OpenVINO reads IR ${OLDEST_IR} and newer. Convert the original model again, ` +
        'with ovc or openvino.convert_model.',
    );
  }
  if (!end.includes('</net>')) {
    throw new OpenVINOError('MODEL_INVALID', `${subject} is cut off: its </net> is missing.`);
  }
}

/** How many bytes of weights an IR needs: the end of its last constant, by the offsets and sizes in its .xml. */
export class WeightsExtent {
  /** Bytes, by what was added so far. */
  end = 0;
  #rest = '';

  /** Takes the next piece of the text, of any length. */
  add(piece: string): void {
    const text = this.#rest + piece;
    for (const [tag] of text.matchAll(/<data\b[^>]*\boffset="\d+"[^>]*>/g)) {
      const offset = /\boffset="(\d+)"/.exec(tag)?.[1];
      const size = /\bsize="(\d+)"/.exec(tag)?.[1];
      if (offset !== undefined && size !== undefined) this.end = Math.max(this.end, Number(offset) + Number(size));
    }
    // a tag may begin in one piece and end in the next
    const open = text.lastIndexOf('<');
    this.#rest =
      open === -1 || text.indexOf('>', open) !== -1 || text.length - open > MAX_TAG_LENGTH ? '' : text.slice(open);
  }
}
