import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { Layout } from '../../lib/index.js';
import { layoutRank } from '../../lib/preprocess/layout.js';
import { expectError } from '../helpers/expect-error.js';
import { describeRuntimes } from '../helpers/runtimes.js';

describeRuntimes('Layout', () => {
  it.each([
    ['NHWC', '[N,H,W,C]'],
    ['nchw', '[N,C,H,W]'],
    ['N...C', '[N,...,C]'],
    ['N??C', '[N,?,?,C]'],
    ['...', '[...]'],
    ['[batch, channels, my_name]', '[N,C,MY_NAME]'],
    ['**SCALAR**', '**SCALAR**'],
  ])('%s is %s', (text, written) => {
    const layout = new Layout(text);
    expect(layout.toString()).toBe(written);
    expect(new Layout(written).toString()).toBe(written);
    expect(new Layout(layout).toString()).toBe(written);
    expect(inspect(layout)).toBe(`Layout ${written}`);
  });

  it.each([
    ['NN', /^"NN" is not a layout: Dimension \(N\) is defined multiple times in layout\.$/],
    ['[]', /Cannot parse ov::Layout from an empty string/],
    ['N.C', /Undefined number of dimensions/],
    ['', /"\.\.\." stands for any/],
    ['日本', /English letters, digits and _ only/],
    ['N\0C', /English letters/],
    [undefined, /^undefined is not a layout: it is text such as "NCHW"/],
    [['N', 'C'], /^an array is not a layout/],
  ])('%j is none', (text, message) => {
    expectError('INVALID_ARGUMENT', () => new Layout(text as string), message);
  });
});

it.each([
  ['NCHW', 4, true],
  ['N...C', 2, false],
  ['...', 0, false],
  ['[...]', 0, false],
  ['[batch, ?, ...]', 2, false],
  ['[N,C]', 2, true],
  ['**SCALAR**', 0, true],
])('%s speaks of %i dimensions', (text, least, isExact) => {
  expect(layoutRank(text)).toEqual({ least, isExact });
});
