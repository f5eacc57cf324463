import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from '../setup/checkout.js';

/** What the package exports, as its declarations in dist/ say it, and the examples in their comments. */
export interface Documented {
  /** `Tensor`, `Tensor.setShape`. */
  readonly name: string;
  /** What it is imported from: `@x/openvino-node/testing`. */
  readonly entry: string;
  readonly examples: readonly string[];
}

export interface Api {
  /** Names that can be imported, and from where. */
  readonly entries: ReadonlyMap<string, string>;
  readonly symbols: readonly Documented[];
  /** Public methods and accessors of classes, and what their constructors are documented by. */
  readonly members: readonly Documented[];
}

const FENCE = /```ts\n([\s\S]*?)\n```/g;

/** The entries of package.json that have types. */
export function entryFiles(): { readonly entry: string; readonly file: string }[] {
  const { name, exports } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  return Object.entries(exports as Record<string, string | { types: string }>).flatMap(([key, value]) =>
    typeof value === 'string' ? [] : [{ entry: path.posix.join(name, key), file: path.join(ROOT, value.types) }],
  );
}

/** Examples in a document of the repository. */
export function examplesIn(document: string): string[] {
  const text = fs.readFileSync(path.join(ROOT, document), 'utf8');
  return [...text.matchAll(FENCE)].map((match) => match[1] ?? '');
}

/** Reads the declarations of all entries. */
export function readApi(): Api {
  const files = entryFiles();
  const program = ts.createProgram(
    files.map(({ file }) => file),
    { module: ts.ModuleKind.NodeNext, types: ['node'], strict: true, skipLibCheck: true },
  );
  const checker = program.getTypeChecker();
  const entries = new Map<string, string>();
  const symbols: Documented[] = [];
  const members: Documented[] = [];
  for (const { entry, file } of files) {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${file} is no module; run npm run setup`);
    for (const exported of checker.getExportsOfModule(module)) {
      const { name } = exported;
      if (entries.has(name)) continue;
      entries.set(name, entry);
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      symbols.push({ name, entry, examples: examplesOf(symbol, checker) });
      if (symbol.flags & ts.SymbolFlags.Class) {
        for (const member of membersOf(symbol, checker)) {
          members.push({
            name: `${name}.${nameOf(member)}`,
            entry,
            examples: examplesOf(member, checker),
          });
        }
      }
    }
  }
  return { entries, symbols, members };
}

function membersOf(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol[] {
  const own = [...(symbol.members?.values() ?? []), ...(symbol.exports?.values() ?? [])];
  return own.filter((member) => {
    const declaration = member.declarations?.[0];
    if (declaration === undefined || (member.flags & ts.SymbolFlags.Prototype) !== 0) return false;
    const isPrivate = (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private) !== 0;
    const isMember =
      ts.isMethodDeclaration(declaration) || ts.isAccessor(declaration) || ts.isPropertyDeclaration(declaration);
    const isInternal = member.getJsDocTags(checker).some(({ name }) => name === 'internal');
    return isMember && !isPrivate && !isInternal && !ts.isPrivateIdentifier(declaration.name);
  });
}

/** `setShape`, `[dispose]`. */
function nameOf(member: ts.Symbol): string {
  return member.name.replace(/^__@(\w+?)@.*$/, '[$1]');
}

function examplesOf(symbol: ts.Symbol, checker: ts.TypeChecker): string[] {
  const texts = symbol
    .getJsDocTags(checker)
    .filter(({ name }) => name === 'example')
    .map(({ text }) => ts.displayPartsToString(text));
  return texts.flatMap((text) => [...text.matchAll(FENCE)].map((match) => match[1] ?? ''));
}
