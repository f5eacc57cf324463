import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import type { CandidateResult, Configuration } from '../../../lib/bench/tune/result.js';

/** What tests read of `ov-bench tune --json`. */
export interface TuneJson {
  readonly simulated?: true;
  readonly interrupted?: true;
  readonly outcome: {
    readonly kind: string;
    readonly sentence: string;
    readonly name: string | null;
    readonly use: Configuration | null;
    readonly ratio: { readonly ratio: number; readonly interval: readonly number[] | null } | null;
  };
  readonly reference: Configuration;
  readonly spentMs: number;
  readonly budgetMs: number;
  readonly confirmations: readonly { readonly challenger: { readonly name: string } }[];
  readonly rounds: readonly { readonly candidates: number }[];
  readonly candidates: readonly CandidateResult[];
  readonly trials: readonly {
    readonly name: string;
    readonly phase: string;
    readonly costMs: number;
    readonly error: string | null;
  }[];
}

const schema = JSON.parse(
  readFileSync(new URL('../../../lib/bench/tune/tune-schema.json', import.meta.url), 'utf8'),
) as object;
const validate = new Ajv2020({ allErrors: true, strict: false }).compile(closed(schema) as object);

/** What is written must all be described. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const members = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, closed(value)]));
  return 'properties' in members && 'required' in members ? { ...members, additionalProperties: false } : members;
}

export function parseTuning(text: string): TuneJson {
  const parsed = JSON.parse(text) as TuneJson;
  validate(parsed);
  expect(validate.errors ?? []).toEqual([]);
  return parsed;
}
