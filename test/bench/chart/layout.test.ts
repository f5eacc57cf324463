import { describe, expect, it } from 'vitest';
import { barChart, labelLines, QUANTITIES } from '../../../lib/bench/chart/bars.js';
import type { Entry } from '../../../lib/bench/chart/entry.js';
import { svgOf } from '../../../lib/bench/chart/frame.js';
import { logarithmic, zeroBased } from '../../../lib/bench/chart/scale.js';
import { fitText, textWidth, wrapText } from '../../../lib/bench/chart/text.js';
import { valueText } from '../../../lib/bench/chart/value.js';
import { chartEntries, chartProcess } from './entries.js';

const [LOAD, , FPS] = QUANTITIES as [
  (typeof QUANTITIES)[number],
  (typeof QUANTITIES)[number],
  (typeof QUANTITIES)[number],
];

describe('text', () => {
  it('is broken at punctuation, then within words, and nothing is lost', () => {
    const text = 'MULTI:CPU,GPU,MYRIAD averyverylongnamewithoutanyplacetobreak';
    const lines = wrapText(text, { width: 80, size: 11 });
    expect(lines.slice(0, 2)).toEqual(['MULTI:CPU,', 'GPU,MYRIAD']);
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    for (const line of lines) expect(textWidth(line, 11)).toBeLessThanOrEqual(80);
  });

  it('is cut with an ellipsis where there is no room', () => {
    const lines = wrapText('one two three four five six', { width: 40, size: 11, maxLines: 2 });
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/…$/);
    expect(fitText('abcdefghij', 30, 11)).toMatch(/^a.*…$/);
    expect(fitText('abc', 300, 11)).toBe('abc');
  });

  it('never ends up in a loop over what can never fit', () => {
    expect(wrapText('WWW', { width: 1, size: 11 })).toEqual(['W', 'W', 'W']);
    expect(wrapText('', { width: 1, size: 11 })).toEqual([]);
  });

  it('has numbers of three digits, with an exponent where they are far from 1', () => {
    expect([0, 3.4, 44.4, 288, 12345, 2e8, 1e-5].map(valueText)).toEqual([
      '0',
      '3.40',
      '44.4',
      '288',
      '12345',
      '2.00e8',
      '1.00e-5',
    ]);
  });
});

describe('axes', () => {
  it('begin at zero, and leave room above the largest value', () => {
    for (const max of [1e-3, 0.176, 3.47, 44.4, 99.9, 100, 288, 5e7, 1e300, Number.MAX_VALUE]) {
      const axis = zeroBased(max, [280, 0], 34);
      expect(axis.at(0), String(max)).toBe(280);
      if (max < 1e300) expect(axis.at(max), String(max)).toBeGreaterThanOrEqual(33.9);
      expect(axis.ticks[0]?.value).toBe(0);
      expect(axis.ticks.length).toBeGreaterThan(2);
      expect(axis.ticks.every(({ value, text }) => Number.isFinite(axis.at(value)) && text.length < 9)).toBe(true);
    }
  });

  it('have marks where there is nothing to show', () => {
    for (const max of [0, Number.MIN_VALUE]) expect(zeroBased(max, [280, 0], 34).ticks.at(-1)?.value).toBe(1);
  });

  it('are logarithmic with round marks', () => {
    expect(logarithmic([0.9, 120], [0, 100]).ticks.map(({ text }) => text)).toEqual([
      '1',
      '2',
      '5',
      '10',
      '20',
      '50',
      '100',
    ]);
  });
});

/** Boxes of the texts of a picture, by the widths that they have at most. */
function textBoxes(svg: string): { text: string; left: number; right: number; top: number; bottom: number }[] {
  const pattern =
    /<text class="[^"]*" x="([\d.-]+)" y="([\d.-]+)" font-size="([\d.]+)"(?: text-anchor="(\w+)")?([^>]*)>([^<]*)</g;
  return [...svg.matchAll(pattern)].map(([, x, y, size, anchor, rest, text = '']) => {
    const width = textWidth(text.replace(/&[^;]+;/g, 'x'), Number(size), rest?.includes('font-weight') === true);
    const left = Number(x) - (anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0);
    return { text, left, right: left + width, top: Number(y) - Number(size) * 0.75, bottom: Number(y) + 2 };
  });
}

function overlaps(entries: readonly Entry[]): string[] {
  return QUANTITIES.flatMap((quantity) => {
    const chart = barChart(entries, quantity);
    const boxes = textBoxes(svgOf(chart, true));
    expect(boxes.length).toBeGreaterThan(entries.length);
    const outside = boxes.filter(({ left, right, bottom }) => left < 0 || right > chart.width || bottom > chart.height);
    const pairs = boxes.flatMap((a, index) =>
      boxes
        .slice(index + 1)
        .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        .map((b) => `${a.text} over ${b.text}`),
    );
    return [...outside.map(({ text }) => `${text} is outside`), ...pairs];
  });
}

