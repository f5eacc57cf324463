import { describe, expect, it } from 'vitest';
import { type Collection, collect } from '../../../lib/bench/collect/collect.js';
import { collectionCsv } from '../../../lib/bench/collect/csv.js';
import { collectionMarkdown } from '../../../lib/bench/collect/markdown.js';
import { collectionScreen } from '../../../lib/bench/collect/screen.js';
import { chartedOf } from '../../../lib/bench/collect/write.js';
import { styleFor } from '../../../lib/bench/report/style.js';
import { testFolder } from '../../helpers/folder.js';
import { HOST } from '../factories.js';
import { Campaign, resultOf, rowOf } from './campaign.js';

const folder = testFolder();
const PLAIN = styleFor({}, {});
const screen = (collection: Collection, width = 160): string => collectionScreen(collection, width, PLAIN);
const lineOf = (text: string, pattern: RegExp): string => text.split('\n').find((line) => pattern.test(line)) ?? '';

/** Two nodes and what may go wrong. */
async function collected(): Promise<Collection> {
  const campaign = new Campaign(folder);
  const gpu = { requestedDevice: 'MULTI:GPU,CPU', executionDevices: ['CPU'], droppedDevices: ['GPU'] };
  const failed = { ...gpu, status: 'failed', fps: null, loadMs: null, latencyMs: null } as const;
  const error = { code: 'DEVICE_NOT_FOUND', message: 'There is no GPU.' };
  campaign.job('job1', resultOf([rowOf([100, 101, 99]), rowOf([30], gpu)], { node: 'node-a' }));
  campaign.job(
    'job2',
    resultOf([rowOf([150, 151, 149], { inferencePrecision: 'f32' }), { ...failed, error }], {
      node: 'ignored',
      job: { engine: 'slurm', id: '4711', name: 'bench', node: 'node-b', shared: true },
      changes: { openvinoVersion: '2025.4.1', host: { ...HOST, hostname: 'ignored', cpuModel: 'Other \u001b[31mCPU' } },
    }),
  );
  campaign.job('job3', resultOf([rowOf([10], { simulated: true })], { node: 'node-c', changes: { simulated: true } }));
  campaign.job('job4', resultOf([rowOf([50], { standIn: true })], { node: 'node-d', model: 'e' }));
  campaign.write('old/cpu_gpu_stats.txt', '3.4\n3.47\n288\n');
  return collect([campaign.folder]);
}

