import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolderLock } from '../../../lib/bench/files/folder-lock.js';
import { RunFolder } from '../../../lib/bench/files/run-folder.js';
import type { Outcome } from '../../../lib/bench/run/executor.js';
import { expectRejection } from '../../helpers/expect-error.js';
import { testFolder } from '../../helpers/folder.js';
import { expectValid } from '../../helpers/result-schema.js';
import { measurement, resultOf, trialSpec } from '../factories.js';

const parent = testFolder();
let count = 0;
const fresh = (): string => join(parent, `run-${count++}`, 'deep');
const FILES = ['result.csv', 'result.json', 'result.md', 'samples.csv'];

const spec = trialSpec();
const outcome = (latencyMs: number, samples = 3): Outcome => ({
  spec,
  measurement: measurement({ latenciesMs: new Float64Array(samples).fill(latencyMs) }),
});

/** A run of two processes, to its end. */
async function run(folder: string, latencyMs: number, samples?: number): Promise<string[]> {
  const made = new RunFolder(folder);
  const outcomes = [outcome(latencyMs, samples), outcome(latencyMs, samples)];
  await made.keep(outcomes.slice(0, 1), resultOf(outcomes.slice(0, 1), { interrupted: true }));
  await made.keep(outcomes.slice(1), resultOf(outcomes, { interrupted: true }));
  return made.finish(resultOf(outcomes));
}

describe('the folder of a run', () => {
  it('has what has finished after each process, and all of it at the end', async () => {
    const folder = fresh();
    const made = new RunFolder(folder);
    expect(existsSync(folder)).toBe(false);
    await made.keep([outcome(1)], resultOf([outcome(1)], { interrupted: true }));
    const [unfinished = ''] = readdirSync(folder);
    expect(unfinished).toMatch(/^unfinished-/);
    expect(readdirSync(join(folder, unfinished)).sort()).toEqual(FILES);
    const kept = JSON.parse(readFileSync(join(folder, unfinished, 'result.json'), 'utf8'));
    expectValid(kept);
    expect(kept).toMatchObject({ interrupted: true, results: [{ iterations: 3 }] });
    expect(readFileSync(join(folder, unfinished, 'samples.csv'), 'utf8').split('\r\n')).toHaveLength(5);
    const written = await made.finish(resultOf([outcome(1)]));
    expect(written.sort()).toEqual(FILES.map((name) => join(folder, name)));
    expect(readdirSync(folder).sort()).toEqual(FILES);
    expect(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')).interrupted).toBeUndefined();
  });

  it('is not made where nothing has finished', async () => {
    const folder = fresh();
    expect(await new RunFolder(folder).finish(resultOf([]))).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });

  it('keeps an earlier result until the new one is whole, and nothing of it then', async () => {
    const folder = fresh();
    await run(folder, 1);
    writeFileSync(join(folder, 'profile.csv'), 'of the earlier run');
    writeFileSync(join(folder, 'notes.txt'), "somebody's own");
    const made = new RunFolder(folder);
    await made.keep([outcome(2)], resultOf([outcome(2)], { interrupted: true }));
    expect(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')).results[0].latencyMs.p50).toBe(1);
    await made.finish(resultOf([outcome(2)]));
    expect(readdirSync(folder).sort()).toEqual(['notes.txt', ...FILES]);
    expect(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')).results[0].latencyMs.p50).toBe(2);
  });

  it('of several runs at once has one as a whole', async () => {
    const folder = fresh();
    await Promise.all(Array.from({ length: 12 }, (_, index) => run(folder, index + 1, 50 * (12 - index))));
    expect(readdirSync(folder).sort()).toEqual(FILES);
    const { p50 } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')).results[0].latencyMs;
    const samples = readFileSync(join(folder, 'samples.csv'), 'utf8').trimEnd().split('\r\n').slice(1);
    expect(new Set(samples.map((line) => line.split(',')[3]))).toEqual(new Set([String(p50)]));
    expect(samples).toHaveLength(2 * 50 * (13 - p50));
    expect(readFileSync(join(folder, 'result.csv'), 'utf8')).toContain(`,${p50},${p50},${p50},`);
  });

  it('where a folder stands in the place of a file, the result stays where it was kept', async () => {
    const folder = fresh();
    mkdirSync(join(folder, 'result.csv', 'sub'), { recursive: true });
    const made = new RunFolder(folder);
    await made.keep([outcome(1)], resultOf([outcome(1)], { interrupted: true }));
    await expectRejection(
      'NOT_WRITABLE',
      () => made.finish(resultOf([outcome(1)])),
      /The result for ".*" cannot be written/,
    );
    const kept = await made.kept();
    expect(kept?.files).toEqual(['result.csv', 'result.md', 'samples.csv']);
    expect(readdirSync(kept?.folder ?? '').sort()).toEqual(kept?.files);
    expect(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')).interrupted).toBeUndefined();
  });
});

describe('a folder that somebody takes away during the run', () => {
  const samplesIn = (folder: string): string[] =>
    readFileSync(join(folder, 'samples.csv'), 'utf8').trimEnd().split('\r\n').slice(1);

  it('is made again, and has all samples', async () => {
    const folder = fresh();
    const made = new RunFolder(folder);
    await made.keep([outcome(1)], resultOf([outcome(1)], { interrupted: true }));
    rmSync(folder, { recursive: true });
    expect(await made.kept()).toBeUndefined();
    await made.keep([outcome(2)], resultOf([outcome(1), outcome(2)], { interrupted: true }));
    expect((await made.kept())?.files).toEqual(FILES);
    rmSync(folder, { recursive: true });
    await made.finish(resultOf([outcome(1), outcome(2)]));
    expect(readdirSync(folder).sort()).toEqual(FILES);
    expect(samplesIn(folder).map((line) => line.split(',')[3])).toEqual(['1', '1', '1', '2', '2', '2']);
  });

  it('and puts a file in its place: the result goes to the folder for temporary files', async () => {
    const folder = fresh();
    const made = new RunFolder(folder);
    await made.keep([outcome(1)], resultOf([outcome(1)], { interrupted: true }));
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file');
    await expectRejection(
      'NOT_WRITABLE',
      () => made.keep([outcome(2)], resultOf([outcome(1), outcome(2)], { interrupted: true })),
      /cannot be created: a file of that name is there/,
    );
    await expectRejection('NOT_WRITABLE', () => made.finish(resultOf([outcome(1), outcome(2)])), /a file of that name/);
    const kept = await made.kept();
    expect(kept?.folder).toMatch(/ov-bench-kept-/);
    expect(kept?.files).toEqual(FILES);
    expectValid(JSON.parse(readFileSync(join(kept?.folder ?? '', 'result.json'), 'utf8')));
    expect(samplesIn(kept?.folder ?? '')).toHaveLength(6);
    rmSync(kept?.folder ?? '', { recursive: true });
  });
});

describe('the lock', () => {
  it('lets one in at a time', async () => {
    const folder = fresh();
    mkdirSync(folder, { recursive: true });
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 8 }, () =>
        withFolderLock(folder, async () => {
          most = Math.max(most, ++inside);
          await new Promise((resolve) => setTimeout(resolve, 5));
          inside--;
        }),
      ),
    );
    expect(most).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that a killed process left is taken away', async () => {
    const folder = fresh();
    mkdirSync(folder, { recursive: true });
    const file = join(folder, '.ov-bench.lock');
    writeFileSync(file, '');
    const old = new Date(Date.now() - 60_000);
    utimesSync(file, old, old);
    expect(await withFolderLock(folder, async () => 'in')).toBe('in');
  });
});
