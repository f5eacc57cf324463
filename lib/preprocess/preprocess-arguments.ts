import { describe } from '../common/describe.js';
import { OpenVINOError } from '../errors.js';
import { checkElementType, type ElementType, isTypedArray } from '../tensor/element.js';

/** What is known of an input of a model before its preprocessing. */
export interface InputFacts {
  /** `input x`, for messages. */
  readonly name: string;
  elementType(): ElementType;
  /** Number of dimensions; undefined where it is not known. */
  rank(): number | undefined;
}

/** Refuses types that nothing can be converted from or to. @throws OpenVINOError `INVALID_ARGUMENT`. */
export function checkConvertible(
  type: unknown,
  facts: Pick<InputFacts, 'name' | 'elementType'>,
): asserts type is ElementType {
  checkElementType(type);
  const own = facts.elementType();
  // the library builds conversions from and to text, and no device compiles them
  if (type !== 'dynamic' && (type === 'string') === (own === 'string')) return;
  const why = type === 'dynamic' ? 'is no type that elements have' : `and ${own} can not be converted into each other`;
  throw new OpenVINOError('INVALID_ARGUMENT', `The ${facts.name} can not have this element type: ${type} ${why}.`);
}

/** Refuses what is no list of numbers, or an empty one. @throws OpenVINOError `INVALID_ARGUMENT`. */
export function checkList(what: string, values: unknown, expected: string): asserts values is ArrayLike<unknown> {
  if ((Array.isArray(values) || isTypedArray(values)) && values.length > 0) return;
  throw new OpenVINOError('INVALID_ARGUMENT', `${what} is ${expected}, not ${describe(values)}.`);
}

/** A number that 32 bits of floating point can hold. @throws OpenVINOError `INVALID_ARGUMENT`. */
export function toFloat(what: string, value: unknown): number {
  // the library takes NaN as it takes any number
  if (typeof value === 'number' && Number.isFinite(Math.fround(value))) return Math.fround(value);
  throw new OpenVINOError('INVALID_ARGUMENT', `${what} is a finite number of 32 bits, not ${describe(value)}.`);
}

/** A list of whole numbers of 32 bits. @throws OpenVINOError `INVALID_ARGUMENT`. */
export function toInt32s(what: string, values: unknown): number[] {
  checkList(what, values, 'an array of a whole number for each dimension');
  return Array.from(values, (value) => {
    if (typeof value === 'number' && value === (value | 0)) return value;
    throw new OpenVINOError('INVALID_ARGUMENT', `${what} has whole numbers of 32 bits, not ${describe(value)}.`);
  });
}

/** Height or width of a picture: the library keeps 31 bits of it. @throws OpenVINOError `INVALID_ARGUMENT`. */
export function checkSide(what: string, value: unknown): asserts value is number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 0x7fffffff) return;
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    `The ${what} of a picture is a whole number from 1 to 2^31 - 1, not ${describe(value)}.`,
  );
}
