// Draws chart-result.json as chart.svg and chart.png, in the folder named or beside this file: what the charts are compared
// with. The test runs it with a fontconfig that knows no font, so that the letters are those of the package alone.
//
//   node test/golden/make-chart-golden.mjs [folder]
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { barChart, QUANTITIES } from '../../dist/bench/chart/bars.js';
import { svgOf } from '../../dist/bench/chart/frame.js';
import { loadEntries } from '../../dist/bench/chart/load-entries.js';
import { renderPngs } from '../../dist/bench/chart/png.js';

const here = path.dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2] ?? here;
const { entries } = await loadEntries([path.join(here, 'chart-result.json')]);
const [, , fps] = QUANTITIES;
if (fps === undefined) throw new Error('there is no chart of frames per second');
const chart = barChart(entries, fps);
const {
  pngs: [png = ''],
} = await renderPngs([chart], 1);
writeFileSync(path.join(folder, 'chart.svg'), `${svgOf(chart, true)}\n`);
writeFileSync(path.join(folder, 'chart.png'), png);
