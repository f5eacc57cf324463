import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const sources = readdirSync(join(root, 'native')).filter(
  (name) => /\.(cc|h)$/.test(name) && name !== 'api_functions.h',
);
const code = sources.map((name) => read(`native/${name}`)).join('\n');
const functions = [...read('native/api_functions.h').matchAll(/^OV_FUNCTION\([^,]+, (\w+),/gm)].map(
  ([, name]) => name as string,
);
const types = read('lib/native.ts');

it('uses every function of the table, and none beside it', () => {
  const called = code.replace(/\/\/.*$/gm, '').replace(/"[^"]*"/g, '');
  const unused = functions.filter((name) => !new RegExp(`\\b${name}\\b`).test(called));
  expect(unused).toEqual([]);
  expect(functions).toEqual([...new Set(functions)]);
});

/** Methods that JavaScript sees, with the C++ function behind each. */
const methods = sources.flatMap((name) => {
  const text = read(`native/${name}`);
  return [...text.matchAll(/InstanceMethod<&(\w+)::(\w+)>\("(\w+)"\)/g)].map(([, owner, method, exposed]) => ({
    text,
    owner: owner as string,
    method: method as string,
    exposed: exposed as string,
  }));
});

it('finds the methods', () => {
  expect(methods.length).toBeGreaterThan(45);
});

it.each(
  methods
    .filter(({ exposed }) => exposed !== 'close')
    .map((entry) => [`${entry.owner}.${entry.exposed}`, entry] as const),
)('%s carries its C prototype and its TypeScript signature', (_, { text, owner, method, exposed }) => {
  const comment = new RegExp(`// (.*-> ${exposed}\\(.*)\\n(?:Napi::Value|void|napi_value) ${owner}::${method}\\(`).exec(
    text,
  )?.[1];
  expect(comment).toBeDefined();
  const [prototypes, signature] = (comment as string).split('-> ') as [string, string];
  for (const [, name] of prototypes.matchAll(/\b(ov_\w+)\(/g)) expect(functions).toContain(name);
  const parameters = /\((.*)\): /.exec(signature)?.[1] as string;
  // the same parameter names, in the same order, as lib/native.ts declares
  const names = (list: string): string[] => [...list.matchAll(/(\w+)\??:/g)].map(([, name]) => name as string);
  const declared = [...types.matchAll(new RegExp(`^  ${exposed}\\(([^)]*)\\): `, 'gm'))].map(([, list]) =>
    names(list as string).join(),
  );
  expect(declared).toContain(names(parameters).join());
});
