import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  STAND_IN_NAME,
  STAND_IN_SHA256,
  standInFlops,
  standInModel,
  writeStandInModel,
} from '../../lib/bench/model/stand-in.js';
import { decodeHalf } from '../../lib/index.js';

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

describe('the stand-in model', () => {
  const { xml, weights } = standInModel();

  test('is the same bytes every time and everywhere', () => {
    expect({ xml: sha256(xml), bin: sha256(weights) }).toEqual(STAND_IN_SHA256);
  });

  test('does the work of the detector it stands for: 0.349 GFLOP as published, within 5 %', () => {
    expect(standInFlops() / 1e9 / 0.349).toBeGreaterThan(0.95);
    expect(standInFlops() / 1e9 / 0.349).toBeLessThan(1.05);
  });

  test('counts as its text says: 2 × weights × output positions of each convolution', () => {
    expect(flopsOfXml(xml)).toBe(standInFlops());
  });

  test('says what it is', () => {
    expect(STAND_IN_NAME).toMatch(/^STAND-IN for vehicle-license-plate-detection-barrier-0106$/);
    expect(xml).toContain(`<net name="${STAND_IN_NAME}" version="11">`);
    expect(xml).toMatch(/<stand_in value="Not the real detector: [^"]*detections mean nothing\."\/>/);
  });

  test('has no weight that is subnormal, infinite or NaN as f16', () => {
    let count = 0;
    for (const [, shape = '', offset, size] of xml.matchAll(
      /<data element_type="f16" shape="([\d,]*)" offset="(\d+)" size="(\d+)"/g,
    )) {
      const bytes = weights.slice(Number(offset), Number(offset) + Number(size));
      const values = decodeHalf(new Uint16Array(bytes.buffer), 'f16');
      expect(values).toHaveLength(shape.split(',').reduce((product, dim) => product * Number(dim), 1));
      for (const value of values) {
        if (!(Math.abs(value) < 200) || (value !== 0 && Math.abs(value) < 2 ** -13))
          expect.fail(`${value} in [${shape}]`);
      }
      count += values.length;
    }
    expect(count / 1e6).toBeCloseTo(0.634, 1);
  });
});

/** Counts anew from the text: ports' dimensions, not the builder's numbers. */
function flopsOfXml(xml: string): number {
  let flops = 0;
  for (const [, type, body = ''] of xml.matchAll(/type="((?:Group)?Convolution)".*?(<input>.*?)<\/layer>/gs)) {
    const [, kernel = [], output = []] = [...body.matchAll(/<port [^>]*>(.*?)<\/port>/g)].map(([, dims = '']) =>
      [...dims.matchAll(/<dim>(\d+)<\/dim>/g)].map(([, dim]) => Number(dim)),
    );
    const perPosition = kernel.slice(type === 'Convolution' ? 1 : 2);
    flops += 2 * [...perPosition, ...output].reduce((product, size) => product * size, 1);
  }
  return flops;
}

describe('writeStandInModel', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'ov stand-in '));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true, force: true });
  });

  const sums = (xml: string): { xml: string; bin: string } => ({
    xml: sha256(readFileSync(xml)),
    bin: sha256(readFileSync(xml.replace(/xml$/, 'bin'))),
  });

  test('makes the folder and both files, and says STAND-IN in their name', async () => {
    const xml = await writeStandInModel(join(dir, 'a', 'b c'));
    expect(xml).toBe(join(dir, 'a', 'b c', 'stand-in-for-vehicle-license-plate-detection-barrier-0106.xml'));
    expect(sums(xml)).toEqual(STAND_IN_SHA256);
    expect(readdirSync(join(dir, 'a', 'b c'))).toHaveLength(2);
  });

  test('leaves right files untouched and replaces wrong ones', async () => {
    const xml = await writeStandInModel(dir);
    const before = statSync(xml);
    await writeStandInModel(dir);
    expect(statSync(xml)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
    truncateSync(xml.replace(/xml$/, 'bin'), 1000);
    await writeStandInModel(dir);
    expect(sums(xml)).toEqual(STAND_IN_SHA256);
    writeFileSync(xml, '<net/>');
    await writeStandInModel(dir);
    expect(sums(xml)).toEqual(STAND_IN_SHA256);
  });

  test('several at once end with the right files and nothing else', async () => {
    const paths = await Promise.all([1, 2, 3].map(() => writeStandInModel(dir)));
    expect(new Set(paths).size).toBe(1);
    expect(sums(paths[0] as string)).toEqual(STAND_IN_SHA256);
    expect(readdirSync(dir)).toHaveLength(2);
  });

  test.each(['file', '/proc/none'])('%s is no folder to write to', async (place) => {
    writeFileSync(join(dir, 'file'), '');
    const target = place === 'file' ? join(dir, 'file') : place;
    await expect(writeStandInModel(target)).rejects.toMatchObject({
      code: 'NOT_WRITABLE',
      message: expect.stringContaining(target),
    });
  });
});
