import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { OpenVINOError } from '../../../lib/errors.js';

/** A fresh folder that is removed when the file's tests are over. */
export function temporaryFolder(label: string): string {
  const folder = mkdtempSync(join(tmpdir(), `ov-${label}-`));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What `action` throws, which has to be an OpenVINOError. */
export async function failure(action: () => unknown): Promise<OpenVINOError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof OpenVINOError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
