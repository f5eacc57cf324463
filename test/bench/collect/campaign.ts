import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resultJson } from '../../../lib/bench/report/json.js';
import type { BenchResult, TrialResult } from '../../../lib/bench/result/result.js';
import { chartProcess, chartResult } from '../chart/entries.js';
import { HOST } from '../factories.js';

/** What a result is of, beside its rows. */
export interface About {
  readonly node?: string;
  readonly model?: string;
  readonly createdAt?: string;
  readonly job?: unknown;
  readonly changes?: Partial<BenchResult>;
}

/** A row of some processes with these speeds. */
export function rowOf(fps: readonly number[], changes: Partial<TrialResult> = {}): Partial<TrialResult> {
  const middle = [...fps].sort((a, b) => a - b)[Math.floor(fps.length / 2)] as number;
  const { iterations, totalMs, loadMs } = chartProcess(middle);
  const processes = fps.length === 1 ? {} : { processes: fps.map(chartProcess) };
  return { fps: middle, iterations, totalMs, loadMs, properties: {}, ...processes, ...changes };
}

/** Of another moment each, as results of a campaign are. */
let minutes = 0;

export function resultOf(rows: readonly Partial<TrialResult>[], about: About = {}): BenchResult {
  const { node = 'node-a', model, job, changes = {} } = about;
  const createdAt = about.createdAt ?? new Date(Date.UTC(2026, 0, 1, 0, minutes++)).toISOString();
  const base = chartResult(rows, { createdAt, host: { ...HOST, hostname: node } });
  const made = {
    ...base,
    ...(model !== undefined && { model: { ...base.model, sha256: model.repeat(64) } }),
    ...changes,
  };
  return job === undefined ? made : ({ ...made, job } as BenchResult);
}

/** A folder of jobs. */
export class Campaign {
  readonly folder: string;

  constructor(parent: string) {
    this.folder = mkdtempSync(join(parent, 'campaign-'));
  }

  write(path: string, content: string): string {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  result(path: string, result: BenchResult): string {
    return this.write(path, resultJson(result));
  }

  /** A job's folder with its result, where it has one. */
  job(name: string, result?: BenchResult): string {
    this.write(`${name}/ov-bench-job.json`, '{"schemaVersion": 1}');
    this.write(`${name}/job.sh`, 'exit 0');
    this.write(`${name}/exit.json`, '{"exitCode": 0}');
    this.write(`${name}/output/stdout.log`, '1\n2\n3\n');
    if (result !== undefined) this.result(`${name}/output/out/result.json`, result);
    return join(this.folder, name);
  }
}
