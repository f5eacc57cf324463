import { describe, expect, it } from 'vitest';
import { captionsOf } from '../../../lib/bench/chart/captions.js';
import { distinct, entriesOf, tailsOf } from '../../../lib/bench/chart/distinct.js';
import { type Entry, entryOfRow } from '../../../lib/bench/chart/entry.js';
import { distributionChart } from '../../../lib/bench/chart/latency-distribution.js';
import { pageTable } from '../../../lib/bench/chart/page-table.js';
import { terminalBars } from '../../../lib/bench/chart/terminal-bars.js';
import { styleFor } from '../../../lib/bench/report/style.js';
import { inspection, measurement, resultOf, trialSpec } from '../factories.js';

const HINT = 'INFERENCE_PRECISION_HINT';
const spec = trialSpec({ api: 'async', requests: null, properties: { PERFORMANCE_HINT: 'THROUGHPUT' } });
const variant = { ...spec, properties: { ...spec.properties, [HINT]: 'f32' } };
const ran = measurement({ requests: 4 });
const against = resultOf([
  { spec, measurement: ran },
  { spec: variant, measurement: ran },
]);

describe('labels of bars', () => {
  it('name the property by which rows differ, and no other', () => {
    const labels = entriesOf(against).map(({ label }) => label);
    expect(labels).toEqual(['CPU async ×4', `CPU async ×4 ${HINT}=f32`]);
    const table = pageTable(entriesOf(against));
    expect(table).toContain('<th scope="col">properties</th>');
    expect(table.replaceAll('<wbr>', '')).toContain(`${HINT}=f32`);
    const text = terminalBars(entriesOf(against), { width: 80, style: styleFor({}, {}), unicode: false });
    expect(text).toMatch(/f32/);
  });

  it('name files of the same name by the folders that differ, and what is the same in all by a number', () => {
    expect([...tailsOf(['/r/a/result.json', '/r/b/result.json']).values()]).toEqual(['a/result.json', 'b/result.json']);
    expect([...tailsOf(['/r/x.json', '/r/x.json']).values()]).toEqual(['x.json']);
    const row = (file: string): Entry => ({ ...entryOfRow(against.results[0] as never, against), file });
    const labels = (...files: string[]) => distinct(files.map(row)).map(({ label }) => label);
    expect(labels('/r/a/result.json', '/r/b/result.json')).toEqual([
      'CPU async ×4 (a/result.json)',
      'CPU async ×4 (b/result.json)',
    ]);
    expect(labels('x.json', 'x.json')).toEqual(['CPU async ×4 #1', 'CPU async ×4 #2']);
  });
});

describe('what is said of bars', () => {
  it('is true of all of them where only some are simulated', () => {
    const simulated = resultOf([{ spec, measurement: ran }], { inspection: inspection({ simulated: true }) });
    const entries = [...entriesOf(against), ...entriesOf(simulated)];
    const { headlines, subtitle } = captionsOf(entries);
    expect(headlines).toContain('PARTLY SIMULATED: bars so marked are no measurement, for no device ran them.');
    expect(subtitle.at(-1)).toMatch(/^Intel.*; bars marked so are SIMULATED: devices of a mock$/);
    expect(captionsOf(entriesOf(simulated)).headlines).toContain('SIMULATED: no device ran; not a measurement.');
  });
});

describe('the latencies of many rows', () => {
  it('are first of all those of the devices that have bars', () => {
    const devices = ['CPU', 'AUTO', 'NPU', 'GPU', 'MULTI:CPU,NPU', 'MULTI:CPU,GPU,NPU'];
    const result = resultOf(
      devices.flatMap((device) =>
        (['sync', 'async'] as const).map((api) => ({ spec: trialSpec({ device, api }), measurement: ran })),
      ),
    );
    const rows = entriesOf(result);
    const bars = rows.filter(({ label }) => label.startsWith('MULTI:'));
    const chart = distributionChart(rows, bars)?.description ?? '';
    for (const { label } of bars) expect(chart).toContain(`${label}:`);
    expect(distributionChart(rows)?.description).not.toContain('MULTI:CPU,GPU,NPU async');
  });
});
