import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../lib/testing/folders.js';
import { mockRuntime } from '../../../lib/testing/index.js';
import { expectError } from '../../helpers/expect-error.js';
import { testFolder } from '../../helpers/folder.js';

// The system's folder for temporary files, where it can't be used.
const folder = testFolder();
const { TMPDIR } = process.env;

afterEach(() => {
  if (TMPDIR === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = TMPDIR;
});

describe.skipIf(process.platform === 'win32')('a folder for temporary files', () => {
  it('that is not there, or is a file, is named', () => {
    writeFileSync(join(folder, 'file'), '');
    for (const name of ['none', 'file']) {
      process.env['TMPDIR'] = join(folder, name);
      const message = new RegExp(`Can't write .*/${name}/.*Set TMPDIR to a folder that can be written`);
      expectError('NOT_WRITABLE', () => mockRuntime(), message);
      expectError('NOT_WRITABLE', () => mockRuntime({ version: '2023.1.7' }), message);
    }
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  it('holds nothing after a failure', () => {
    const full = join(folder, 'full');
    mkdirSync(full);
    process.env['TMPDIR'] = full;
    const noSpace = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    const fail = (made: string): void => {
      writeFileSync(join(made, 'half'), 'written');
      throw noSpace;
    };
    expectError('NOT_WRITABLE', () => temporaryFolder(fail), /the disk is full \(ENOSPC\)/);
    expect(readdirSync(full)).toEqual([]);
  });
});
