import { join } from 'node:path';
import { withHint } from '../options.js';
import { writeReports } from '../report/write.js';
import type { BenchResult, TrialResult } from '../result/result.js';
import type { BenchOptions } from '../run/plan.js';
import type { GivenFlags } from './parse.js';

/** Width of a name in benchmark_app's own lines. */
const WIDTH = 15;

/** The last lines of benchmark_app, word for word, for programs that read them. */
export function appLines(result: BenchResult, percent: number): string {
  const [trial] = result.results;
  if (trial?.status !== 'ok' || trial.latencyMs === null) return '';
  const { latencyMs } = trial;
  const line = (name: string, value: string): string => `[ INFO ] ${name.padEnd(WIDTH)}${value}`;
  const latency = (name: string, ms: number): string => line(`   ${name}:`, `    ${latencyText(ms, latencyMs.mean)}`);
  return `${[
    `[ INFO ] Execution Devices:${JSON.stringify(trial.executionDevices).replaceAll('"', "'")}`,
    line('Count:', `   ${trial.iterations} iterations`),
    line('Duration:', `   ${(trial.totalMs ?? 0).toFixed(2)} ms`),
    '[ INFO ] Latency:',
    latency(percent === 50 ? 'Median' : `${percent} percentile`, latencyAt(trial, percent)),
    latency('Average', latencyMs.mean),
    latency('Min', latencyMs.min),
    latency('Max', latencyMs.max),
    line('Throughput:', `${(trial.fps ?? 0).toFixed(2)} FPS`),
  ].join('\n')}\n`;
}

function latencyText(ms: number, mean: number): string {
  return mean < 1 ? `${(ms * 1000).toFixed(2)} us` : `${ms.toFixed(2)} ms`;
}

/** A whole percentile, which the quantiles have; of few samples the next higher one. */
function latencyAt({ quantiles = [], latencyMs }: TrialResult, percent: number): number {
  return quantiles.find(([share]) => share >= percent / 100 - 1e-9)?.[1] ?? latencyMs?.max ?? 0;
}

/** Writes what -report_type and -dump_config ask for. */
export async function writeAppFiles(
  result: BenchResult,
  flags: GivenFlags,
  { devices = [], properties, hint }: BenchOptions,
  percent: number,
): Promise<void> {
  const [trial] = result.results;
  const files: [string, string][] = [];
  if (flags.has('report_type') && trial !== undefined) {
    const name = `benchmark_report.${flags.on('json_stats') ? 'json' : 'csv'}`;
    const file = join(flags.text('report_folder') ?? '.', name);
    const sections = reportSections(result, trial, flags, percent);
    files.push([file, flags.on('json_stats') ? jsonOf(sections) : csvOf(sections)]);
  }
  const config = flags.text('dump_config');
  if (config !== undefined) {
    const set = { ...withHint(properties, hint, 'none') };
    files.push([config, `${JSON.stringify({ [devices[0] ?? 'CPU']: set }, null, 4)}\n`]);
  }
  if (files.length > 0) await writeReports(files);
}

type Sections = readonly (readonly [title: string, rows: readonly (readonly [string, string])[]])[];

function reportSections(result: BenchResult, trial: TrialResult, flags: GivenFlags, percent: number): Sections {
  const { latencyMs } = trial;
  const fixed = (value: number | null | undefined): string => (value ?? 0).toFixed(2);
  const results: [string, string][] = [
    ['load time (ms)', fixed(trial.loadMs)],
    ['first inference time (ms)', fixed(trial.firstInferenceMs)],
    ['total execution time (ms)', fixed(trial.totalMs)],
    ['total number of iterations', String(trial.iterations)],
    [percent === 50 ? 'latency (ms)' : `latency (${percent} percentile) (ms)`, fixed(latencyAt(trial, percent))],
    ['avg latency', fixed(latencyMs?.mean)],
    ['min latency', fixed(latencyMs?.min)],
    ['max latency', fixed(latencyMs?.max)],
    ['throughput', fixed(trial.fps)],
  ];
  const setup: [string, string][] = [
    ['topology', result.model.name],
    ['target device', trial.requestedDevice],
    ['API', trial.api],
    ['batch size', String(trial.batch ?? 1)],
    ['number of parallel infer requests', String(trial.requests ?? '')],
    ['executed on', trial.executionDevices.join(' ')],
    ['OpenVINO', result.openvinoVersion],
  ];
  return [
    ['Command line parameters', flags.all.map(([name, value]) => [name, value])],
    ['Configuration setup', setup],
    ['Execution results', results],
  ];
}

function csvOf(sections: Sections): string {
  return `${sections.map(([title, rows]) => [title, ...rows.map(([name, value]) => `${name};${value}`)].join('\n')).join('\n\n')}\n`;
}

function jsonOf(sections: Sections): string {
  const entries = sections.map(([title, rows]) => [title.toLowerCase().replaceAll(' ', '_'), Object.fromEntries(rows)]);
  return `${JSON.stringify(Object.fromEntries(entries), null, 4)}\n`;
}
