import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { OpenVINOError } from '../errors.js';
import { printable } from './printable.js';

/** What a wheel's RECORD says of its files: path to SHA-256 (base64url, no padding). */
export type WheelRecord = ReadonlyMap<string, string>;

/** Files that a RECORD can't hold a sum of: itself and its signatures. */
export function isUnrecorded(path: string): boolean {
  return /^[^/]+\.dist-info\/RECORD(\.jws|\.p7s)?$/.test(path);
}

/**
 * Reads the text of a wheel's RECORD: lines of path, `sha256=…` and length, separated by commas, quoted as in CSV.
 *
 * @throws {OpenVINOError} `ARCHIVE_INVALID` for a line of another form or a file without a SHA-256.
 */
export function parseRecord(text: string): WheelRecord {
  const sums = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    if (line === '') continue;
    const match = /^(?:"((?:[^"]|"")+)"|([^",]+)),([^,]*),(\d*)$/.exec(line);
    const path = match?.[1]?.replaceAll('""', '"') ?? match?.[2];
    if (match === null || path === undefined)
      throw invalid(`its RECORD has a line that is not understood: "${printable(line, 120)}"`);
    if (isUnrecorded(path)) continue;
    const sum = /^sha256=([\w-]{43})=?$/.exec(match[3] ?? '')?.[1];
    if (sum === undefined) throw invalid(`its RECORD has no SHA-256 for "${printable(path, 120)}"`);
    sums.set(path, sum);
  }
  return sums;
}

/**
 * Compares files below `root` with the RECORD, by reading them from disk.
 *
 * @throws {OpenVINOError} `CHECKSUM_MISMATCH` naming the first file that differs, `ARCHIVE_INVALID` for one not in RECORD.
 */
export async function verifyRecord(root: string, paths: readonly string[], record: WheelRecord): Promise<void> {
  for (const path of paths) {
    if (isUnrecorded(path)) continue;
    const expected = record.get(path);
    if (expected === undefined) throw invalid(`"${printable(path, 120)}" is not in its RECORD`);
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(root, path), { highWaterMark: 1 << 20 }), hash);
    if (hash.digest('base64url') === expected) continue;
    throw new OpenVINOError(
      'CHECKSUM_MISMATCH',
      `The SHA-256 of "${printable(path, 120)}" differs from the wheel's RECORD: the wheel is damaged and not installed.`,
    );
  }
}

function invalid(what: string): OpenVINOError {
  return new OpenVINOError('ARCHIVE_INVALID', `The wheel is not installed: ${what}.`);
}
