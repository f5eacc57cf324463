import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockProblems, sourceListProblems } from '../../scripts/lint/files.mjs';
import { fileProblems } from '../../scripts/lint/flow.mjs';
import { ROOT, run } from '../setup/checkout.js';

it('npm run lint finds nothing', async () => {
  const { code, stdout } = await run(process.execPath, [`${ROOT}/scripts/lint.mjs`]);
  expect(`${code}\n${code === 0 ? '' : stdout}`).toBe('0\n');
}, 120_000);

it('finds what package-lock.json lacks, and what it has to keep to itself', () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'openvino-node-lock-'));
  const problems = (packages: Record<string, object>) => {
    fs.writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify({ packages }));
    return lockProblems(root);
  };
  const own = { '': { devDependencies: { a: '1' } } };
  const a = { integrity: 'sha512-A==', optionalDependencies: { '@s/b-sunos': '1' } };
  const b = { integrity: 'sha512-B==', optional: true, os: ['sunos'] };
  try {
    expect(problems({ ...own, 'node_modules/a': a, 'node_modules/@s/b-sunos': b })).toEqual([]);
    expect(problems({ ...own, 'node_modules/a': a, 'node_modules/a/node_modules/@s/b-sunos': b })).toEqual([]);
    expect(problems({ ...own, 'node_modules/a': a })).toEqual([expect.stringContaining('lacks @s/b-sunos')]);
    expect(problems(own)).toEqual([expect.stringContaining('lacks a, which package.json names')]);
    expect(problems({ '': {}, 'node_modules/c': { resolved: 'elsewhere' } })).toHaveLength(2);
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
});

it('finds sources that a list lacks, has too many of, or has in the wrong order', () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'openvino-node-lists-'));
  const write = (file: string, ...lines: string[]) => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), lines.map((line) => `${line}\n`).join(''));
  };
  try {
    for (const file of ['a', 'element', 'test/t', 'mock/m', 'mock/n']) write(`native/${file}.cc`);
    write('native/sources.txt', 'native/a.cc', 'native/element.cc');
    write('native/mock/sources.txt', 'native/element.cc', 'native/mock/m.cc', 'native/mock/n.cc');
    expect(sourceListProblems(root)).toEqual([]);
    write('native/sources.txt', 'native/a.cc', 'native/element.cc', 'native/mock/m.cc');
    write('native/mock/sources.txt', 'native/mock/n.cc', 'native/element.cc', 'native/mock/o.cc');
    expect(sourceListProblems(root)).toEqual([
      'native/sources.txt names native/mock/m.cc, which is not one of its sources',
      'native/mock/sources.txt does not name native/mock/m.cc',
      'native/mock/sources.txt names native/mock/o.cc, which is not one of its sources',
      'native/mock/sources.txt is not in alphabetical order',
    ]);
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
});

describe('the one-way flow of imports', () => {
  const problems = (file: string, code: string) => fileProblems(file, code);

  it.each([
    ['lib/core/core.ts', "import { nativeAddon } from '../native.js';"],
    [
      'lib/core/core.ts',
      "import { findRuntime } from '../runtime/find.js';\nimport { Tensor } from '../tensor/tensor.js';",
    ],
    ['lib/native.ts', "const loaded = require('node-gyp-build')(root);"],
    [
      'lib/runtime/find.ts',
      "import { OpenVINOError } from '../errors.js';\nimport { isFile } from './library-file.js';",
    ],
    [
      'lib/bench/run/plan.ts',
      "import { Core } from '../../index.js';\nimport { cacheDir } from '../../runtime/cache-dir.js';",
    ],
    ['lib/bench/commands/run.ts', "import { Command } from 'commander';\nimport { plan } from '../run/plan.js';"],
    ['lib/bench/cli.ts', "import { registerRun } from './commands/run.js';"],
    [
      'lib/bench/chart/scale.ts',
      "import { scaleLinear } from 'd3-scale';\nimport type { Row } from '../result/result.js';",
    ],
    ['lib/bench/report/charts.ts', "const { draw } = await import('../chart/index.js');"],
    [
      'lib/testing/control.ts',
      "import { Core } from '../index.js';\nimport { useMockedRuntime } from '../runtime.js';",
    ],
    ['lib/bench/run/plan.ts', "/** @example import { x } from '@x/openvino-node'; */\n// import y from '../core.js';"],
  ])('lets %s reach what is its own', (file, code) => {
    expect(problems(file, code)).toEqual([]);
  });

  it.each([
    ['lib/core/core.ts', "import { plan } from '../bench/plan.js';", 'lib/bench/plan.ts'],
    ['lib/core/core.ts', "import sharp from 'sharp';", 'sharp'],
    ['lib/core/core.ts', "const addon = require('node-gyp-build')(root);", 'only lib/native.ts'],
    ['lib/tensor/tensor.ts', "process.dlopen(module, 'x');", 'only lib/native.ts'],
    ['lib/runtime/find.ts', "import { Core } from '../core/core.js';", 'lib/core/core.ts'],
    ['lib/runtime/find.ts', "export * from '../index.js';", 'lib/index.ts'],
    ['lib/bench/plan.ts', "import { Core } from '../core/core.js';", 'lib/core/core.ts'],
    ['lib/bench/plan.ts', "import type { Output } from '../model/output.js';", 'lib/model/output.ts'],
    ['lib/bench/plan.ts', "const { Core } = await import('../core/core.js');", 'lib/core/core.ts'],
    ['lib/bench/plan.ts', "import { registerRun } from './commands/run.js';", 'outermost'],
    ['lib/bench/plan.ts', "import '../native.js';", 'lib/native.ts'],
    ['lib/bench/plan.ts', "import { scaleLinear } from 'd3-scale';", 'd3-scale'],
    ['lib/bench/chart/scale.ts', "import { makePlan } from '../plan.js';", 'lib/bench/plan.ts'],
    ['lib/testing/control.ts', "import { nativeAddon } from '../native.js';", 'lib/native.ts'],
    ['lib/testing/control.ts', "import { plan } from '../bench/plan.js';", 'lib/bench/plan.ts'],
    ['lib/core/core.ts', "import { mockRuntime } from '../testing/index.js';", 'lib/testing/index.ts'],
    ['lib/bench/plan.ts', "import { version } from '../../package.json';", 'stands by itself'],
    ['lib/bench/plan.ts', "import fs from 'fs';", 'node:fs'],
    ['lib/other/thing.ts', '', 'in none of the rooms'],
  ])('keeps %s from %s', (file, code, why) => {
    const found = problems(file, code);
    expect(found).not.toEqual([]);
    expect(found.join('\n')).toContain(why);
  });
});
