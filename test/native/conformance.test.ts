import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../helpers/folder.js';
import { testRuntimes } from '../helpers/runtimes.js';

const run = promisify(execFile);
const native = fileURLToPath(new URL('../../native/', import.meta.url));
// the addon's table, and what the mocked library has besides
const table = ['api_functions.h', 'mock/extra_functions.h']
  .map((file) => readFileSync(join(native, file), 'utf8'))
  .join('\n');
const rows = [...table.matchAll(/^OV_FUNCTION\([^,]+, (\w+), \(.*\), "(\d{4}\.\d)"\)$/gm)].map(
  ([row, name, since]) => ({
    row,
    name: name as string,
    since: since as string,
  }),
);
const folder = testFolder();

/** Compiles native/test/conformance.cc against a runtime's headers. */
async function compile(version: string, headers: string, functions: string, define = ''): Promise<string> {
  const own = join(folder, `${version}${define}`);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'functions_of_this_release.h'), functions);
  const [major, minor] = version.split('.').map(Number) as [number, number];
  const renumbered = major > 2025 || (major === 2025 && minor >= 1);
  const args = [
    '-std=c++17',
    '-fsyntax-only',
    '-Wno-attributes',
    `-DELEMENT_OFFSET=${renumbered ? 0 : 1}`,
    `-I${own}`,
    '-isystem',
    headers,
  ];
  if (major >= 2026) args.push('-DHAS_PROPERTY_ARRAYS');
  if (major >= 2025) args.push('-DHAS_PADDING');
  if (define !== '') args.push(define);
  return run('c++', [...args, join(native, 'test/conformance.cc')]).then(
    () => '',
    (error: { stderr: string }) => error.stderr,
  );
}

/** Headers beside the library of a wheel; the archive's lie elsewhere and are not used here. */
const headersOf = (path: string): string => join(dirname(path), '../include');

const all = testRuntimes().map(({ version, path }) => [version, path] as const);

describe.each(all)('ABI of OpenVINO %s', (version, path) => {
  const headers = headersOf(path);
  const release = version.split('.').slice(0, 2).join('.');
  const has = rows.filter(({ since }) => since <= release);

  it('has the functions of the table as declared, and its structs and numbers', async () => {
    expect(existsSync(join(headers, 'openvino/c/openvino.h'))).toBe(true);
    expect(rows.length).toBeGreaterThanOrEqual(70);
    expect(await compile(version, headers, has.map(({ row }) => row).join('\n'))).toBe('');
  });

  it('lacks the functions that the table calls newer', () => {
    const declared =
      readFileSync(join(headers, 'openvino/c/ov_core.h'), 'utf8') +
      readFileSync(join(headers, 'openvino/c/ov_tensor.h'), 'utf8') +
      readFileSync(join(headers, 'openvino/c/ov_compiled_model.h'), 'utf8') +
      readFileSync(join(headers, 'openvino/c/ov_prepostprocess.h'), 'utf8');
    for (const { name, since } of rows.filter(({ since }) => since > release)) {
      expect([name, since, new RegExp(`\\b${name}\\(`).test(declared)]).toEqual([name, since, false]);
    }
  });
});

it('would fail for a wrong signature', async () => {
  const [newest] = all;
  const [version, path] = newest as readonly [string, string];
  const wrong = 'OV_FUNCTION(ov_status_e, ov_core_create, (ov_model_t** core), "2024.3")';
  expect(await compile(version, headersOf(path), wrong, '-DWRONG')).toMatch(/signature of ov_core_create differs/);
});
