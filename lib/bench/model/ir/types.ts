/** Element types the writer knows, by OpenVINO's own names. */
export type IrElementType =
  | 'boolean'
  | 'bf16'
  | 'f16'
  | 'f32'
  | 'f64'
  | 'i4'
  | 'i8'
  | 'i16'
  | 'i32'
  | 'i64'
  | 'u1'
  | 'u4'
  | 'u8'
  | 'u16'
  | 'u32'
  | 'u64'
  | 'string';

/** A dimension: its size, -1 where anything goes, or a closed range. */
export type IrDimension = number | readonly [min: number, max: number];
export type IrShape = readonly IrDimension[];

/** One output of a layer, to be used as another layer's input. */
export interface IrPort {
  readonly layer: number;
  readonly port: number;
  readonly elementType: IrElementType;
  readonly shape: IrShape;
}

/** What the writer makes: the text of the .xml and the bytes of the .bin (empty when the model has no constants). */
export interface IrModel {
  readonly xml: string;
  readonly weights: Uint8Array;
}

const PORT_PRECISIONS: Readonly<Record<IrElementType, string>> = {
  boolean: 'BOOL',
  bf16: 'BF16',
  f16: 'FP16',
  f32: 'FP32',
  f64: 'FP64',
  i4: 'I4',
  i8: 'I8',
  i16: 'I16',
  i32: 'I32',
  i64: 'I64',
  u1: 'BIN',
  u4: 'U4',
  u8: 'U8',
  u16: 'U16',
  u32: 'U32',
  u64: 'U64',
  string: 'string',
};

/** The word a port's `precision` attribute uses for an element type: `FP32` for `f32`. */
export function portPrecision(elementType: IrElementType): string {
  return PORT_PRECISIONS[elementType];
}

/** The shape as a layer's attribute: `1,3,?,1..10`. */
export function shapeAttribute(shape: IrShape): string {
  return shape.map((dimension) => dimensionText(dimension)).join(',');
}

function dimensionText(dimension: IrDimension): string {
  if (typeof dimension !== 'number') return `${dimension[0]}..${dimension[1]}`;
  return dimension < 0 ? '?' : String(dimension);
}

/** The dimension as a port's `<dim>`, which knows no ranges: -1 for whatever is not fixed. */
export function portDimension(dimension: IrDimension): string {
  return typeof dimension === 'number' && dimension >= 0 ? String(dimension) : '-1';
}

/** The sizes of a shape that has to be static. */
export function staticShape(shape: IrShape): number[] {
  return shape.map((dimension) => {
    if (typeof dimension !== 'number' || dimension < 0) throw new TypeError(`[${shapeAttribute(shape)}] is not static`);
    return dimension;
  });
}

/** A layer's attributes, in the order in which they are to be written. */
export type IrAttributes = Readonly<Record<string, string | number | boolean | readonly number[]>>;

/** What one output of a layer is. */
export interface IrOutputSpec {
  readonly elementType: IrElementType;
  readonly shape: IrShape;
  /** Its tensor names, by which ports are found. */
  readonly names?: readonly string[];
  /** What the dimensions mean, such as `[N,H,W,C]`. */
  readonly layout?: string;
}
