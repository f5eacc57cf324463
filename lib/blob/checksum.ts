import { readFileSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { describe } from '../common/describe.js';
import { OpenVINOError } from '../errors.js';

/** More than enough room for {@link MOST_LINES} of sha256sum's lines. */
const MOST_BYTES = 4096;

/** One for each export that was killed at its renames, with none after it that was not. */
const MOST_LINES = 8;

/** Where the checksum of an exported model stands. */
export function checksumPath(path: string): string {
  return `${path}.sha256`;
}

/** The content of the file beside an exported model, as sha256sum writes and checks it. */
export function formatChecksums(path: string, checksums: readonly string[]): string {
  return checksums
    .slice(0, MOST_LINES)
    .map((sha256) => `${sha256}  ${basename(path)}\n`)
    .join('');
}

/**
 * The checksums that the file beside an exported model has for it: one, or while it is replaced those of both models.
 *
 * @throws OpenVINOError `CHECKSUM_MISMATCH` where there is none, or it is no checksum.
 */
export async function readChecksums(path: string): Promise<string[]> {
  const beside = checksumPath(path);
  try {
    checkKind(await stat(beside));
    return parse(path, await readFile(beside, 'latin1'));
  } catch (error) {
    throw noChecksum(path, error);
  }
}

/** {@link readChecksums}, blocking the thread. */
export function readChecksumsSync(path: string): string[] {
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

function parse(path: string, text: string): string[] {
  // whatever name a line has: both files may have been renamed since
  const checksums = Array.from(text.matchAll(/^[0-9a-f]{64}(?=\s|$)/gim), ([sha256]) => sha256.toLowerCase());
  if (checksums.length > 0) return checksums;
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

/** What is expected of bytes: one of these checksums; nothing where it is false or undefined. */
export type Expected = readonly string[] | false | undefined;

/** Refuses bytes that are not those of a checksum. */
export function compareChecksums(subject: string, expected: Expected, found: string): void {
  if (!expected || expected.includes(found)) return;
  throw new OpenVINOError(
    'CHECKSUM_MISMATCH',
    `${subject} has the SHA-256 ${found} and not ${expected.join(' or ')}: it is damaged, or another one; export it again.`,
  );
}
