import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writePng } from '../../lib/bench/image/png.js';
import { IrGraph, type IrModel, ops } from '../../lib/bench/model/ir/index.js';
import { writeModel } from '../helpers/models.js';
import { gradientPicture, noisePicture } from '../helpers/pictures.js';
import { ROOT, run } from '../setup/checkout.js';
import { readApi } from './api.js';
import { PRELUDE, programsOf } from './programs.js';

// inside the checkout, where the package's own name leads to it
fs.mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
const FOLDER = fs.mkdtempSync(path.join(ROOT, '.cache', 'examples-'));
const SOURCES = path.join(FOLDER, 'source');
afterAll(() => fs.rmSync(FOLDER, { recursive: true, force: true }));

/** The examples in the comments of all that the package exports. */
const api = readApi();
const programs = programsOf(api, path.relative(SOURCES, PRELUDE).replace(/ts$/, 'js'));

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  types: ['node'],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  rootDir: ROOT,
  outDir: path.join(FOLDER, 'out'),
};

/** As many processes as there are cores here. */
const PROCESSES = 2;

const fileOf = (index: number): string => path.join(SOURCES, `example-${index}.ts`);
const outputOf = (file: string): string => path.join(FOLDER, 'out', path.relative(ROOT, file)).replace(/\.ts$/, '.js');

/** Errors of the compiler, by example. */
function compile(): string[][] {
  fs.mkdirSync(SOURCES);
  for (const [index, { text }] of programs.entries()) fs.writeFileSync(fileOf(index), text);
  const program = ts.createProgram([PRELUDE, ...programs.map((_, index) => fileOf(index))], OPTIONS);
  program.emit();
  return programs.map((_, index) => {
    const file = program.getSourceFile(fileOf(index));
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.map(({ messageText, start = 0 }) => {
      const line = file?.getLineAndCharacterOfPosition(start).line ?? 0;
      return `line ${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}

/** image -> max(image + 0, 0) -> boxes */
function detector(): IrModel {
  const graph = new IrGraph('detector');
  const image = graph.parameter('image', 'f32', [1, 3, 32, 32]);
  const zero = ops.floats(graph, 'zero', [1], [0]);
  graph.result(ops.relu(graph, 'relu', ops.elementwise(graph, 'Add', 'add', image, zero), ['boxes']));
  return graph.build();
}

/** A folder with all that the prelude promises. */
async function scratchFolder(name: string): Promise<string> {
  const folder = path.join(FOLDER, name);
  fs.mkdirSync(folder);
  writeModel(folder, 'model', detector());
  await writePng(gradientPicture(48, 32), path.join(folder, 'car.png'));
  await writePng(noisePicture(32, 32), path.join(folder, 'bus.png'));
  return folder;
}

/** Runs every second example in a process, and the others in another one. */
async function runAll(): Promise<Map<string, string>> {
  const shares = Array.from({ length: PROCESSES }, (_, share) =>
    programs.flatMap(({ name, mocked, longestMs }, index) =>
      index % PROCESSES === share ? [{ name, mocked, longestMs, file: outputOf(fileOf(index)) }] : [],
    ),
  );
  const script = path.join(FOLDER, 'run-examples.mjs');
  fs.copyFileSync(path.join(ROOT, 'test/docs/run-examples.mjs'), script);
  const reports = await Promise.all(
    shares.map(async (share, index) => {
      const cwd = await scratchFolder(`scratch-${index}`);
      const list = path.join(FOLDER, `list-${index}.json`);
      fs.writeFileSync(list, JSON.stringify(share));
      const { code, signal, stderr } = await run(process.execPath, [script, list], { cwd });
      const lines = fs.readFileSync(`${list}.report`, 'utf8').trim().split('\n').filter(Boolean);
      const ended = lines.map((line): { name: string; error: string } => JSON.parse(line));
      const lost = share.slice(ended.length).map(({ name }, at) => ({
        name,
        error: at === 0 ? `the process ended: ${code ?? signal} ${stderr}` : 'it was not run',
      }));
      return [...ended, ...lost];
    }),
  );
  return new Map(reports.flat().map(({ name, error }) => [name, error]));
}

describe('the examples of the API reference', () => {
  const errors = compile();
  let failures: Map<string, string>;
  beforeAll(async () => {
    failures = await runAll();
  }, 600_000);

  it('are there', () => {
    expect(programs.length).toBeGreaterThan(20);
  });

  const { symbols, members } = api;

  it('show all that is exported', () => {
    expect(
      symbols.filter(({ examples }) => examples.length === 0).map(({ entry, name }) => `${name} of ${entry}`),
    ).toEqual([]);
  });

  it('use all public members of classes', () => {
    const text = programs.map((program) => program.text).join('\n');
    const unused = members.filter(({ name, examples }) => {
      const member = name.slice(name.lastIndexOf('.') + 1);
      // `using` calls those in brackets
      return examples.length === 0 && !member.startsWith('[') && !new RegExp(`[.{,] ?${member}\\b`).test(text);
    });
    expect(unused.map(({ name }) => name)).toEqual([]);
  });

  it.each(programs.map(({ name }, index) => [name, index] as const))('%s', (name, index) => {
    const text = programs[index]?.text;
    expect(errors[index], text).toEqual([]);
    expect(failures.get(name), text).toBe('');
  });
});
