import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../lib/bench/chart/entry.js';
import { escapeText } from '../../../lib/bench/chart/escape.js';
import { svgOf } from '../../../lib/bench/chart/frame.js';
import { chartsOf } from '../../../lib/bench/chart/index.js';
import { quantileAt } from '../../../lib/bench/chart/latency-distribution.js';
import { reportPage } from '../../../lib/bench/chart/page.js';
import { chartEntries, LATENCIES } from './entries.js';

function page(entries: readonly Entry[]): string {
  return reportPage({ entries, rows: entries, ...chartsOf({ bars: entries, rows: entries }) });
}

describe('escaping', () => {
  it('leaves nothing that means something to SVG, HTML or a terminal', () => {
    expect(escapeText(`<script>"'&\u001b\u202e\ud800\ufffe`)).toBe(
      '&lt;script&gt;&quot;&#39;&amp;\\x1b\\u202e\ufffd\ufffd',
    );
    expect(escapeText('a😀→é')).toBe('a😀→é');
    expect(escapeText('x'.repeat(9), 4)).toBe('xxxx…');
  });

  it('holds in every place that names reach', () => {
    const evil = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`;
    const entries = chartEntries(
      [
        {
          requestedDevice: evil,
          executionDevices: [evil],
          droppedDevices: [evil],
          inferencePrecision: evil,
          performanceHint: evil,
          warnings: [evil],
          ...LATENCIES,
        },
        { status: 'failed', error: { code: 'X', message: evil } },
      ],
      { openvinoVersion: evil, createdAt: evil },
    ).map((entry) => ({ ...entry, file: evil, label: evil, notes: [evil] }));
    const html = page(entries);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toMatch(/<img|="[^"]*"><script>alert/);
    const { charts } = chartsOf({ bars: entries, rows: entries });
    for (const chart of charts) expect(svgOf(chart, true)).not.toMatch(/<script|<img/);
  });
});

describe('the report', () => {
  const html = page(
    chartEntries([
      { ...LATENCIES, warnings: ['The input is random.'] },
      { api: 'async', requests: 2 },
    ]),
  );

  it('lets only its own style and script run, and asks for nothing', () => {
    const hash = (text: string | undefined): string =>
      `'sha256-${createHash('sha256')
        .update(text ?? '')
        .digest('base64')}'`;
    expect(html).toContain(`style-src ${hash(/<style>([\s\S]*?)<\/style>/.exec(html)?.[1])}`);
    expect(html).toContain(`script-src ${hash(/<script>([\s\S]*?)<\/script>/.exec(html)?.[1])}`);
    expect(html).not.toMatch(/https?:|@import|\ssrc=|url\((?!#)/);
    expect(html).not.toMatch(/ style="| on\w+="/);
  });

  it('has facts, table, warnings, and a chart for what was measured', () => {
    for (const text of [
      'vehicle-license-plate-detection-barrier-0106',
      'OpenVINO 2026.4.1',
      'i5-6500TE',
      'tank',
      'The input is random.',
    ]) {
      expect(html).toContain(text);
    }
    for (const name of [
      'model_load_time',
      'inference_time',
      'frames_per_second',
      'latency_distribution',
      'latency_timeline_1',
    ]) {
      expect(html).toContain(`id="${name}-title"`);
    }
    expect(html).not.toContain('throughput_latency');
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('shows throughput against latency where rows differ in their requests alone', () => {
    const latencyMs = { min: 1, mean: 2, p50: 2, p90: 3, p99: 4, max: 5, sd: 1 };
    const rows = [1, 2, 4].map((requests) => ({ api: 'async', requests, fps: 100 * requests, latencyMs }) as const);
    const names = (entries: readonly Entry[]): string[] =>
      chartsOf({ bars: entries, rows: entries }).charts.map(({ name }) => name);
    expect(names(chartEntries(rows))).toContain('throughput_latency');
    expect(names(chartEntries(rows.slice(1, 2)))).not.toContain('throughput_latency');
    expect(names(chartEntries(rows.map((row, index) => ({ ...row, requestedDevice: `GPU.${index}` }))))).not.toContain(
      'throughput_latency',
    );
    const few = chartEntries(rows.map((row) => ({ ...row, latencyMs: { ...latencyMs, p99: null } })));
    expect(chartsOf({ bars: few, rows: few }).charts.at(-1)?.title).toBe('Throughput and Latency (p90)');
  });

  it('has all rows in its table, and in its charts as many as they have room for', () => {
    const entries = chartEntries(
      Array.from({ length: 70 }, (_, index) => ({ ...LATENCIES, requestedDevice: `GPU.${index}` })),
    );
    const { charts, timelines } = chartsOf({ bars: entries, rows: entries });
    expect(charts[0]?.content.match(/ovc-hit/g)).toHaveLength(60);
    expect(charts.at(-1)?.content).toContain('62 further rows are in the table alone.');
    expect(timelines).toHaveLength(12);
    expect(page(entries)).toContain('<th scope="row" class="d">GPU.69</th>');
  });

  it('points out a time beyond the axis of latencies', () => {
    expect(html).toContain('▲ beyond the axis: 1 time, up to 90.0 ms.');
  });
});

it('a share of a distribution is the first latency that reaches it', () => {
  expect([0, 0.5, 0.7, 0.9, 1].map((share) => quantileAt(LATENCIES.quantiles ?? [], share))).toEqual([2, 4, 6, 6, 45]);
  expect(quantileAt([[0.5, 1]], 0.9)).toBeUndefined();
});
