import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder for a file's tests, removed after them. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'openvino-node-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
