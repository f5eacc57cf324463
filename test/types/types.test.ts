import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../setup/checkout.js';

/**
 * The declarations that users get (dist/*.d.ts, by the package's own name), held by what must compile and what must not:
 * the line below `@ts-expect-error TS2345 why` has to fail, with one of the errors that are named where there are any.
 */
const FOLDER = path.join(ROOT, 'test/types');
const MODULES = files('.test-d.ts');

interface Consumer {
  readonly name: string;
  readonly files: readonly string[];
  readonly options: ts.CompilerOptions;
}

const ESM = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
const CONSUMERS: readonly Consumer[] = [
  { name: 'nodenext', files: MODULES, options: ESM },
  {
    name: 'node16',
    files: MODULES,
    options: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
  },
  {
    name: 'a bundler, with the types of newer engines',
    files: MODULES,
    options: {
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      lib: ['lib.esnext.d.ts'],
    },
  },
  { name: 'CommonJS', files: files('.test-d.cts'), options: ESM },
  {
    name: 'CommonJS under node16',
    files: [path.join(FOLDER, 'import.test-d.cts')],
    options: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
  },
];

const STRICT: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
  types: ['node'],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  skipLibCheck: true,
};

function files(end: string): string[] {
  return fs
    .readdirSync(FOLDER)
    .filter((name) => name.endsWith(end))
    .map((name) => path.join(FOLDER, name));
}

/** What is wrong with a file: errors that nobody expects, and expected ones that do not come. */
function problemsOf(program: ts.Program, file: ts.SourceFile): string[] {
  const expected = expectationsOf(file);
  const errors = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  const come = new Set<number>();
  const problems = errors.flatMap(({ start = 0, messageText, code }) => {
    const { line } = file.getLineAndCharacterOfPosition(start);
    const codes = expected.get(line);
    if (codes?.length === 0 || codes?.includes(`TS${code}`)) {
      come.add(line);
      return [];
    }
    return [`line ${line + 1}: TS${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`];
  });
  for (const [line, codes] of expected) {
    if (!come.has(line))
      problems.push(`line ${line + 1} compiles, and ${codes.join(' or ') || 'an error'} was expected`);
  }
  return problems;
}

/** Errors that a comment before their line expects, by the number of that line. */
function expectationsOf(file: ts.SourceFile): Map<number, string[]> {
  const expected = new Map<number, string[]>();
  for (const [index, text] of file.text.split('\n').entries()) {
    const words = new RegExp(`^\\s*// ${EXPECTED}(.*)$`).exec(text)?.[1];
    if (words !== undefined) expected.set(index + 1, words.match(/TS\d+/g) ?? []);
  }
  return expected;
}

/** What the compiler is shown in place of `@ts-expect-error`, which would take an error of any kind for the right one. */
const EXPECTED = '@expected-error  ';

function programOf(names: readonly string[], options: ts.CompilerOptions): ts.Program {
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  host.readFile = (name) => {
    const text = readFile(name);
    return path.dirname(path.resolve(name)) === FOLDER ? text?.replaceAll('@ts-expect-error', EXPECTED) : text;
  };
  return ts.createProgram(names, options, host);
}

describe.each(CONSUMERS)('the types, $name', ({ files: names, options }) => {
  const program = programOf(names, { ...STRICT, ...options });

  it.each(names.map((name) => path.basename(name)))('%s', (name) => {
    const file = program.getSourceFile(path.join(FOLDER, name));
    if (file === undefined) throw new Error(`${name} is not there`);
    expect(problemsOf(program, file)).toEqual([]);
  });
});

it('the declarations hold for programs that look at libraries as well (skipLibCheck: false)', () => {
  const program = programOf(MODULES, { ...STRICT, ...ESM, skipLibCheck: false });
  const declarations = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(path.join(ROOT, 'dist')));
  expect(declarations.length).toBeGreaterThan(10);
  for (const file of declarations) expect(problemsOf(program, file), file.fileName).toEqual([]);
});

/** What an editor shows where the mouse points: names of types, not what they are made of. */
/** What an editor shows of the first use of a name: its type, and what is said of it. */
function hoverIn(test: string): (name: string) => { readonly type: string; readonly text: string } {
  const program = programOf([path.join(FOLDER, test)], { ...STRICT, ...ESM });
  const file = program.getSourceFile(path.join(FOLDER, test));
  if (file === undefined) throw new Error(`${test} is not there`);
  const checker = program.getTypeChecker();
  const find = (node: ts.Node, name: string): ts.Node | undefined =>
    ts.isIdentifier(node) && node.text === name ? node : ts.forEachChild(node, (child) => find(child, name));
  return (name) => {
    const node = find(file, name);
    if (node === undefined) throw new Error(`${test} has no ${name}`);
    const { parent } = node;
    const object = ts.isPropertyAssignment(parent) ? checker.getContextualType(parent.parent) : undefined;
    const symbol = object?.getProperty(name) ?? checker.getSymbolAtLocation(node);
    return {
      type: checker.typeToString(checker.getTypeAtLocation(node)),
      text: ts.displayPartsToString(symbol?.getDocumentationComment(checker)),
    };
  };
}

it('the types are short in an editor', () => {
  const hover = hoverIn('models.test-d.ts');
  const shown = (name: string): string => hover(name).type;
  expect(shown('detector')).toBe('CompiledModel<{ image: "f32"; mask: "u8"; }, { boxes: "f32"; labels: "i64"; }>');
  expect(shown('halfTyped')).toBe('CompiledModel<PortTypes, { boxes: "f32"; }>');
  expect(shown('anyResults')).toBe('InferResults<PortTypes>');
  expect(shown('image')).toBe('Tensor<"f32">');
  expect(shown('anyModel')).toBe('CompiledModel<PortTypes, PortTypes>');
});

it('an editor tells of a property where it is written', () => {
  const hover = hoverIn('properties.test-d.ts');
  // properties.RANGE_FOR_STREAMS
  expect(hover('RANGE_FOR_STREAMS')).toEqual({
    type: 'PropertyInfo<"RANGE_FOR_STREAMS">',
    text: 'Streams: least, most.\n\nRead only. Devices: CPU, GPU, NPU. Value: [least, most].',
  });
  // { ENABLE_MMAP: false }
  expect(hover('ENABLE_MMAP').text).toMatch(/^Whether files of weights are mapped into memory\.\n/);
  // getProperty('DEVICE_PROPERTIES')['CPU']?.NUM_STREAMS
  expect(hover('NUM_STREAMS').text).toMatch(/^Inferences at the same time; /);
});
