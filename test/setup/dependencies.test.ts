import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dependencies } from '../../scripts/setup/steps/dependencies.mjs';

type Packages = Record<string, { version?: string; optional?: boolean; os?: string[]; cpu?: string[] }>;

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'openvino-node-packages-'));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

/** Writes what package-lock.json wants and what npm has noted in node_modules, and asks the step. */
function pending(wanted: Packages, present: Packages | undefined): unknown {
  const write = (file: string, packages: Packages) => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), JSON.stringify({ packages: { '': {}, ...packages } }));
  };
  write('package-lock.json', wanted);
  if (present !== undefined) {
    write('node_modules/.package-lock.json', present);
    for (const name of Object.keys(present)) write(`${name}/package.json`, {});
  }
  const context = { root, env: {}, cli: '', path: (file: string) => path.join(root, file), say: () => {} };
  return dependencies.pending(context, false);
}

const a = { 'node_modules/a': { version: '1.0.0' } };

it('has nothing to do where the packages are those of package-lock.json', () => {
  expect(pending(a, a)).toBeUndefined();
});

it('installs where there are none, or an installation was interrupted', () => {
  expect(pending(a, undefined)).toContain('node_modules is not there');
});

it('notices another version, a package too few, one too many, and one that was deleted', () => {
  expect(pending(a, { 'node_modules/a': { version: '1.0.1' } })).toContain('a 1.0.0');
  expect(pending(a, {})).toContain('a 1.0.0');
  expect(pending(a, { ...a, 'node_modules/b': { version: '2.0.0' } })).toContain('does not know b');
  expect(pending(a, a)).toBeUndefined();
  fs.rmSync(path.join(root, 'node_modules/a'), { recursive: true });
  const context = { root, env: {}, cli: '', path: (file: string) => path.join(root, file), say: () => {} };
  expect(dependencies.pending(context, false)).toContain('a is not there any more');
});

it('does without optional packages, which are mostly those of other platforms', () => {
  const optional = { 'node_modules/@s/other': { version: '1.0.0', optional: true, os: ['sunos'] } };
  expect(pending({ ...a, ...optional }, a)).toBeUndefined();
});

it('does not take the packages of another platform for its own', () => {
  const foreign = { 'node_modules/a': { version: '1.0.0', os: ['sunos'] } };
  expect(pending(foreign, foreign)).toContain('another platform');
  const excluded = { 'node_modules/a': { version: '1.0.0', os: [`!${process.platform}`] } };
  expect(pending(excluded, excluded)).toContain('another platform');
  const own = { 'node_modules/a': { version: '1.0.0', os: [process.platform], cpu: [process.arch, 'z80'] } };
  expect(pending(own, own)).toBeUndefined();
});
