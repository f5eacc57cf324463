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

/** A function that tells what is wrong with a value, by a schema of lib/bench. */
function validatorOf(name: string): (value: unknown) => string[] {
  const file = new URL(`../../lib/bench/${name}`, import.meta.url);
  const options = { allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false };
  const validate = new Ajv2020(options).compile(closed(JSON.parse(readFileSync(file, 'utf8'))) as Schema);
  return (value) => {
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

/** What is wrong with a result, by its schema. */
export const validateResult = validatorOf('report/result-schema.json');
/** What is wrong with what `compare --json` wrote. */
export const validateComparison = validatorOf('compare/compare-schema.json');
/** What is wrong with what `job collect --json` wrote. */
export const validateCollection = validatorOf('collect/collect-schema.json');

export function expectValid(result: unknown): void {
  expect(validateResult(result)).toEqual([]);
}
