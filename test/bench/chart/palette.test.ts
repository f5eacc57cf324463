import { describe, expect, it } from 'vitest';
import { type Hue, INK, SERIES } from '../../../lib/bench/chart/palette.js';

type Triple = readonly [number, number, number];
const SCHEMES = ['light', 'dark'] as const;

function linear(hex: string): Triple {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Triple;
}

/** Contrast as WCAG 2 defines it. */
function contrast(a: string, b: string): number {
  const [light, dark] = [a, b]
    .map((hex) => linear(hex).reduce((sum, part, index) => sum + part * ([0.2126, 0.7152, 0.0722][index] as number), 0))
    .sort((one, other) => other - one) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** What eyes without one kind of cones see, by the matrices of Machado, Oliveira and Fernandes (2009). */
const VISION: Readonly<Record<string, readonly Triple[]>> = {
  all: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

function lab(hex: string, vision: readonly Triple[]): Triple {
  const seen = vision.map((row) =>
    Math.max(
      0,
      row.reduce((sum, factor, index) => sum + factor * (linear(hex)[index] as number), 0),
    ),
  );
  const [r = 0, g = 0, b = 0] = seen;
  const f = (value: number): number => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const [x, y, z] = [
    f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505),
    f(0.2126 * r + 0.7152 * g + 0.0722 * b),
    f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089),
  ];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function distance(a: Hue, b: Hue, scheme: keyof Hue, vision: readonly Triple[]): number {
  const [one, other] = [lab(a[scheme], vision), lab(b[scheme], vision)];
  return Math.hypot(...one.map((part, index) => part - (other[index] as number)));
}

describe.each(SCHEMES)('colours in a %s scheme', (scheme) => {
  it('text has the contrast that WCAG AA asks for', () => {
    for (const name of ['text', 'faint', 'warning'] as const) {
      expect(contrast(INK[name][scheme], INK.background[scheme]), name).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('bars stand out from the background', () => {
    for (const hue of SERIES)
      expect(contrast(hue[scheme], INK.background[scheme]), hue[scheme]).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.keys(VISION))('the first four colours are told apart: %s', (name) => {
    const first = SERIES.slice(0, 4);
    for (const [index, one] of first.entries()) {
      for (const other of first.slice(index + 1)) {
        expect(
          distance(one, other, scheme, VISION[name] as Triple[]),
          `${one[scheme]} ${other[scheme]}`,
        ).toBeGreaterThan(12);
      }
    }
  });
});
