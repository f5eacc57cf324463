import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

type Schema = { [key: string]: unknown };

/**
 * The published schema, closed: it lets later versions add members, but what this version writes must all be described.
 */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, closed(value)]);
  const result: Schema = Object.fromEntries(entries);
  // conditions ("if", "else") name some properties without describing the whole object
  if (result['type'] === 'object' && 'properties' in result && 'required' in result)
    result['additionalProperties'] = false;
  return result;
}

const file = new URL('../../lib/bench/report/result-schema.json', import.meta.url);
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false }).compile(
  closed(JSON.parse(readFileSync(file, 'utf8'))) as Schema,
);

/** What is wrong with a result, by its schema. */
export function validateResult(result: unknown): string[] {
  validate(result);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

export function expectValid(result: unknown): void {
  expect(validateResult(result)).toEqual([]);
}