describe('the screen', () => {
  it('has the same row of each job beside each other, and says what has to be known', async () => {
    const text = screen(await collected());
    expect(lineOf(text, /^ov-bench job collect/)).toBe('ov-bench job collect  6 rows of 4 results on 4 nodes');
    expect(text).toContain('They are of 3 different works, which are not compared with each other');
    expect(lineOf(text, /^CPU sync +node-a/)).toMatch(/^CPU sync +node-a +job1 +CPU +200 ms +4\.00 ms +100 +baseline$/);
    expect(lineOf(text, /^ +node-b +4711 job2 +CPU/)).toMatch(/ 150 +shared node +1\.50x faster \[/);
    expect(lineOf(text, /^MULTI:GPU,CPU sync +node-a/)).toMatch(/ CPU .* 30\.0 +WITHOUT GPU$/);
    expect(lineOf(text, /^ +node-b +4711 job2 +failed/)).toMatch(/ failed +- +- +- +WITHOUT GPU, shared node$/);
    expect(text).toContain('x MULTI:GPU,CPU sync failed on node-b: There is no GPU.\n');
    expect(text).toContain('! Different OpenVINO versions: 2026.4.1 (node-a); 2025.4.1 (node-b).\n');
    expect(text).toMatch(
      /! Different machines: .*i5-6500TE, 4 CPUs \(node-a\); Other \\x1b\[31mCPU, 4 CPUs \(node-b\)\.\n/,
    );
    expect(text).toContain('! CPU sync: precision bf16 (node-a); f32 (node-b).\n');
    expect(text).toMatch(/! Nodes that were shared with other jobs are slower/);
    expect(text).toContain('~ FPS against the baseline, 95 % interval, 3 processes a row.');
    expect(text).not.toContain('\u001b');
  });

  it('marks plainly what was simulated, what is a stand-in and what nobody can verify', async () => {
    const text = screen(await collected());
    expect(text).toMatch(
      /\nwork-2 {2}SIMULATED {2}Model .*\nrow +.*\nCPU sync +node-c +job3 +CPU .* 10\.0 +SIMULATED\n/,
    );
    expect(text).toContain('! SIMULATED: no device ran, and the comparison says nothing of any machine.');
    expect(lineOf(text, /node-d/)).toMatch(/ 50\.0 +STAND-IN$/);
    expect(text).toMatch(/cpu_gpu_stats\.txt\n? .*3\.40 s +3\.47 s +288 +devices unverified\n/);
  });

  it('fits where it is narrow, and says what it left out', async () => {
    const collection = await collected();
    for (const width of [60, 80, 100]) {
      const text = screen(collection, width);
      for (const line of text.split('\n')) if (!line.includes('/')) expect(line.length).toBeLessThanOrEqual(width);
      expect(text).toContain('WITHOUT GPU');
    }
    expect(screen(collection, 80)).toMatch(/\(columns left out for the width: .*p50\)/);
  });

  it('says once for many nodes what befell all of them', async () => {
    const campaign = new Campaign(folder);
    const error = { code: 'TRIAL_FAILED', message: 'No.' };
    const failed = { status: 'failed', fps: null, loadMs: null, latencyMs: null, error } as const;
    for (let node = 0; node < 9; node++)
      campaign.job(
        `${node}`,
        resultOf([rowOf([1], failed), rowOf([node + 1], { api: 'async', requests: 1 })], { node: `n${node}` }),
      );
    const text = screen(await collect([campaign.folder]));
    expect(text.match(/^x .*/gm)).toEqual(['x CPU sync failed on n0, n1, n2 and 6 more: No.']);
    expect(text).toMatch(/One process: no verdict/);
  });

  it('of open loops and found rates says that there is no speed to compare', async () => {
    const campaign = new Campaign(folder);
    const openLoop = { pattern: 'poisson', rate: 20 } as never;
    for (const node of ['a', 'b'])
      campaign.job(node, resultOf([rowOf([20], { api: 'async', requests: 4, openLoop })], { node }));
    const [, line] = screen(await collect([campaign.folder])).match(/^ +(b .*)$/m) ?? [];
    expect(line).toMatch(/20\.0 +its rate is given$/);
  });
});

describe('the other forms', () => {
  it('as CSV have a row for each line, with what was compared', async () => {
    const rows = collectionCsv(await collected())
      .split('\r\n')
      .map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
    const [header = [], ...lines] = rows;
    const value = (line: number, name: string): string | undefined => lines[line]?.[header.indexOf(name)];
    expect(lines.filter((line) => line.length > 1)).toHaveLength(6);
    expect([value(0, 'row'), value(0, 'node'), value(0, 'baseline'), value(0, 'ratio')]).toEqual([
      ...['CPU sync', 'node-a', 'true', ''],
    ]);
    expect([value(1, 'node'), value(1, 'job_id'), value(1, 'verdict'), value(1, 'shared_node')]).toEqual([
      ...['node-b', '4711', 'faster', 'true'],
    ]);
    expect(Number(value(1, 'ratio'))).toBeCloseTo(1.5, 2);
    expect([value(3, 'status'), value(3, 'error_code'), value(3, 'fps')]).toEqual(['failed', 'DEVICE_NOT_FOUND', '']);
    expect([value(4, 'simulated'), value(5, 'stand_in')]).toEqual(['true', 'true']);
    expect(value(1, 'cpu_model')).toBe('Other \\x1b[31mCPU');
  });

  it('as Markdown have a table for each work', async () => {
    const text = collectionMarkdown(await collected());
    expect(text.match(/^\| row \|/gm)).toHaveLength(3);
    expect(text).toMatch(
      /^\| `CPU sync` \| `node-b` \| `4711 job2` \| `CPU` \| .*\*\*shared node\*\* \| 1\.50x faster \[/m,
    );
    expect(text).toMatch(/\| \*\*failed\*\* \| - \| - \| - \| \*\*WITHOUT GPU\*\*, \*\*shared node\*\* \|/);
    expect(text).toMatch(/^work-2 · \*\*SIMULATED\*\* · /m);
    expect(text).toContain('- MULTI:GPU,CPU sync failed on node-b: There is no GPU.\n');
    expect(text).toContain('devices unverified');
  });

  it('as charts are apart where the work is', async () => {
    const labels = (collection: Collection) =>
      chartedOf(collection).map(({ name, bars }) => [name, ...bars.map(({ label }) => label)]);
    expect(labels(await collected())).toEqual([
      ['work-1', 'node-a · CPU', 'node-b · CPU', 'node-a · MULTI:GPU,CPU', 'node-b · MULTI:GPU,CPU'],
      ['work-2', 'node-c · CPU'],
      ['work-3', 'node-d · CPU'],
      ['unverified', 'CPU/GPU'],
    ]);
    // bars are named by node and device, and by the job where a node has several
    const campaign = new Campaign(folder);
    for (const job of ['one', 'two'])
      campaign.job(job, resultOf([rowOf([1]), rowOf([2], { api: 'async', requests: 2 })], { node: 'n' }));
    expect(labels(await collect([campaign.folder]))).toEqual([
      ['work-1', 'n · CPU (one) sync', 'n · CPU (two) sync', 'n · CPU (one) async ×2', 'n · CPU (two) async ×2'],
    ]);
  });
});
