import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { splitWords } from '../../../../lib/bench/jobs/order/shell-words.js';
import { expectError } from '../../../helpers/expect-error.js';

const split = (text: string): string[] => splitWords(text, '-F').map((word) => word.text);

describe('words of a shell', () => {
  it.each<[string, string[]]>([
    ['', []],
    [' \t\n ', []],
    ['a', ['a']],
    ['  a\tb\nc  ', ['a', 'b', 'c']],
    ['MULTI:CPU,MYRIAD MODEL cpu_vpu_stats', ['MULTI:CPU,MYRIAD', 'MODEL', 'cpu_vpu_stats']],
    [`'a b' "c d"`, ['a b', 'c d']],
    [`a'b'"c"\\ d`, ['abc d']],
    [`'' "" a''`, ['', '', 'a']],
    [`'a\nb' "c\nd"`, ['a\nb', 'c\nd']],
    ['a\\\nb \\\n c', ['ab', 'c']],
    ['"a\\\nb"', ['ab']],
    [`'a\\'`, ['a\\']],
    ['"a\\b\\$c\\`d\\"e\\\\f"', ['a\\b$c`d"e\\f']],
    ['\\a\\"\\\'\\\\', [`a"'\\`]],
    [`"it's" 'say "hi"'`, [`it's`, 'say "hi"']],
    ['$HOME `id` $(id) "$HOME `id`" *.xml ~ {a,b}', ['$HOME', '`id`', '$(id)', '$HOME `id`', '*.xml', '~', '{a,b}']],
    ['a;b|c&d>e<f (g) #h', ['a;b|c&d>e<f', '(g)', '#h']],
    ['ä\u00a0ö \u{1f600}\u2028x', ['ä\u00a0ö', '\u{1f600}\u2028x']],
  ])('%j', (text, words) => {
    expect(split(text)).toEqual(words);
  });

  it.skipIf(process.platform === 'win32')('are those of the shell itself', () => {
    // without newlines: one that nothing quotes ends a shell's command
    const alphabet = ['a', 'b', ' ', '\t', "'", '"', '\\', 'a', ' ', "'", '"', '\\'];
    // a generator of our own, so that a failure comes back
    let seed = 1;
    const next = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const counts = { accepted: 0, refused: 0 };
    for (let round = 0; round < 600; round++) {
      const text = Array.from({ length: next(12) }, () => alphabet[next(alphabet.length)]).join('');
      const shell = spawnSync('sh', ['-c', `printf '%s\\0' x ${text}`], { encoding: 'utf8' });
      const expected = shell.status === 0 ? shell.stdout.split('\0').slice(1, -1) : 'refused';
      let actual: string[] | string;
      try {
        actual = split(text);
      } catch (error) {
        // a shell lets a backslash at the very end be itself; here it is a mistake
        if (String(error).includes('ends with a backslash')) continue;
        actual = 'refused';
      }
      expect([text, actual]).toEqual([text, expected]);
      counts[actual === 'refused' ? 'refused' : 'accepted']++;
    }
    expect(counts.accepted).toBeGreaterThan(100);
    expect(counts.refused).toBeGreaterThan(100);
  });

  it.each([
    [`a 'b`, /^-F has a quote ' that is not closed: /],
    ['a "b', /^-F has a quote " that is not closed: /],
    ['"a\\"', /^-F has a quote " that is not closed: /],
    [`it's`, /^-F has a quote ' that is not closed: /],
    ['a\\', /^-F ends with a backslash/],
    ['a\0b', /^-F holds a NUL/],
    ['\\\0', /^-F holds a NUL/],
    [`'\0'`, /^-F holds a NUL/],
  ])('refuses %j', (text, says) => {
    expectError('USAGE', () => split(text), says);
  });

  it('are split at commas where that is asked for', () => {
    const commas = (text: string): string[] => splitWords(text, '-v', 'commas').map((word) => word.text);
    expect(commas('A=1,B')).toEqual(['A=1', 'B']);
    expect(commas(`A="1,2",B='3,4',C=5\\,6,D= 7 `)).toEqual(['A=1,2', 'B=3,4', 'C=5,6', 'D= 7 ']);
    expect(commas('')).toEqual(['']);
    expect(commas(',a,,')).toEqual(['', 'a', '', '']);
  });

  it('tell whether they began in quotes', () => {
    const bare = splitWords(`#a '#b' \\#c ''#d e"#"`, '-F').map((word) => word.bare);
    expect(bare).toEqual([true, false, false, false, true]);
  });

  it('take a long text at once', () => {
    expect(split(`"${'ab\\"'.repeat(500_000)}" ${'x '.repeat(200_000)}`)).toHaveLength(200_001);
  });
});
