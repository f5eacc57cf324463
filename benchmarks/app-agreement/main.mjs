// Whether `ov-bench app` and OpenVINO's own benchmark_app give the same figures at the same settings: both are run in turns.
//
//   node benchmarks/app-agreement/main.mjs --benchmark-app PATH --model NAME=FILE [--model ...] [--runs 9] [--seconds 2]
//
// benchmark_app comes with Python's openvino package. Both use the library of that package where OPENVINO_NODE_LIBRARY names
// it. Prints medians, and the ratio within a pair, as a Markdown table.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { spread } from '../overhead/statistics.mjs';

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
 * Runs a benchmark, and reads its figure and how long it measured.
 * @param {string} command
 * @param {string[]} args
 * @param {RegExp} read
 * @returns {{ figure: number, besides: number }} the figure, and the milliseconds that the command took besides measuring
 */
function runOnce(command, args, read) {
  const started = process.hrtime.bigint();
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8' });
  const taken = Number(process.hrtime.bigint() - started) / 1e6;
  const [match, duration] = [read.exec(stdout), /Duration:\s+([\d.]+) ms/.exec(stdout)];
  if (status !== 0 || match === null || duration === null)
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
  return { figure: Number(match[1]) * (match[2] === 'us' ? 0.001 : 1), besides: taken - Number(duration[1]) };
}

/** @param {number[]} numbers */
const median = (numbers) => spread(numbers)?.median ?? Number.NaN;

process.stdout.write(
  '| model | | benchmark_app | ov-bench app | ratio within a pair: median, quartiles | pairs from .. to | besides, ms |\n|---|---|---|---|---|---|---|\n',
);
for (const model of values.model) {
  const at = model.indexOf('=');
  const [name, file] = [model.slice(0, at), model.slice(at + 1)];
  for (const way of WAYS) {
    const flags = ['-m', file, '-t', values.seconds, ...way.flags, ...values.flags.split(' ')];
    /** @type {Record<'theirs' | 'ours', ReturnType<typeof runOnce>[]>} */
    const ended = { theirs: [], ours: [] };
    for (let run = 0; run < Number(values.runs); run++) {
      const runs = /** @type {[name: 'theirs' | 'ours', command: string, args: string[]][]} */ ([
        ['theirs', theirs, flags],
        ['ours', process.execPath, [OURS, 'app', ...flags]],
      ]);
      for (const [who, command, args] of run % 2 === 0 ? runs : runs.reverse())
        ended[who].push(runOnce(command, args, way.read));
    }
    const [b, o] = [ended.theirs, ended.ours].map((all) => all.map(({ figure }) => figure));
    const besides = [ended.theirs, ended.ours].map((all) => median(all.map((each) => each.besides)).toFixed(0));
    const pairs = spread((o ?? []).map((figure, index) => figure / (b?.[index] ?? Number.NaN)));
    if (pairs === null) throw new Error('--runs takes a number from 1.');
    process.stdout.write(
      `| ${name} | ${way.name}, ${way.figure} | ${median(b ?? []).toFixed(2)} | ${median(o ?? []).toFixed(2)} | ${pairs.median.toFixed(3)} [${pairs.q1.toFixed(2)}, ${pairs.q3.toFixed(2)}] | ${pairs.min.toFixed(2)} .. ${pairs.max.toFixed(2)} | ${besides.join(', ')} |\n`,
    );
  }
}
