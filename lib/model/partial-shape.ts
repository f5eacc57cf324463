import { capital, describe } from '../common/describe.js';
import { showAs } from '../common/inspect.js';
import { checkNoMore } from '../common/options.js';
import { OpenVINOError } from '../errors.js';
import { MOST_DIMENSIONS } from './shape.js';

/**
 * A dimension: a fixed size, or lowest and highest size, −1 as highest for "no limit".
 *
 * @category Models
 * @example
 * ```ts
 * const batch: Dimension = [1, 8];
 * model.reshape([batch, 3, 32, 32]);
 * ```
 */
export type Dimension = number | readonly [min: number, max: number];

/**
 * What {@link PartialShape} is made from.
 *
 * @category Models
 * @example
 * ```ts
 * const shapes: PartialShapeLike[] = [[1, 3, -1, -1], '[1,3,?,?]', new PartialShape('[1,3,?,?]')];
 * for (const shape of shapes) model.reshape(shape);
 * ```
 */
export type PartialShapeLike = PartialShape | string | readonly (Dimension | readonly number[])[];

/** The addon's form: `[min, max, min, max, …]`, max −1 for no limit; null for an unknown rank. */
export type PackedShape = number[] | null;

/**
 * A shape of which dimensions, or the rank itself, may be unknown.
 *
 * Text form: `[1,3,224,224]`, `?` or `-1` for any size, `1..10`, `..10`, `1..` for a range, `[...]` or `...` for an
 * unknown rank.
 *
 * @category Models
 * @example
 * ```ts
 * const shape = new PartialShape('[1,3,?,200..800]');
 * assert.deepEqual(shape.getDimensions(), [1, 3, -1, [200, 800]]);
 * assert.equal(shape.toString(), '[1,3,?,200..800]');
 * assert.ok(shape.isDynamic() && !shape.isStatic());
 * assert.ok(shape.accepts([1, 3, 7, 640]));
 * ```
 */
export class PartialShape {
  readonly #packed: PackedShape;

  /**
   * @param shape Text or dimensions; none makes a shape of unknown rank… as in openvino-node, `new PartialShape()` is a
   *   scalar's shape, `[]`.
   * @throws OpenVINOError `INVALID_ARGUMENT` for what is no shape.
   */
  constructor(shape?: PartialShapeLike);
  constructor(shape: PartialShapeLike = [], ...extra: never[]) {
    checkNoMore('new PartialShape(shape)', extra);
    if (shape instanceof PartialShape) this.#packed = shape.#packed;
    else if (typeof shape === 'string') this.#packed = parse(shape);
    else if (Array.isArray(shape)) this.#packed = packAll(shape, shape, pack);
    else throw invalid(shape, 'a shape is text such as "[1,3,?,?]" or an array');
  }

  /** Whether rank and all dimensions are known. */
  isStatic(): boolean {
    const packed = this.#packed;
    if (packed === null) return false;
    for (let i = 0; i < packed.length; i += 2) if (packed[i] !== packed[i + 1]) return false;
    return true;
  }

  /** Whether the rank or any dimension is unknown. */
  isDynamic(): boolean {
    return !this.isStatic();
  }

