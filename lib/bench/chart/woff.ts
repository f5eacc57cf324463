import { inflateSync } from 'node:zlib';

const SIGNATURE = 0x774f4646;
const HEADER = 44;
const ENTRY = 20;

/**
 * A font's file as the text shaper of sharp takes it. Packages have fonts as WOFF (the same tables, each deflated): that is
 * found by fontconfig, but drawn as boxes.
 */
export function sfntOfWoff(woff: Buffer): Buffer {
  if (woff.length < HEADER || woff.readUInt32BE(0) !== SIGNATURE) throw new RangeError('not a WOFF file');
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, index) => tableOf(woff, HEADER + index * ENTRY));
  const power = 2 ** Math.floor(Math.log2(count));
  const head = Buffer.alloc(12 + 16 * count);
  head.writeUInt32BE(woff.readUInt32BE(4), 0);
  for (const [index, value] of [count, power * 16, Math.log2(power), (count - power) * 16].entries()) {
    head.writeUInt16BE(value, 4 + index * 2);
  }
  let offset = head.length;
  const parts = tables.map(({ tag, checksum, data }, index) => {
    const padded = Buffer.concat([data, Buffer.alloc(-data.length & 3)]);
    for (const [at, value] of [tag, checksum, offset, data.length].entries()) {
      head.writeUInt32BE(value, 12 + index * 16 + at * 4);
    }
    offset += padded.length;
    return padded;
  });
  return Buffer.concat([head, ...parts]);
}

function tableOf(woff: Buffer, at: number): { tag: number; checksum: number; data: Buffer } {
  const [tag = 0, offset = 0, packed = 0, length = 0, checksum = 0] = [0, 4, 8, 12, 16].map((step) =>
    woff.readUInt32BE(at + step),
  );
  const part = woff.subarray(offset, offset + packed);
  return { tag, checksum, data: packed < length ? inflateSync(part, { maxOutputLength: length }) : part };
}
