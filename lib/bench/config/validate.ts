import { nearest } from '../nearest.js';

/** The part of JSON Schema that the configuration's own schema uses. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** `false` refuses members that are not described; a schema describes them. */
  readonly additionalProperties?: false | Schema;
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/**
 * The first mistake in a value, in words that begin with its JSON path: `$.devices[1] must be a text, and is 3`. Undefined
 * where there is none.
 */
export function mistakeIn(value: unknown, schema: Schema, root: Schema = schema, path = '$'): string | undefined {
  const { $ref, anyOf } = schema;
  if ($ref !== undefined) return mistakeIn(value, resolve($ref, root), root, path);
  if (anyOf !== undefined) return mistakeInAny(value, anyOf, root, path);
  if (schema.type !== undefined && !typesOf(schema).includes(typeOf(value)) && !isWhole(value, schema))
    return `${path} must be ${typesOf(schema).map(called).join(' or ')}, and is ${shown(value)}`;
  if (schema.enum !== undefined && !schema.enum.includes(value)) return notOneOf(value, schema.enum, path);
  if (typeof value === 'string') return mistakeInText(value, schema, path);
  if (typeof value === 'number') return mistakeInNumber(value, schema, path);
  if (Array.isArray(value)) return mistakeInList(value, schema, root, path);
  return isObject(value) ? mistakeInObject(value, schema, root, path) : undefined;
}

function resolve(ref: string, root: Schema): Schema {
  const found = root.$defs?.[ref.replace('#/$defs/', '')];
  if (found === undefined) throw new RangeError(`the schema has no ${ref}`);
  return found;
}

/** Of several forms the one of the value's type tells the mistake. */
function mistakeInAny(value: unknown, forms: readonly Schema[], root: Schema, path: string): string | undefined {
  const whole = forms.map((form) => (form.$ref === undefined ? form : resolve(form.$ref, root)));
  const fitting = whole.filter((form) => typesOf(form).includes(typeOf(value)) || isWhole(value, form));
  if (fitting.length === 0) {
    const types = [...new Set(whole.flatMap(typesOf))].map(called);
    return `${path} must be ${types.join(' or ')}, and is ${shown(value)}`;
  }
  const mistakes = fitting.map((form) => mistakeIn(value, form, root, path));
  return mistakes.includes(undefined) ? undefined : mistakes[0];
}

function mistakeInText(value: string, { minLength = 0, pattern }: Schema, path: string): string | undefined {
  if (value.length < minLength) return `${path} must not be empty`;
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value))
    return `${path} has not the form that it should have: ${shown(value)}`;
  return undefined;
}

function mistakeInNumber(value: number, { minimum, maximum }: Schema, path: string): string | undefined {
  if (value >= (minimum ?? value) && value <= (maximum ?? value)) return undefined;
  return `${path} must be from ${minimum} to ${maximum}, and is ${value}`;
}

function mistakeInList(
  value: readonly unknown[],
  { minItems = 0, items }: Schema,
  root: Schema,
  path: string,
): string | undefined {
  if (value.length < minItems) return `${path} must have at least ${minItems === 1 ? 'one element' : minItems}`;
  if (items === undefined) return undefined;
  return first(value.entries(), ([index, each]) => mistakeIn(each, items, root, `${path}[${index}]`));
}

function mistakeInObject(
  value: Readonly<Record<string, unknown>>,
  { properties = {}, required = [], additionalProperties }: Schema,
  root: Schema,
  path: string,
): string | undefined {
  const missing = required.find((key) => !Object.hasOwn(value, key));
  if (missing !== undefined) return `${path} has no ${JSON.stringify(missing)}, which it needs`;
  return first(Object.entries(value), ([key, each]) => {
    const known = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    if (known === false) return unknownMember(key, Object.keys(properties), path);
    return known === undefined ? undefined : mistakeIn(each, known, root, memberPath(path, key));
  });
}

function unknownMember(key: string, keys: readonly string[], path: string): string {
  const near = nearest(key.slice(0, 80), keys);
  const advice = near === undefined ? `its members are ${keys.join(', ')}` : `did you mean ${JSON.stringify(near)}?`;
  return `${path} has no member ${JSON.stringify(key.slice(0, 80))}: ${advice}`;
}

function notOneOf(value: unknown, words: readonly unknown[], path: string): string {
  const near = typeof value === 'string' ? nearest(value.slice(0, 80), words.map(String)) : undefined;
  const advice = near === undefined ? '' : `: did you mean ${JSON.stringify(near)}?`;
  return `${path} must be one of ${words.map((word) => JSON.stringify(word)).join(', ')}, and is ${shown(value)}${advice}`;
}

function first<T>(all: Iterable<T>, probe: (one: T) => string | undefined): string | undefined {
  for (const one of all) {
    const found = probe(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

function memberPath(path: string, key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key.slice(0, 80))}]`;
}

function typesOf({ type = [] }: Schema): readonly string[] {
  return typeof type === 'string' ? [type] : type;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function isWhole(value: unknown, schema: Schema): boolean {
  return Number.isInteger(value) && typesOf(schema).includes('integer');
}

const CALLED: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function called(type: string): string {
  return CALLED[type] ?? type;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
