import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { writeStandInModel } from '../../../lib/bench/model/stand-in.js';
import type { BenchResult } from '../../../lib/bench/result/result.js';
import { runCli } from '../../helpers/cli.js';
import { expectValid } from '../../helpers/result-schema.js';

/** A model of the exercise's name and shapes: what is simulated does not compute it anyway. */
export function exerciseModel(folder: string): Promise<string> {
  return writeStandInModel(folder);
}

/** Writes a file for `--simulate`. */
export function scenario(folder: string, name: string, content: unknown): string {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

/** Runs `ov-bench ARGS --json -`: stdout must be a valid result, marked as simulated, and nothing else. */
export async function simulated(args: readonly string[], code = 0): Promise<BenchResult> {
  const run = await runCli([...args, '--json', '-']);
  expect(run.code, run.stderr).toBe(code);
  return checked(run.stdout);
}

export function readResult(file: string): BenchResult {
  return checked(readFileSync(file, 'utf8'));
}

function checked(text: string): BenchResult {
  const parsed = JSON.parse(text) as BenchResult;
  expectValid(parsed);
  expect(parsed.simulated).toBe(true);
  for (const row of parsed.results) {
    expect(row.simulated).toBe(true);
    expect(row.warnings.join('\n')).toMatch(/SIMULATED/);
  }
  return parsed;
}
