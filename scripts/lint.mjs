#!/usr/bin/env node
// What holds the code together besides its tests: one form a language, the one-way flow of imports, tidy lists.
//
//   node scripts/lint.mjs         checks (npm run lint)
//   node scripts/lint.mjs --fix   reforms first (npm run format)

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { filesBelow } from './fingerprint.mjs';
import { lockProblems, longFiles, sourceListProblems } from './lint/files.mjs';
import { flowProblems } from './lint/flow.mjs';
import { createContext } from './setup/context.mjs';

const context = createContext();
const fix = process.argv.includes('--fix');

/**
 * Runs a tool of node_modules on this checkout.
 * @param {string} script
 * @param {string[]} args
 * @returns {string[]} what it said, where it failed
 */
function tool(script, args) {
  const file = context.path(`node_modules/${script}`);
  if (!fs.existsSync(file)) return [`${script} is not there: run npm run setup`];
  const result = spawnSync(process.execPath, [file, ...args], { cwd: context.root, encoding: 'utf8' });
  return result.status === 0 ? [] : [`${result.stdout}${result.stderr}`.trim()];
}

const cppFiles = ['native', 'benchmarks']
  .flatMap((folder) => filesBelow(context.root, folder))
  .filter((file) => /\.(cc|h)$/.test(file));

/** @type {[name: string, run: () => string[]][]} */
const checks = [
  [
    'Biome (TypeScript, JSON)',
    () =>
      tool('@biomejs/biome/bin/biome', [
        'check',
        '--error-on-warnings',
        '--colors=off',
        '--max-diagnostics=40',
        ...(fix ? ['--write'] : []),
      ]),
  ],
  [
    'clang-format (C++)',
    () => tool('clang-format/index.js', [...(fix ? ['-i'] : ['--dry-run', '-Werror']), ...cppFiles]),
  ],
  ['types of tests and scripts', () => tool('typescript/bin/tsc', ['-p', 'tsconfig.check.json'])],
  ['one-way flow of imports', () => flowProblems(context.root)],
  ['native/sources.txt, native/mock/sources.txt', () => sourceListProblems(context.root)],
  ['package-lock.json', () => lockProblems(context.root)],
];

let failed = 0;
for (const [name, run] of checks) {
  const problems = run();
  failed += problems.length > 0 ? 1 : 0;
  process.stdout.write(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name}\n`);
  for (const problem of problems) process.stdout.write(`${problem.replace(/^/gm, '       ')}\n`);
}
for (const warning of longFiles(context.root)) process.stdout.write(`note   ${warning}\n`);
process.exitCode = failed > 0 ? 1 : 0;
