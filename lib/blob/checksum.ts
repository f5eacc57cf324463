import { readFileSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { describe } from '../common/describe.js';
import { OpenVINOError } from '../errors.js';

/** A line of sha256sum's, and more than enough room. */
const MOST_BYTES = 4096;

/** Where the checksum of an exported model stands. */
export function checksumPath(path: string): string {
  return `${path}.sha256`;
}

/**
 * The checksum that the file beside an exported model has for it.
 *
 * @throws OpenVINOError `CHECKSUM_MISMATCH` where there is none, or it is no checksum.
 */
export async function readChecksum(path: string): Promise<string> {
  const beside = checksumPath(path);
  try {
    checkKind(await stat(beside));
    return parse(path, await readFile(beside, 'latin1'));
  } catch (error) {
    throw noChecksum(path, error);
  }
}

/** {@link readChecksum}, blocking the thread. */
export function readChecksumSync(path: string): string {
  const beside = checksumPath(path);
  try {
    checkKind(statSync(beside));
    return parse(path, readFileSync(beside, 'latin1'));
  } catch (error) {
    throw noChecksum(path, error);
  }
}

/** A pipe would be waited for without end, and a device read without end. */
function checkKind(stats: { isFile(): boolean; readonly size: number }): void {
  if (!stats.isFile() || stats.size > MOST_BYTES) throw new Error('it is no file of a checksum');
}

function parse(path: string, text: string): string {
  const sha256 = /^([0-9a-f]{64})(?:\s|$)/i.exec(text)?.[1];
  if (sha256 !== undefined) return sha256.toLowerCase();
  throw new OpenVINOError(
    'CHECKSUM_MISMATCH',
    `${checksumPath(path)} holds no SHA-256 checksum; export the model again.`,
  );
}

function noChecksum(path: string, cause: unknown): OpenVINOError {
  if (cause instanceof OpenVINOError) return cause;
  return new OpenVINOError(
    'CHECKSUM_MISMATCH',
    `The exported model ${path} has no readable checksum ${checksumPath(path)} beside it, and a damaged one can be imported ` +
      'and give wrong results: export it by exportModel(path), give its { sha256 }, or { sha256: false } to go without.',
    { cause },
  );
}

/** Checks a checksum that was given: 64 hexadecimal digits, or false for none. */
export function checkSha256(sha256: unknown): string | false | undefined {
  if (sha256 === undefined || sha256 === false) return sha256;
  if (typeof sha256 === 'string' && /^[0-9a-f]{64}$/i.test(sha256)) return sha256.toLowerCase();
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    `sha256 is a checksum of 64 hexadecimal digits, or false for no check, not ${describe(sha256)}.`,
  );
}

/** Refuses bytes that are not those of the checksum. */
export function compareChecksums(subject: string, expected: string | false | undefined, found: string): void {
  if (typeof expected !== 'string' || expected === found) return;
  throw new OpenVINOError(
    'CHECKSUM_MISMATCH',
    `${subject} has the SHA-256 ${found} and not ${expected}: it is damaged, or another one; export it again.`,
  );
}
