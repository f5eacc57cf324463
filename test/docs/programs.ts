import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { type Api, examplesIn } from './api.js';

/** What examples may take for granted. */
export const PRELUDE = fileURLToPath(new URL('prelude.ts', import.meta.url));
const GIVEN = [...fs.readFileSync(PRELUDE, 'utf8').matchAll(/^export (?:async )?function (\w+)/gm)].map(
  (match) => match[1] ?? '',
);

/** Documents whose examples run as well: what is fenced by ```ts. */
const DOCUMENTS = ['README.md', 'docs/from-python.md', 'docs/migrating-from-openvino-node.md'];

/** An example as a program of its own. */
export interface ExampleProgram {
  /** `Tensor.setShape`, `Tensor.setShape 2`. */
  readonly name: string;
  /** Its text: all that it takes for granted in the first line, then the example. */
  readonly text: string;
  /** Whether it needs devices that are not everywhere. */
  readonly mocked: boolean;
  /** How long it may take: benchmarks start a process for each measurement, which a loaded machine makes wait. */
  readonly longestMs: number;
}

/** Makes programs of all examples. @param prelude How they import the prelude. */
export function programsOf({ entries, symbols, members }: Api, prelude: string): ExampleProgram[] {
  const documents = DOCUMENTS.map((name) => ({ name, examples: examplesIn(name) }));
  return [...symbols, ...members, ...documents].flatMap(({ name, examples }) =>
    examples.map((code, index) => ({
      name: index === 0 ? name : `${name} ${index + 1}`,
      text: `${headerOf(code, entries, prelude)}\n${code}\n`,
      mocked: /\b[GN]PU\b/.test(code),
      longestMs: /\b(benchmark|result|row)\b/.test(code) ? 90_000 : 30_000,
    })),
  );
}

/** Imports of what an example uses and does not make itself. */
function headerOf(code: string, entries: ReadonlyMap<string, string>, prelude: string): string {
  const { used, declared } = namesIn(code);
  const free = [...used].filter((name) => !declared.has(name));
  const parts = ['export {};'];
  if (free.includes('assert')) parts.push("import assert from 'node:assert/strict';");
  for (const name of free) {
    const entry = entries.get(name);
    if (entry !== undefined) parts.push(`import { ${name} } from '${entry}';`);
  }
  const given = free.filter((name) => !entries.has(name) && GIVEN.includes(name));
  if (given.length > 0) parts.push(`import * as given from '${prelude}';`);
  for (const name of given) parts.push(`const ${name} = await given.${name}();`);
  return parts.join(' ');
}

/** Names that a text uses, and those that it declares in its outermost scope. */
function namesIn(code: string): { used: Set<string>; declared: Set<string> } {
  const file = ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2023, true);
  const used = new Set<string>();
  const declared = new Set<string>();
  const bind = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) declared.add(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) bind(element.name);
  };
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) for (const { name } of statement.declarationList.declarations) bind(name);
    else if (ts.isImportDeclaration(statement)) addImports(statement, declared);
    else if ('name' in statement && statement.name !== undefined) declared.add((statement.name as ts.Identifier).text);
  }
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isProperty(node)) used.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { used, declared };
}

function addImports({ importClause }: ts.ImportDeclaration, declared: Set<string>): void {
  if (importClause?.name !== undefined) declared.add(importClause.name.text);
  const bindings = importClause?.namedBindings;
  if (bindings === undefined) return;
  for (const { name } of ts.isNamespaceImport(bindings) ? [bindings] : bindings.elements) declared.add(name.text);
}

function isProperty(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isPropertyAssignment(parent)) return parent.name === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  return ts.isPropertySignature(parent) || ts.isMethodSignature(parent);
}
