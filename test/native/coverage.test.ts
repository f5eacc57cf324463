import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as openvino from '../../lib/index.js';
import { tableRows } from '../helpers/counting-library.js';
import { testRuntimes } from '../helpers/runtimes.js';

/*
 * docs/c-api.md says of every function of the C API how it is reached, or why it is not.
 */
const page = readFileSync(fileURLToPath(new URL('../../docs/c-api.md', import.meta.url)), 'utf8');
const [reachedText = '', unreachedText = ''] = page.split('## Not reached');
const reached = [...reachedText.matchAll(/^\| `(ov_\w+)` \| ([\d.]+) \| (.+) \|$/gm)].map((match) => {
  const [name, since, by] = match.slice(1) as [string, string, string];
  return { name, since, by };
});
const unreached = [...unreachedText.matchAll(/^\| `(ov_\w+)` \| (.+) \|$/gm)].map((match) => {
  const [name, why] = match.slice(1) as [string, string];
  return { name, why };
});
const all = [...reached, ...unreached].map(({ name }) => name);

/** Functions that the headers of a wheel declare. */
function declared(library: string): string[] {
  const folder = join(dirname(library), '../include/openvino/c');
  const headers = (readdirSync(folder, { recursive: true }) as string[])
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
  const text = headers.map((path) => readFileSync(path, 'utf8')).join('\n');
  return [...text.matchAll(/^OPENVINO_C_API\([^)]+\)\s*(ov_\w+)\(/gm)].map(([, name]) => name as string);
}

describe('the page of the C API', () => {
  const newest = testRuntimes().find(({ version }) => version.startsWith('2026.4'));

  it('has the functions of the headers of 2026.4, each once', () => {
    const functions = declared(newest?.path ?? '');
    expect(functions).toHaveLength(177);
    expect([...all].sort()).toEqual([...functions].sort());
  });

  it.each(testRuntimes().map(({ version, path }) => [version, path] as const))(
    'misses no function that OpenVINO %s has',
    (_, path) => {
      expect(declared(path).filter((name) => !all.includes(name))).toEqual([]);
    },
  );

  it("calls those reached that the addon's function table has, and gives their release", () => {
    const rows = tableRows();
    expect(reached.map(({ name }) => name).sort()).toEqual(rows.map(({ name }) => name).sort());
    for (const { name, since } of reached)
      expect([name, rows.find((row) => row.name === name)?.since]).toEqual([name, since]);
  });

  it('counts them', () => {
    expect(page).toContain(`has ${all.length} functions in its C API. ${reached.length} of them are reached`);
    expect(page).toContain(`${unreached.length} are not`);
  });

  it('gives a reason for each that is not reached', () => {
    for (const { name, why } of unreached) expect([name, why.length > 20]).toEqual([name, true]);
  });

  const members = [
    ...new Set(
      [...page.matchAll(/`([A-Z]\w*)(?:\.(\w+))?[`(]/g)].map(([, owner, member]) => `${owner}.${member ?? ''}`),
    ),
  ];
  it.each(members)('names what is there: %s', (path) => {
    const [owner = '', member = ''] = path.split('.');
    if (owner === 'Dimension' || owner === 'NOT_SUPPORTED_BY_RUNTIME') return;
    const theClass = (openvino as unknown as { [name: string]: { readonly prototype: object } | undefined })[owner];
    expect(theClass, owner).toBeDefined();
    if (member === '' || (owner === 'OpenVINOError' && member === 'message')) return;
    expect(member in (theClass?.prototype ?? {}), path).toBe(true);
  });
});
