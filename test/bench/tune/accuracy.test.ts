import { describe, expect, it } from 'vitest';
import { boxError, LEAST_COSINE, outputError, refusalOf, worst } from '../../../lib/bench/tune/accuracy.js';

const ramp = Float32Array.from({ length: 101 }, (_, index) => index / 50 - 1);
const moved = (by: number): Float32Array => ramp.map((value, index) => (index === 50 ? value + by : value));
const judge = (error: ReturnType<typeof outputError>, tolerance = 0.02) => refusalOf('y', error, undefined, tolerance);

describe('the error of an output', () => {
  it('is the largest one as a share of the range of the reference', () => {
    expect(outputError(ramp, ramp)).toEqual({ maxError: 0, cosine: 1 });
    expect(outputError(ramp, moved(0.03)).maxError).toBeCloseTo(0.015, 6);
    expect(judge(outputError(ramp, moved(0.03)))).toBeUndefined();
    expect(judge(outputError(ramp, moved(0.05)))).toMatch(
      /^output y strays .*: by 2\.50 % of its range \(at most 2 %\)$/,
    );
    expect(judge(outputError(ramp, moved(0.05)), 0.03)).toBeUndefined();
  });

  it('has a cosine, which a small change of everything moves as well', () => {
    const narrow = Float32Array.from({ length: 100 }, (_, index) => (index === 0 ? 100 : 0.1));
    const flat = narrow.map((value, index) => (index === 0 ? value : value + 1.9));
    const error = outputError(narrow, flat);
    expect(error.maxError).toBeLessThan(0.02);
    expect(error.cosine).toBeLessThan(LEAST_COSINE);
    expect(judge(error)).toMatch(/cosine 0\.9\d+ \(at least 0\.999\)/);
  });

  it('takes the size of a constant output, and 1 for zeros', () => {
    expect(outputError([4, 4], [4, 5]).maxError).toBe(0.25);
    expect(outputError([0, 0], [0, 0.5])).toEqual({ maxError: 0.5, cosine: 0 });
    expect(outputError([], [])).toEqual({ maxError: 0, cosine: 1 });
  });

  it('is infinite where one of them is no number', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(outputError([1, 2], [1, value]).maxError).toBe(Number.POSITIVE_INFINITY);
      expect(outputError([1, value], [1, 2]).maxError).toBe(Number.POSITIVE_INFINITY);
      expect(outputError([1, value, 3], [1, value, 3])).toEqual({ maxError: 0, cosine: 1 });
    }
    expect(judge(outputError([1, 2], [1, Number.NaN]))).toMatch(/no numbers/);
  });
});

describe('the boxes of a detector', () => {
  const list = (...rows: number[][]): Float32Array => Float32Array.from([...rows, [-1, 0, 0, 0, 0, 0, 0]].flat());
  const car = [0, 1, 0.99, 0.2, 0.2, 0.6, 0.6];
  const plate = [0, 2, 0.9, 0.3, 0.5, 0.4, 0.55];
  const reference = list(car, plate);
  const judged = (values: Float32Array) => {
    const boxes = boxError(reference, values, 0.02);
    return refusalOf('y', outputError(reference, values), boxes, 0.02);
  };

  it('are matched by label and place, not by their order', () => {
    expect(boxError(reference, list(plate, car), 0.02)).toEqual({
      objects: 2,
      unmatched: 0,
      leastOverlap: 1,
      confidence: 0,
    });
    expect(judged(list(plate, car))).toBeUndefined();
  });

  it.each<[string, number[][], RegExp]>([
    ['an object is missing', [car], /1 of 2 objects differ/],
    ['an object is there besides', [car, plate, [0, 1, 0.8, 0.7, 0.7, 0.9, 0.9]], /1 of 2 objects differ/],
    ['a label differs', [car, plate.with(1, 1)], /objects differ/],
    ['a box has moved', [car.with(3, 0.25), plate], /overlaps by 0\.875 only \(at least 0\.900\)/],
    ['a confidence differs', [car, plate.with(2, 0.87)], /confidence differs by 0\.0300 \(at most 0\.02\)/],
    ['nothing is found', [], /2 of 2 objects differ/],
  ])('are refused where %s', (_, rows, says) => {
    expect(judged(list(...rows))).toMatch(says);
  });

  it('may be on either side of the threshold where they are near it', () => {
    const near = [0, 1, 0.51, 0.7, 0.7, 0.9, 0.9];
    expect(judged(list(car, plate, near))).toBeUndefined();
    expect(judged(list(car, plate, near.with(2, 0.53)))).toMatch(/1 of 2 objects differ/);
  });

  it('say nothing where the reference has none: then elements do', () => {
    const nothing = list([0, 1, 0.1, 0, 0, 1, 1]);
    const boxes = boxError(nothing, nothing, 0.02);
    expect(boxes.objects).toBe(0);
    expect(refusalOf('y', { maxError: 0.1, cosine: 1 }, boxes, 0.02)).toMatch(/10\.0 % of its range/);
  });
});

it('several outputs are as bad as the worst of them', () => {
  const boxes = { objects: 2, unmatched: 0, leastOverlap: 0.95, confidence: 0.01 };
  expect(worst([])).toBeUndefined();
  expect(
    worst([
      { maxError: 0.1, cosine: 1, refused: 'one' },
      { maxError: 0, cosine: 0.5, boxes },
    ]),
  ).toEqual({ maxError: 0.1, cosine: 0.5, boxes, refused: 'one' });
});
