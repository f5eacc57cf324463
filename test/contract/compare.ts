import type { Difference } from './differences.js';

/** How a release's mock does on one case. */
export type Verdict = { readonly problem: string } | undefined;

/**
 * Compares what the real library and the mock showed in a case, in the light of the listed differences.
 *
 * @param real Undefined where the program did not come to the case.
 * @returns What is wrong, as text to be read; undefined where all is as it should be.
 */
export function judge(
  name: string,
  real: string | undefined,
  mock: string | undefined,
  listed: Difference | undefined,
): Verdict {
  if (real === undefined || mock === undefined) {
    return { problem: table(`${name}: no observation`, real ?? '(none)', mock ?? '(none)') };
  }
  if (listed === undefined) return real === mock ? undefined : { problem: table(`${name}: they differ`, real, mock) };
  if (real === mock) {
    return { problem: table(`${name}: they agree, yet test/contract/differences.ts lists it`, real, mock) };
  }
  if (real === listed.real && mock === listed.mock) return undefined;
  return {
    problem: [
      table(`${name}: they differ in another way than test/contract/differences.ts says`, real, mock),
      table('listed', listed.real, listed.mock),
    ].join('\n'),
  };
}

/** Beyond this many letters a part that differs is shown by its words. */
const LONG = 150;

/** Both observations below each other; of long ones the parts alone that differ, of long lists the words. */
export function table(title: string, real: string, mock: string): string {
  if (real === mock) return `${title}\n  both  ${real}`;
  const [left, right] = [real.split('; '), mock.split('; ')];
  const parts: (readonly [string, string])[] =
    left.length === right.length ? left.map((part, index) => [part, right[index] as string]) : [[real, mock]];
  const rows = parts.filter(([part, other]) => part !== other).map(([part, other]) => row(part, other));
  return [title, ...rows].join('\n');
}

function row(real: string, mock: string): string {
  const only = (words: string, others: string): string => {
    const known = new Set(others.split(' '));
    return words
      .split(' ')
      .filter((word) => !known.has(word))
      .join(' ');
  };
  const [more, less] = [only(real, mock), only(mock, real)];
  if (Math.max(real.length, mock.length) < LONG || `${more}${less}` === '') return `  real  ${real}\n  mock  ${mock}`;
  return `  in the real one alone  ${more || '(nothing)'}\n  in the mock alone      ${less || '(nothing)'}`;
}

/** The entry for a case under a release such as 2026.4.1, if there is one. */
export function differenceOf(
  differences: readonly Difference[],
  name: string,
  version: string,
): Difference | undefined {
  return differences.find(
    (entry) =>
      entry.case === name && (entry.releases === undefined || entry.releases.some((line) => isOf(version, line))),
  );
}

/** Whether 2026.4.1 is of the release 2026.4. */
export function isOf(version: string, release: string): boolean {
  return version === release || version.startsWith(`${release}.`);
}
