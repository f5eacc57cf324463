import { expect, it } from 'vitest';
import { describeWays, itRefuses } from './ways.js';

/** What openvino-node 2026.4 has of PartialShape: each member, what it refuses. */
describeWays('PartialShape', (ov) => {
  it('new PartialShape(): no dimensions', () => expect(new ov.PartialShape().toString()).toBe('[]'));

  it.each([
    ['1, 3, 224, 224', '[1,3,224,224]', true, [1, 3, 224, 224]],
    ['?, -1, 1..3, 224', '[?,?,1..3,224]', false, [-1, -1, [1, 3], 224]],
    ['[1,2]', '[1,2]', true, [1, 2]],
    ['..5', '[..5]', false, [[0, 5]]],
    ['...', '[...]', false, []],
    ['', '[]', true, []],
  ])('new PartialShape(%j)', (text, shown, isStatic, dimensions) => {
    const shape = new ov.PartialShape(text);
    expect(shape.toString()).toBe(shown);
    expect([shape.isStatic(), shape.isDynamic()]).toEqual([isStatic, !isStatic]);
    expect(shape.getDimensions()).toEqual(dimensions);
  });

  itRefuses([
    ['a number', 'INVALID_ARGUMENT', () => Reflect.construct(ov.PartialShape, [4])],
    ['two texts', 'INVALID_ARGUMENT', () => Reflect.construct(ov.PartialShape, ['1', '2'])],
    ['words', 'INVALID_ARGUMENT', () => new ov.PartialShape('1,x')],
    ['a missing dimension', 'INVALID_ARGUMENT', () => new ov.PartialShape('1,,2')],
    ['a range of three', 'INVALID_ARGUMENT', () => new ov.PartialShape('1..2..3')],
  ]);
});
