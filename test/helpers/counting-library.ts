import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const native = fileURLToPath(new URL('../../native/', import.meta.url));

/** A row of the function table. */
export interface TableRow {
  readonly result: string;
  readonly name: string;
  readonly parameters: string;
  /** `2024.3` … */
  readonly since: string;
}

/** The addon's function table. */
export function tableRows(): TableRow[] {
  const text = readFileSync(join(native, 'api_functions.h'), 'utf8');
  return [...text.matchAll(/^OV_FUNCTION\((.+?), (ov_\w+), \((.*)\), "([\d.]+)"\)$/gm)].map((match) => {
    const [result, name, parameters, since] = match.slice(1) as [string, string, string, string];
    return { result, name, parameters, since };
  });
}

/** As many arguments as the addon pads a variadic call with. */
const MOST_ARGUMENTS = 64;

/**
 * Builds a library that stands between the addon and an OpenVINO: it has the functions of the table that this release has,
 * passes every call on, and at the process's end writes how often each was called.
 *
 * @param release Of the library behind it, `2026.4`.
 */
export function buildCountingLibrary(folder: string, release: string): string {
  const rows = tableRows().filter(({ since }) => since <= release);
  const source = join(folder, 'counting.cc');
  const library = join(folder, 'libopenvino_c.so');
  writeFileSync(source, [PREAMBLE, ...rows.map(forwarder), report(rows)].join('\n'));
  const flags = ['-std=c++17', '-O1', '-shared', '-fPIC', '-Wno-return-type-c-linkage', '-o', library, source, '-ldl'];
  execFileSync('c++', ['-I', native, ...flags], { stdio: ['ignore', 'ignore', 'inherit'] });
  return library;
}

/** What a program called, by what the library has written. */
export function readCalls(file: string): ReadonlyMap<string, number> {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return new Map(
    lines.map((line) => line.split(' ') as [string, string]).map(([name, count]) => [name, Number(count)]),
  );
}

const PREAMBLE = `
#include <dlfcn.h>
#include <atomic>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include "api_types.h"
static void* Real() {
  static void* library = dlopen(getenv("COUNTED_LIBRARY"), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) { std::fprintf(stderr, "%s\\n", dlerror()); std::abort(); }
  return library;
}
#define EXPORTED extern "C" __attribute__((visibility("default")))
`;

function forwarder({ result, name, parameters }: TableRow): string {
  const declared = parameters.split(', ').filter((parameter) => parameter !== '' && parameter !== '...');
  const names = declared.map((parameter) => /(\w+)$/.exec(parameter)?.[1] as string);
  const head = `
static std::atomic<unsigned long> count_${name};
EXPORTED ${result} ${name}(${parameters}) {
  count_${name}++;
  static const auto real = reinterpret_cast<${result} (*)(${parameters})>(dlsym(Real(), "${name}"));`;
  if (!parameters.endsWith('...')) return `${head}\n  return real(${names.join(', ')});\n}`;
  // those that are told no number of arguments read one pair
  const count = names.find((parameter) => parameter.endsWith('_size')) ?? '2';
  const passed = Array.from({ length: MOST_ARGUMENTS }, (_, index) => `more[${index}]`);
  return `${head}
  const void* more[${MOST_ARGUMENTS}] = {};
  va_list list;
  va_start(list, ${names.at(-1)});
  for (size_t i = 0; i < ${count}; i++) more[i] = va_arg(list, const void*);
  va_end(list);
  return real(${[...names, ...passed].join(', ')});
}`;
}

function report(rows: readonly TableRow[]): string {
  return `
__attribute__((destructor)) static void Report() {
  std::FILE* file = std::fopen(getenv("COUNTED_CALLS"), "w");
  if (file == nullptr) return;
${rows.map(({ name }) => `  std::fprintf(file, "${name} %lu\\n", count_${name}.load());`).join('\n')}
  std::fclose(file);
}`;
}
