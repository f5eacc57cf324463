// Whether `ov-bench app` and OpenVINO's own benchmark_app give the same figures at the same settings: both are run in turns.
//
//   node benchmarks/app-agreement/main.mjs --benchmark-app PATH --model NAME=FILE [--model ...] [--runs 9] [--seconds 2]
//
// benchmark_app comes with Python's openvino package. Both use the library of that package where OPENVINO_NODE_LIBRARY names
// it. Prints medians and their ratio as a Markdown table.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const OURS = fileURLToPath(new URL('../../dist/bench/main.js', import.meta.url));

const { values } = parseArgs({
  options: {
    'benchmark-app': { type: 'string' },
    model: { type: 'string', multiple: true },
    runs: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '2' },
    flags: { type: 'string', default: '-ip f32' },
  },
});
const theirs = values['benchmark-app'];
if (theirs === undefined || values.model === undefined) {
  process.stderr.write(
    'usage: main.mjs --benchmark-app PATH --model NAME=FILE [--model ...] [--runs 9] [--seconds 2]\n',
  );
  process.exit(2);
}

const WAYS = [
  {
    name: 'async, throughput',
    flags: ['-hint', 'throughput', '-api', 'async'],
    figure: 'FPS',
    read: /Throughput:\s+([\d.]+) FPS/,
  },
  {
    name: 'sync, latency',
    flags: ['-hint', 'latency', '-api', 'sync'],
    figure: 'median ms',
    read: /Median:\s+([\d.]+) (ms|us)/,
  },
];

/**
 * Runs a benchmark and reads its figure.
 * @param {string} command
 * @param {string[]} args
 * @param {RegExp} read
 * @returns {number}
 */
function figureOf(command, args, read) {
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8' });
  const match = read.exec(stdout);
  if (status !== 0 || match === null) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
  return Number(match[1]) * (match[2] === 'us' ? 0.001 : 1);
}

/**
 * @param {number[]} numbers
 * @returns {number}
 */
function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
}

process.stdout.write(
  '| model | | benchmark_app | ov-bench app | ratio | median of pairs | pairs from .. to |\n|---|---|---|---|---|---|---|\n',
);
for (const model of values.model) {
  const at = model.indexOf('=');
  const [name, file] = [model.slice(0, at), model.slice(at + 1)];
  for (const way of WAYS) {
    const flags = ['-m', file, '-t', values.seconds, ...way.flags, ...values.flags.split(' ')];
    /** @type {Record<'theirs' | 'ours', number[]>} */
    const figures = { theirs: [], ours: [] };
    for (let run = 0; run < Number(values.runs); run++) {
      const runs = /** @type {[name: 'theirs' | 'ours', command: string, args: string[]][]} */ ([
        ['theirs', theirs, flags],
        ['ours', process.execPath, [OURS, 'app', ...flags]],
      ]);
      for (const [who, command, args] of run % 2 === 0 ? runs : runs.reverse())
        figures[who].push(figureOf(command, args, way.read));
    }
    const [b, o] = [median(figures.theirs), median(figures.ours)];
    const pairs = figures.ours.map((figure, index) => figure / /** @type {number} */ (figures.theirs[index]));
    process.stdout.write(
      `| ${name} | ${way.name}, ${way.figure} | ${b.toFixed(2)} | ${o.toFixed(2)} | ${(o / b).toFixed(3)} | ${median(pairs).toFixed(3)} | ${Math.min(...pairs).toFixed(2)} .. ${Math.max(...pairs).toFixed(2)} |\n`,
    );
  }
}
