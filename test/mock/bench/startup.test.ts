import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const dist = new URL('../../../dist/', import.meta.url);

/** Modules that are loaded with one, by what they import statically. */
function loadedWith(entry: string): string[] {
  const files = new Set<string>();
  const visit = (url: URL): void => {
    const file = fileURLToPath(url);
    if (files.has(file) || !existsSync(file)) return;
    files.add(file);
    const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export)\s[^;]*?['"](\.[^'"]+)['"];$/gm);
    for (const [, name = ''] of imports) visit(new URL(name, url));
  };
  visit(new URL(entry, dist));
  return [...files].map((file) => file.slice(fileURLToPath(dist).length));
}

describe('a run on real devices', () => {
  it.each(['bench/main.js', 'bench/child/main.js'])('%s loads nothing of a simulation', (entry) => {
    const loaded = loadedWith(entry);
    expect(loaded).toEqual(expect.arrayContaining([entry, 'index.js']));
    expect(
      loaded.filter((file) => /^testing\/|simulation\/(resolve|file|fit|tank)|simulated-world/.test(file)),
    ).toEqual([]);
  });
});
