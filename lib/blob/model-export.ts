import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPath } from '../core/file-kind.js';
import { OpenVINOError } from '../errors.js';
import type { NativeCompiledModel } from '../native.js';
import { BLOB_FILE, type ExportedModel, writeBlob } from './blob-file.js';

/** Whether the library can write to a file that is memory alone, which no full disk cuts off. */
const HAS_MEMORY_FILES = process.platform === 'linux';

/** A file that the library has written a model to, open for reading. */
interface Exported {
  readonly descriptor: number;
  /** Removes what stands on the disk. */
  discard(): void;
}

/** Exports a model to bytes, blocking the thread. */
export function exportToBufferSync(native: NativeCompiledModel): Buffer {
  const target = exportTarget();
  try {
    return takeBuffer(opened(native.exportModelSync(target.path), target));
  } catch (error) {
    target.discard();
    throw error;
  }
}

/** Exports a model to bytes while JavaScript goes on. */
export async function exportToBuffer(native: NativeCompiledModel): Promise<Buffer> {
  const target = exportTarget();
  try {
    return takeBuffer(opened(await native.exportModel(target.path), target));
  } catch (error) {
    target.discard();
    throw error;
  }
}

/** Exports a model to a file, with its checksum beside it. */
export async function exportToFile(native: NativeCompiledModel, path: string): Promise<ExportedModel> {
  checkPath(path, BLOB_FILE);
  const target = exportTarget();
  try {
    // begun before anything is awaited: the compiled model may be closed meanwhile
    const { descriptor } = opened(await native.exportModel(target.path), target);
    return await writeBlob(descriptor, path);
  } finally {
    target.discard();
  }
}

interface ExportTarget {
  /** Null for a memory file. */
  readonly path: string | null;
  discard(): void;
}

function exportTarget(): ExportTarget {
  if (HAS_MEMORY_FILES) return { path: null, discard: () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'openvino-export-'));
  return { path: join(folder, 'blob'), discard: () => rmSync(folder, { recursive: true, force: true }) };
}

function opened(descriptor: number, target: ExportTarget): Exported {
  return { descriptor: target.path === null ? descriptor : openSync(target.path, 'r'), discard: target.discard };
}

function takeBuffer({ descriptor, discard }: Exported): Buffer {
  try {
    if (fstatSync(descriptor).size === 0) throw new OpenVINOError('GENERAL_ERROR', 'The device exported nothing.');
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
    discard();
  }
}