describe('bar charts', () => {
  const long = {
    requestedDevice: 'MULTI:CPU,GPU.0,GPU.1,MYRIAD.1.2-ma2480,HDDL',
    droppedDevices: ['HDDL'],
    executionDevices: ['CPU', 'GPU.0', 'GPU.1'],
  };
  const failed = {
    status: 'failed',
    error: { code: 'X', message: 'nothing '.repeat(60) },
    fps: null,
    totalMs: null,
    loadMs: null,
  } as const;

  it('have no two texts in one place: one bar, three, eight, long names, gaps, marks, error bars', () => {
    const processes = [200, 240, 290].map(chartProcess);
    expect(overlaps(chartEntries([{}]))).toEqual([]);
    expect(overlaps(chartEntries([{ fps: 1e9, loadMs: 0 }, long, { ...failed }]))).toEqual([]);
    expect(overlaps(chartEntries(Array.from({ length: 8 }, () => ({ ...long, processes }))))).toEqual([]);
    expect(
      overlaps([
        ...chartEntries([{ simulated: true, standIn: true }]),
        { ...(chartEntries([{}])[0] as Entry), label: 'x'.repeat(300) },
      ]),
    ).toEqual([]);
    expect(overlaps(chartEntries(Array.from({ length: 20 }, () => failed)))).toEqual([]);
  });

  it('say below a bar what was asked for and what ran', () => {
    const [entry] = chartEntries([
      { requestedDevice: 'MULTI:CPU,MYRIAD', droppedDevices: ['MYRIAD'], api: 'async', requests: 4 },
    ]) as [Entry];
    expect(labelLines({ ...entry, label: 'CPU/VPU' }, 300).map(({ text }) => text)).toEqual([
      'CPU/VPU',
      'MULTI:CPU,MYRIAD',
      '→ CPU !',
      'async ×4',
    ]);
    // a node's name before it says it once as well
    expect(labelLines({ ...entry, label: 'node-a · MULTI:CPU,MYRIAD' }, 300).map(({ text }) => text)).toEqual([
      'node-a · MULTI:CPU,MYRIAD',
      '→ CPU !',
      'async ×4',
    ]);
    expect(labelLines({ label: 'a', values: {}, simulated: false, standIn: false, notes: [] }, 300)[1]?.text).toBe(
      'devices unverified',
    );
  });

  it('say that the CPU did it all', () => {
    const rows = [
      { requestedDevice: 'MULTI:CPU,MYRIAD', droppedDevices: ['MYRIAD'] },
      { requestedDevice: 'MULTI:CPU,GPU', droppedDevices: ['GPU'] },
    ];
    expect(barChart(chartEntries(rows), FPS).content).toContain('all bars ran on CPU alone; MYRIAD, GPU did not run.');
    expect(barChart(chartEntries([...rows, { executionDevices: ['GPU'] }]), FPS).content).not.toContain('all bars');
    expect(barChart(chartEntries([{}, {}]), FPS).content).not.toContain('all bars');
  });

  it('say what error bars mean: the range of few processes, the middle half of many', () => {
    const of = (count: number): string =>
      barChart(
        chartEntries([{ processes: Array.from({ length: count }, (_, index) => chartProcess(100 + index)) }]),
        FPS,
      ).content;
    expect(of(1)).not.toContain('Error bars');
    expect(of(5)).toContain('from the least to the most of 5 processes');
    expect(of(5)).toContain('100 to 104 in all of 5 processes');
    expect(of(9)).toContain('the middle half (quartiles) of 9 processes');
    expect(of(9)).toContain('102 to 106 in the middle half');
  });

  it('bear their mark across and above: simulated, of the stand-in, or in part', () => {
    const all = barChart(chartEntries([{ simulated: true }, { simulated: true }]), LOAD).content;
    expect(all).toMatch(/aria-hidden="true"[^>]*>SIMULATED</);
    expect(all).toContain('SIMULATED: no device ran; not a measurement.');
    expect(barChart(chartEntries([{ standIn: true }, {}]), LOAD).content).toMatch(
      /aria-hidden="true"[^>]*>PARTLY STAND-IN</,
    );
    expect(barChart(chartEntries([{}]), LOAD).content).not.toContain('aria-hidden');
  });

  it('warn where inference times are of different numbers of inferences', () => {
    expect(barChart(chartEntries([{ iterations: 10 }, { iterations: 20 }]), FPS).content).toContain(
      'different numbers of inferences',
    );
  });
});
