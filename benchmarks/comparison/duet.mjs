// How much narrower an interval is where two processes take turns than where they run one after the other: a device against
// itself, both ways by turns. node benchmarks/comparison/duet.mjs FOLDER ROUNDS run-options...
// Results are kept in FOLDER, and a round that is there is not run again.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/bench/main.js', import.meta.url));
const WAYS = /** @type {const} */ ([
  ['sequential', []],
  ['duet', ['--duet']],
]);

const [folder = 'duet-results', rounds = '1', ...options] = process.argv.slice(2);
fs.mkdirSync(folder, { recursive: true });

/**
 * @param {string} file
 * @param {readonly string[]} extra
 */
function run(file, extra) {
  if (fs.existsSync(file)) return;
  const args = [CLI, 'run', ...options, ...extra, '--json', file];
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(String(stderr));
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

for (let round = 1; round <= Number(rounds); round++) {
  // each way is the first one in every other round
  const order = round % 2 === 0 ? [...WAYS].reverse() : WAYS;
  for (const [way, extra] of order) run(path.join(folder, `${way}-${round}.json`), extra);
}

console.log('| | ratio [95 % interval] of each run | held 1 | median width |\n|---|---|---|---|');
for (const [way] of WAYS) {
  const files = fs.readdirSync(folder).filter((name) => name.startsWith(`${way}-`));
  const found = files.map((name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')).comparisons[0]);
  const shown = found.map(
    ({ ratio, interval }) => `${ratio.toFixed(3)} [${interval[0].toFixed(3)}, ${interval[1].toFixed(3)}]`,
  );
  const held = found.filter(({ interval }) => interval[0] <= 1 && interval[1] >= 1).length;
  const widths = found.map(({ interval }) => Math.log(interval[1] / interval[0]));
  console.log(`| ${way} | ${shown.join('; ')} | ${held} of ${found.length} | ${(100 * median(widths)).toFixed(1)} % |`);
}
