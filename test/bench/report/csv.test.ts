import { describe, expect, it } from 'vitest';
import { csvLine } from '../../../lib/bench/report/csv.js';
import { profileCsv } from '../../../lib/bench/report/profile-csv.js';
import { resultCsv } from '../../../lib/bench/report/result-csv.js';
import { samplesCsv } from '../../../lib/bench/report/samples-csv.js';
import { measurement, resultOf, trialSpec } from '../factories.js';

/** Reads CSV after RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
    if (end === '') break;
  }
  return rows.slice(0, -1);
}

describe('a line of CSV', () => {
  it('quotes what RFC 4180 has quoted, and ends with CRLF', () => {
    expect(csvLine(['a,b', 'say "x"', 'two\nlines', 3, null, undefined, true, ''])).toBe(
      '"a,b","say ""x""","two\nlines",3,,,true,\r\n',
    );
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['=cmd|x', "'=cmd|x"],
    ['+1-2', "'+1-2"],
    ['-x', "'-x"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', `"'\rx"`],
    ['-1', '-1'],
    ['+1.5', '+1.5'],
    ['-1e-3', '-1e-3'],
    ['-.5', '-.5'],
    ['- 1', "'- 1"],
    ['--1', "'--1"],
    ['CPU', 'CPU'],
  ])('%j is no formula of a spreadsheet', (given, written) => {
    expect(csvLine([given])).toBe(`${written}\r\n`);
  });
});

const lost = { code: 'INFER_FAILED', message: 'lost, "really"' } as const;
const [cpu, gpu] = [trialSpec({ properties: { NUM_STREAMS: '2' } }), trialSpec({ device: '=GPU\u001b[2J' })];
const outcomes = [
  { spec: cpu, measurement: measurement() },
  { spec: gpu, failure: lost },
  { spec: cpu, measurement: measurement({ totalMs: 20, latenciesMs: Float64Array.of(1.23456789, 2) }) },
];

describe('the result as CSV', () => {
  const [header = [], ...rows] = parseCsv(resultCsv(resultOf(outcomes)));
  const records = rows.map((row) => Object.fromEntries(row.map((cell, index) => [header[index], cell])));

  it('has a row a trial, and below it one for each of its processes', () => {
    expect(rows.every((row) => row.length === header.length)).toBe(true);
    expect(records.map(({ row, process, requested_device }) => [row, process, requested_device])).toEqual([
      ['0', '', 'CPU'],
      ['0', '0', 'CPU'],
      ['0', '1', 'CPU'],
      ['1', '', "'=GPU\\x1b[2J"],
    ]);
    expect(records[0]).toMatchObject({ fps: '100', properties: 'NUM_STREAMS=2', load_ms: '176.1235' });
    expect(records[1]).toMatchObject({ fps: '250', total_ms: '16', latency_p99_ms: '', status: 'ok' });
    expect(records[3]).toMatchObject({ status: 'failed', error: 'lost, "really"', fps: '' });
  });

  it('leaves empty what a row that only loads has not', () => {
    const spec = trialSpec({ mode: { kind: 'load', phase: 'cold' }, varied: { cache: 'cold' } });
    const stagesMs = { core: 1, read: 2, compile: 3, request: 1 };
    const facts = {
      kind: 'load',
      phase: 'cold',
      loadedFromCache: false,
      cacheFiles: 1,
      cacheBytes: 9,
      stagesMs,
    } as const;
    const loaded = measurement({ latenciesMs: new Float64Array(0), totalMs: 0, firstInferenceMs: null, facts });
    const [names = [], row = []] = parseCsv(resultCsv(resultOf([{ spec, measurement: loaded }])));
    expect(Object.fromEntries(row.map((cell, index) => [names[index], cell]))).toMatchObject({
      ...{ status: 'ok', mode: 'load cold', load_ms: '176.1235', loaded_from_cache: 'false' },
      ...{ total_ms: '', fps: '', latency_p50_ms: '', varied: '' },
    });
  });

  it('has no control character but the ends of its lines', () => {
    expect(resultCsv(resultOf(outcomes)).replaceAll('\r\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  });
});

describe('samples', () => {
  it('have their row, process and index as in the JSON', () => {
    expect([...samplesCsv(outcomes)].join('')).toBe(
      [
        'row,process,index,latency_ms,stride',
        ...['0,0,0,4,1', '0,0,1,3,1', '0,0,2,5,1', '0,0,3,4,1', '0,1,0,1.2346,1', '0,1,1,2,1', ''],
      ].join('\r\n'),
    );
  });

  it('of a thinned run say which they are, and how many each stands for', () => {
    const thinned = measurement({ latenciesMs: Float64Array.of(1, 2), stride: 4 });
    expect([...samplesCsv([{ spec: cpu, measurement: thinned }])].slice(1)).toEqual(['0,0,0,1,4\r\n0,0,4,2,4\r\n']);
  });

  it('of a search belong to its row', () => {
    const probe = (requests: number) => ({ spec: trialSpec({ requests }), row: cpu, measurement: measurement() });
    const rows = [...samplesCsv([probe(1), probe(2)])]
      .slice(1)
      .join('')
      .matchAll(/^(\d+,\d+),0,/gm);
    expect([...rows].map(([, place]) => place)).toEqual(['0,0', '0,1']);
  });

  it('come in pieces, so that millions of them need no memory', () => {
    const latenciesMs = new Float64Array(1_000_000).fill(1.5);
    let [pieces, length, longest] = [0, 0, 0];
    for (const text of samplesCsv([{ spec: cpu, measurement: measurement({ latenciesMs }) }])) {
      pieces++;
      length += text.length;
      longest = Math.max(longest, text.length);
    }
    expect(pieces).toBeGreaterThan(100);
    expect(longest).toBeLessThan(70_000);
    expect(length).toBeGreaterThan(14_000_000);
  });
});

describe('layers as CSV', () => {
  it('are all there, with sums and what an inference took', () => {
    const layer = { name: 'a, "b"', nodeType: 'Convolution', execType: 'jit', realMs: 20, cpuMs: 10, share: 1 };
    const profile = {
      ...{ device: 'CPU', streams: 1, inferences: 10, totalMs: 25, counters: 'average' as const, notExecuted: 3 },
      layers: [layer],
    };
    const result = resultOf([{ spec: cpu, measurement: measurement({ profiles: [profile] }) }]);
    const [header = [], row = []] = parseCsv(profileCsv(result));
    expect(Object.fromEntries(row.map((cell, index) => [header[index], cell]))).toEqual({
      ...{ row: '0', requested_device: 'CPU', api: 'sync', profiled_device: 'CPU', inferences: '10', rank: '0' },
      ...{ name: 'a, "b"', node_type: 'Convolution', exec_type: 'jit', real_ms: '20', cpu_ms: '10' },
      ...{ real_ms_per_inference: '2', cpu_ms_per_inference: '1', share: '1' },
    });
  });
});
