import { describe, expect, test } from 'vitest';
import { isDetectionOutput, readDetections } from '../../../lib/bench/result/detections.js';

const END = [-1, 0, 0, 0, 0, 0, 0];
const size = { width: 200, height: 100 };

describe('readDetections', () => {
  test('gives names and pixels to what is above the threshold', () => {
    const rows = [
      [0, 1, 1, 0.25, 0.5, 0.75, 1],
      [0, 1, 0.5, 0, 0, 1, 1],
      [0, 2, 0.625, 0.5, 0.25, 1.0625, 0.375],
      [0, 7, 0.75, 0, 0, 0.5, 0.5],
    ];
    expect(readDetections(Float32Array.from([...rows, END].flat()), size)).toEqual([
      { label: 'vehicle', labelId: 1, confidence: 1, box: [50, 50, 150, 100] },
      { label: 'licence plate', labelId: 2, confidence: 0.625, box: [100, 25, 212.5, 37.5] },
      { label: 'label 7', labelId: 7, confidence: 0.75, box: [0, 0, 100, 50] },
    ]);
  });

  test('reads nothing behind the end mark', () => {
    const stale = [0, 1, 1, 0, 0, 1, 1];
    expect(readDetections(Float32Array.from([...END, ...stale]), size)).toEqual([]);
  });

  test('reads a full list, which has no end mark', () => {
    const rows = Array.from({ length: 200 }, () => [0, 1, 0.75, 0, 0, 1, 1]);
    expect(readDetections(Float32Array.from(rows.flat()), size)).toHaveLength(200);
  });

  test('takes another threshold and other labels', () => {
    const rows = Float32Array.from([0, 1, 0.25, 0, 0, 1, 1, 0, 2, 0.125, 0, 0, 1, 1, ...END]);
    const found = readDetections(rows, { ...size, threshold: 0.2, labels: { 1: 'cat' } });
    expect(found.map(({ label }) => label)).toEqual(['cat']);
    const all = readDetections(rows, { ...size, threshold: 0, labels: {} });
    expect(all.map(({ label }) => label)).toEqual(['label 1', 'label 2']);
  });

  test('passes over NaN and other images of a batch', () => {
    const rows = [
      [0, 1, Number.NaN, 0, 0, 1, 1],
      [0, 1, 0.9, Number.NaN, 0, 1, 1],
      [1, 1, 0.9, 0, 0, 1, 1],
      [0, 2, 0.75, 0, 0, 1, 1],
    ];
    expect(readDetections(rows.flat(), size).map(({ labelId }) => labelId)).toEqual([2]);
  });

  test('refuses what is not made of rows', () => {
    expect(() => readDetections(new Float32Array(8), size)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.stringContaining('8 elements') }),
    );
  });
});

test.each([
  [[1, 1, 200, 7], true],
  [[1, 1, 1, 7], true],
  [[1, 1, 0, 7], false],
  [[1, 1, 200, 6], false],
  [[2, 1, 200, 7], false],
  [[1, 200, 7], false],
  [[1, 1000], false],
  [[], false],
])('isDetectionOutput(%j) is %s', (shape, expected) => {
  expect(isDetectionOutput(shape)).toBe(expected);
});
