import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPath } from '../core/file-kind.js';
import { OpenVINOError } from '../errors.js';
import type { NativeCompiledModel, NativeExportedBlob } from '../native.js';
import { BLOB_FILE, type ExportedModel, writeBlob } from './blob-file.js';

/** Whether the library can write to a file that is memory alone, which no full disk cuts off. */
const HAS_MEMORY_FILES = process.platform === 'linux';

/** Exports a model to bytes, blocking the thread. */
export function exportToBufferSync(native: NativeCompiledModel): Buffer {
  const target = exportTarget();
  try {
    return takeBuffer(native.exportModelSync(target.path));
  } finally {
    target.discard();
  }
}

/** Exports a model to bytes while JavaScript goes on. */
export async function exportToBuffer(native: NativeCompiledModel): Promise<Buffer> {
  const target = exportTarget();
  try {
    return takeBuffer(await native.exportModel(target.path));
  } finally {
    target.discard();
  }
}

/** Exports a model to a file, with its checksum beside it. */
export async function exportToFile(native: NativeCompiledModel, path: string): Promise<ExportedModel> {
  checkPath(path, BLOB_FILE);
  const target = exportTarget();
  try {
    // begun before anything is awaited: the compiled model may be closed meanwhile
    const blob = await native.exportModel(target.path);
    return await writeBlob(blob, path).finally(() => blob.close());
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

function takeBuffer(blob: NativeExportedBlob): Buffer {
  try {
    const bytes = Buffer.alloc(blob.byteLength());
    if (bytes.length === 0) throw new OpenVINOError('GENERAL_ERROR', 'The device exported nothing.');
    blob.read(0, bytes);
    return bytes;
  } finally {
    blob.close();
  }
}
