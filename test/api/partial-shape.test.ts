import { describe, expect, it } from 'vitest';
import { PartialShape } from '../../lib/index.js';
import { expectError } from '../helpers/expect-error.js';

describe('PartialShape', () => {
  it.each([
    ['[1,3,224,224]', '[1,3,224,224]', [1, 3, 224, 224], true],
    ['1,3', '[1,3]', [1, 3], true],
    ['[1, ?, -1]', '[1,?,?]', [1, -1, -1], false],
    [
      '[1..10,..5,2..]',
      '[1..10,..5,2..]',
      [
        [1, 10],
        [0, 5],
        [2, -1],
      ],
      false,
    ],
    ['[]', '[]', [], true],
    ['[...]', '[...]', [], false],
    ['...', '[...]', [], false],
  ])('reads %s', (text, written, dimensions, isStatic) => {
    const shape = new PartialShape(text);
    expect(shape.toString()).toBe(written);
    expect(shape.getDimensions()).toEqual(dimensions);
    expect(shape.isStatic()).toBe(isStatic);
    expect(shape.isDynamic()).toBe(!isStatic);
  });

  it('is made from dimensions', () => {
    expect(new PartialShape([1, -1, [2, 5], [3, -1]]).toString()).toBe('[1,?,2..5,3..]');
    expect(new PartialShape(new PartialShape('[7]')).toString()).toBe('[7]');
    expect(new PartialShape().toString()).toBe('[]');
  });

  it.each(['[1,', '[a]', '[1.5]', '[5..2]', '[-2]', '[1 2]', '[,]', '[99999999999999999999]'])('refuses %s', (text) => {
    expectError('INVALID_ARGUMENT', () => new PartialShape(text), /is not a partial shape/);
  });

  it('refuses what is no shape', () => {
    for (const value of [5, null, {}, [1.5], [-2], [[3, 1]], [[1, 2, 3]], ['1'], [Number.NaN]]) {
      expectError('INVALID_ARGUMENT', () => new PartialShape(value as unknown as string));
    }
  });

  it('knows which shapes fit', () => {
    const shape = new PartialShape('[1,?,2..5]');
    expect(shape.accepts([1, 0, 2])).toBe(true);
    expect(shape.accepts([1, 9, 5])).toBe(true);
    expect(shape.accepts([1, 9, 6])).toBe(false);
    expect(shape.accepts([2, 9, 5])).toBe(false);
    expect(shape.accepts([1, 9])).toBe(false);
    expect(new PartialShape('...').accepts([1, 2, 3])).toBe(true);
  });
});

it('has a rank and, where it is static, a shape', () => {
  expect(['[1,3,?]', '[]', '...'].map((text) => new PartialShape(text).rank)).toEqual([3, 0, undefined]);
  expect(new PartialShape('[1,3]').toShape()).toEqual([1, 3]);
  expect(new PartialShape().toShape()).toEqual([]);
  expectError('SHAPE_MISMATCH', () => new PartialShape('[1,?]').toShape(), /\[1,\?\] is a dynamic shape/);
  expectError('SHAPE_MISMATCH', () => new PartialShape('...').toShape());
});

describe('what is no partial shape', () => {
  it('is told in few words, whatever it is', () => {
    expectError(
      'INVALID_ARGUMENT',
      () => new PartialShape([[1, Symbol('x')]] as never),
      /an array is not|An array is not/,
    );
    expectError('INVALID_ARGUMENT', () => new PartialShape([Object.create(null)] as never), /^An object is not/);
    expectError('INVALID_ARGUMENT', () => new PartialShape([[8, 1]]), /^\[8,1\] is not/);
    const { message } = expectError('INVALID_ARGUMENT', () => new PartialShape('x'.repeat(1e5)));
    expect(message.length).toBeLessThan(300);
  });

  it('has more than 64 dimensions, or holes', () => {
    const most = new Array<number>(64).fill(1);
    expect(new PartialShape(most).rank).toBe(64);
    expect(new PartialShape(most.join(',')).rank).toBe(64);
    for (const shape of [[...most, 1], [...most, 1].join(','), new Array(1e6).fill(1), new Array(4294967295)])
      expectError('INVALID_ARGUMENT', () => new PartialShape(shape), /64 are the most/);
    expectError('INVALID_ARGUMENT', () => new PartialShape(new Array(3)), /undefined is not/);
  });
});