  /** Dimensions: a number where known, −1 where unbounded, `[min, max]` where bounded; empty for an unknown rank. */
  getDimensions(): Dimension[] {
    const dimensions: Dimension[] = [];
    forEach(this.#packed ?? [], (min, max) => {
      dimensions.push(min === max ? min : min === 0 && max === -1 ? -1 : [min, max]);
    });
    return dimensions;
  }

  /**
   * Number of dimensions; undefined where it is not known.
   *
   * @example
   * ```ts
   * assert.equal(new PartialShape('[1,3,?,?]').rank, 4);
   * assert.equal(new PartialShape('[...]').rank, undefined);
   * ```
   */
  get rank(): number | undefined {
    return this.#packed === null ? undefined : this.#packed.length / 2;
  }

  /**
   * The dimensions of a static shape.
   *
   * @throws OpenVINOError `SHAPE_MISMATCH` where rank or a dimension is unknown.
   * @example
   * ```ts
   * new PartialShape('[1,3,224,224]').toShape(); // [1, 3, 224, 224]
   * ```
   */
  toShape(): number[] {
    if (this.isStatic()) return this.getDimensions() as number[];
    throw new OpenVINOError('SHAPE_MISMATCH', `${this} is a dynamic shape, and so the shape of no tensor.`);
  }

  /** `[1,3,?,200..800]`; `[...]` for an unknown rank. */
  toString(): string {
    if (this.#packed === null) return '[...]';
    const parts: string[] = [];
    forEach(this.#packed, (min, max) => {
      if (min === max) parts.push(String(min));
      else if (min === 0 && max === -1) parts.push('?');
      else parts.push(`${min === 0 ? '' : min}..${max === -1 ? '' : max}`);
    });
    return `[${parts.join(',')}]`;
  }

  /** Whether a tensor of this shape fits. */
  accepts(shape: readonly number[]): boolean {
    if (this.#packed === null) return true;
    if (shape.length * 2 !== this.#packed.length) return false;
    let fits = true;
    let index = 0;
    forEach(this.#packed, (min, max) => {
      const dimension = shape[index++] as number;
      if (dimension < min || (max !== -1 && dimension > max)) fits = false;
    });
    return fits;
  }

  /**
   * The addon's form.
   *
   * @internal
   */
  toPacked(): PackedShape {
    return this.#packed === null ? null : [...this.#packed];
  }

  /**
   * From the addon's form.
   *
   * @internal
   */
  static fromPacked(packed: PackedShape): PartialShape {
    const dimensions: (readonly [number, number])[] = [];
    forEach(packed ?? [], (min, max) => dimensions.push([min, max]));
    return packed === null ? new PartialShape('...') : new PartialShape(dimensions);
  }
}

showAs(PartialShape, (shape) => shape.toString());

function forEach(packed: readonly number[], visit: (min: number, max: number) => void): void {
  for (let i = 0; i < packed.length; i += 2) visit(packed[i] as number, packed[i + 1] as number);
}

function invalid(shape: unknown, why: string): OpenVINOError {
  const isPair = Array.isArray(shape) && shape.length === 2 && shape.every((size) => typeof size === 'number');
  return new OpenVINOError(
    'INVALID_ARGUMENT',
    `${isPair ? `[${shape}]` : capital(describe(shape))} is not a partial shape: ${why}.`,
  );
}

/** @param shape What was given, for the message. */
function packAll<Part>(shape: unknown, parts: readonly Part[], packOne: (part: Part) => [number, number]): number[] {
  if (parts.length > MOST_DIMENSIONS)
    throw invalid(shape, `it has ${parts.length} dimensions, and ${MOST_DIMENSIONS} are the most`);
  // a hole is no dimension either, and only Array.from sees it
  return Array.from(parts).flatMap((part) => packOne(part));
}

function pack(dimension: unknown): [number, number] {
  if (dimension === -1) return [0, -1];
  const [min, max, ...more] = Array.isArray(dimension) ? (dimension as unknown[]) : [dimension, dimension];
  if (more.length > 0) throw invalid(dimension, 'a range has a lowest and a highest size');
  const low = checkBound(min, dimension);
  const high = max === -1 ? -1 : checkBound(max, dimension);
  if (high !== -1 && high < low) throw invalid(dimension, 'its lowest size is above its highest');
  return [low, high];
}

function checkBound(value: unknown, dimension: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw invalid(dimension, 'a dimension is a whole number from 0, -1 for any size, or [min, max]');
}

function parse(text: string): PackedShape {
  const inner = /^\s*\[(.*)\]\s*$/s.exec(text)?.[1] ?? text;
  if (inner.trim() === '...') return null;
  if (inner.trim() === '') return [];
  return packAll(text, inner.split(','), (part) => parseDimension(part.trim(), text));
}

function parseDimension(part: string, text: string): [number, number] {
  if (part === '?' || part === '-1') return [0, -1];
  const range = /^(\d*)\.\.(\d*)$/.exec(part);
  if (range) return pack([range[1] === '' ? 0 : Number(range[1]), range[2] === '' ? -1 : Number(range[2])]);
  if (!/^\d+$/.test(part)) throw invalid(text, `${describe(part)} is neither a size, "?", nor a range such as 1..10`);
  return pack(Number(part));
}
