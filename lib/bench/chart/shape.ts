/** Says what is wrong with a value, `at` being its place; undefined where nothing is. */
export type Shape = (value: unknown, at: string) => string | undefined;

const shape =
  (noun: string, fits: (value: unknown) => boolean): Shape =>
  (value, at) =>
    fits(value) ? undefined : value === undefined ? `${at} is not there` : `${at} is not ${noun}`;

const isMeasure = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value >= 0;

export const text = shape('a text', (value) => typeof value === 'string');
export const flag = shape('true or false', (value) => typeof value === 'boolean');
/** Times, rates and counts: none of them can be negative, and JSON has no infinity but `1e999`. */
export const measure = shape('a finite number from 0', isMeasure);
export const measureOrNull = shape('a finite number from 0, or null', (value) => value === null || isMeasure(value));
export const textOrNull = shape('a text or null', (value) => value === null || typeof value === 'string');
export const anything: Shape = () => undefined;

export function oneOf(...words: readonly unknown[]): Shape {
  return shape(words.map((word) => JSON.stringify(word)).join(' or '), (value) => words.includes(value));
}

export function optional(inner: Shape): Shape {
  return (value, at) => (value === undefined ? undefined : inner(value, at));
}

export function orNull(inner: Shape): Shape {
  return (value, at) => (value === null ? undefined : inner(value, at));
}

/** More than this nothing writes, and nothing could show. */
const MOST = 10_000;

export function list(inner: Shape): Shape {
  return (value, at) => {
    if (!Array.isArray(value)) return value === undefined ? `${at} is not there` : `${at} is not a list`;
    if (value.length > MOST) return `${at} has ${value.length} entries, and more than ${MOST} are not read`;
    for (const [index, each] of value.entries()) {
      const problem = inner(each, `${at}[${index}]`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

/** Members beside those named are let be: later versions may add some. */
export function members(inner: Readonly<Record<string, Shape>>): Shape {
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return value === undefined ? `${at} is not there` : `${at || 'the file'} holds no members`;
    }
    for (const [name, each] of Object.entries(inner)) {
      const own = Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
      const problem = each(own, at === '' ? name : `${at}.${name}`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

/** Members of any name, each a text. */
export const texts: Shape = (value, at) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${at} holds no members`;
  return list(text)(Object.values(value), at);
};

export function pair(first: Shape, second: Shape): Shape {
  return (value, at) => {
    if (!Array.isArray(value) || value.length !== 2) return `${at} is not a pair`;
    return first(value[0], `${at}[0]`) ?? second(value[1], `${at}[1]`);
  };
}
