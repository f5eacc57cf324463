import { describe, expect, it } from 'vitest';
import {
  chooseStop,
  collect,
  HINTS,
  oneOf,
  parseDuration,
  parseInput,
  parseMapping,
  parseProperty,
  parseRunName,
  parseShape,
  wholeNumber,
  withHint,
} from '../../lib/bench/options.js';
import { expectError } from '../helpers/expect-error.js';

/** The sentence names the option and what it takes. */
function refuses(parse: (text: string) => unknown, texts: readonly string[], says: RegExp): void {
  for (const text of texts) expectError('USAGE', () => parse(text), says);
}

describe('option values', () => {
  it('whole numbers', () => {
    const parse = wholeNumber('--iterations', 1, 100);
    expect([parse('1'), parse('007'), parse('100')]).toEqual([1, 7, 100]);
    refuses(
      parse,
      ['-3', 'ten', '', '0', '101', '1.5', '1e2', '0x10', ' 5', '٣', '9'.repeat(400)],
      /^--iterations takes a whole number from 1 to 100, not "/,
    );
  });

  it('durations', () => {
    const parse = (text: string): number => parseDuration('--time', text);
    expect([parse('10s'), parse('500ms'), parse('2m'), parse('1.5s'), parse('1h'), parse('24h')]).toEqual([
      10_000, 500, 120_000, 1500, 3_600_000, 86_400_000,
    ]);
    refuses(parse, ['10', 's', '', '-1s', '0s', '0.5ms', '1d', '25h', '1e3s', '10 s', '10S'], /^--time takes a time/);
  });

  it('properties', () => {
    expect(parseProperty('NUM_STREAMS=2')).toEqual(['NUM_STREAMS', '2']);
    expect(parseProperty('DEVICE_PROPERTIES={CPU:{NUM_STREAMS:2}}')).toEqual([
      'DEVICE_PROPERTIES',
      '{CPU:{NUM_STREAMS:2}}',
    ]);
    expect(parseProperty('A=b=c')).toEqual(['A', 'b=c']);
    refuses(parseProperty, ['', '=', 'A', 'A=', '=1', 'A B=1', '1A=2'], /^--property takes KEY=VALUE/);
  });

  it('shapes', () => {
    expect(parseShape('[1,3,300,300]')).toEqual({ input: undefined, shape: [1, 3, 300, 300] });
    expect(parseShape('data:[ 1, 16 ]')).toEqual({ input: 'data', shape: [1, 16] });
    expect(parseShape('MobilenetV2/input:0:[1,2]')).toEqual({ input: 'MobilenetV2/input:0', shape: [1, 2] });
    refuses(
      parseShape,
      ['', '[]', '1,3', '[1,3', '[1,?]', '[1,-1]', '[0]', '[1,,2]', ':[1]', '[1]x'],
      /^--shape takes/,
    );
  });

  it('inputs stay in one piece: only the model tells where the name ends', () => {
    expect(parseInput('a:b:c.png')).toBe('a:b:c.png');
    refuses(parseInput, ['', 'file.png', ':file', 'data:'], /^--input takes PORT:FILE/);
  });

  it('device mappings', () => {
    expect(parseMapping('MYRIAD=NPU')).toEqual(['MYRIAD', 'NPU']);
    expect(parseMapping('GPU=GPU.1')).toEqual(['GPU', 'GPU.1']);
    refuses(parseMapping, ['', 'MYRIAD', 'MYRIAD=', '=NPU', 'A=B=C', 'MULTI:CPU=NPU'], /^--map takes FROM=TO/);
  });

  it('names of results are no paths', () => {
    expect(parseRunName('cpu_vpu_stats')).toBe('cpu_vpu_stats');
    expect(parseRunName('a b.c')).toBe('a b.c');
    refuses(
      parseRunName,
      ['', '.', '..', 'a/b', '../x', 'a\\b', 'a\u0000', 'a\n', 'x'.repeat(201)],
      /^--path takes the name/,
    );
  });

  it('words of a list, in any case', () => {
    const parse = oneOf('--hint', HINTS);
    expect([parse('latency'), parse('THROUGHPUT'), parse('none')]).toEqual(['latency', 'throughput', 'none']);
    refuses(parse, ['', 'fast'], /^--hint takes latency, throughput, cumulative or none, not /);
  });

  it('repeated options are a list', () => {
    const parse = collect(Number);
    expect(parse('2', parse('1', undefined))).toEqual([1, 2]);
  });
});

describe('options together', () => {
  it('a count or a time, not both', () => {
    const otherwise = { kind: 'time', timeMs: 1 } as const;
    expect(chooseStop(5, undefined, otherwise)).toEqual({ kind: 'count', iterations: 5 });
    expect(chooseStop(undefined, 5, otherwise)).toEqual({ kind: 'time', timeMs: 5 });
    expect(chooseStop(undefined, undefined, otherwise)).toBe(otherwise);
    expectError('USAGE', () => chooseStop(5, 5, otherwise), /exclude each other/);
  });

  it('the hint becomes a property, and yields to one', () => {
    expect(withHint([], undefined, 'throughput')).toEqual({ PERFORMANCE_HINT: 'THROUGHPUT' });
    expect(withHint([['A', '1']], 'cumulative', 'none')).toEqual({ A: '1', PERFORMANCE_HINT: 'CUMULATIVE_THROUGHPUT' });
    expect(withHint([['A', '1']], undefined, 'none')).toEqual({ A: '1' });
    expect(withHint([], 'none', 'throughput')).toEqual({});
    expect(withHint([['PERFORMANCE_HINT', 'LATENCY']], undefined, 'throughput')).toEqual({
      PERFORMANCE_HINT: 'LATENCY',
    });
    expectError('USAGE', () => withHint([['PERFORMANCE_HINT', 'LATENCY']], 'latency', 'none'), /give one of them/);
  });
});
