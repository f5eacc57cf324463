import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { loadSharp } from '../../../lib/bench/image/sharp.js';
import { testFolder } from '../../helpers/folder.js';

const GOLDEN = fileURLToPath(new URL('../../golden', import.meta.url));
const folder = testFolder();

/** Draws the golden chart in a process whose fontconfig knows no font. */
beforeAll(() => {
  const empty = join(folder, 'empty.conf');
  writeFileSync(empty, '<?xml version="1.0"?><fontconfig></fontconfig>');
  const env = { ...process.env, FONTCONFIG_FILE: empty, FONTCONFIG_PATH: folder };
  const { status, stderr } = spawnSync(process.execPath, [join(GOLDEN, 'make-chart-golden.mjs'), folder], {
    env,
    encoding: 'utf8',
  });
  expect(`${status}${stderr}`).toBe('0');
});

it('the SVG is the golden one to the letter', () => {
  expect(readFileSync(join(folder, 'chart.svg'), 'utf8')).toBe(readFileSync(join(GOLDEN, 'chart.svg'), 'utf8'));
});

it('the PNG is the golden one, letters and all, where the system has no font', async () => {
  const sharp = await loadSharp();
  const [drawn, golden] = await Promise.all(
    [folder, GOLDEN].map((place) =>
      sharp(join(place, 'chart.png')).removeAlpha().raw().toBuffer({ resolveWithObject: true }),
    ),
  );
  expect(drawn?.info).toMatchObject({ width: golden?.info.width, height: golden?.info.height });
  const differing = [...(drawn?.data ?? [])].filter(
    (level, index) => Math.abs(level - (golden?.data[index] ?? 0)) > 48,
  );
  // with boxes instead of letters 8 % of the levels differ: measured
  expect(differing.length / (golden?.data.length ?? 1)).toBeLessThan(0.005);
});

it('the golden picture is small', () => {
  expect(statSync(join(GOLDEN, 'chart.png')).size).toBeLessThan(40_000);
});
