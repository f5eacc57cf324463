import {
  type AnyTensor,
  type ElementType,
  element,
  type RemoteContext,
  type RemoteTensor,
  Tensor,
  type TypedArray,
  type TypedArrayOf,
} from '@x/openvino-node';
import { expectTypeOf } from 'vitest';

// the class of data follows from the element type
expectTypeOf(new Tensor('f32', [1]).data).toEqualTypeOf<Float32Array>();
expectTypeOf(new Tensor('f64', [1]).data).toEqualTypeOf<Float64Array>();
expectTypeOf(new Tensor('f16', [1]).data).toEqualTypeOf<Uint16Array>();
expectTypeOf(new Tensor('bf16', [1]).data).toEqualTypeOf<Uint16Array>();
expectTypeOf(new Tensor('i8', [1]).data).toEqualTypeOf<Int8Array>();
expectTypeOf(new Tensor('i16', [1]).data).toEqualTypeOf<Int16Array>();
expectTypeOf(new Tensor('i32', [1]).data).toEqualTypeOf<Int32Array>();
expectTypeOf(new Tensor('i64', [1]).data).toEqualTypeOf<BigInt64Array>();
expectTypeOf(new Tensor('u8', [1]).data).toEqualTypeOf<Uint8Array>();
expectTypeOf(new Tensor('u16', [1]).data).toEqualTypeOf<Uint16Array>();
expectTypeOf(new Tensor('u32', [1]).data).toEqualTypeOf<Uint32Array>();
expectTypeOf(new Tensor('u64', [1]).data).toEqualTypeOf<BigUint64Array>();
expectTypeOf(new Tensor('boolean', [1]).data).toEqualTypeOf<Uint8Array>();
expectTypeOf(new Tensor('u4', [1]).data).toEqualTypeOf<Uint8Array>();
expectTypeOf(new Tensor('f8e4m3', [1]).data).toEqualTypeOf<Uint8Array>();
expectTypeOf(new Tensor(element.i64, [1]).data).toEqualTypeOf<BigInt64Array>();
expectTypeOf(new Tensor('f32', [1]).elementType).toEqualTypeOf<'f32'>();
expectTypeOf(new Tensor('f32', [1]).getElementType()).toEqualTypeOf<'f32'>();
expectTypeOf(new Tensor('f32', [1]).getData()).toEqualTypeOf<Float32Array>();
expectTypeOf<TypedArrayOf<'i64'>>().toEqualTypeOf<BigInt64Array>();

// what run time takes compiles
new Tensor('f32', [2], Float32Array.of(1, 2));
new Tensor('f32', [2] as const, new Float32Array(new SharedArrayBuffer(8)));
new Tensor('u8', [2], Buffer.alloc(2));
new Tensor('u8', [2], new Uint8ClampedArray(2));
new Tensor('u4', [2], Buffer.alloc(1));
new Tensor('f16', [2], new Uint16Array(2));
new Tensor('i64', [1], BigInt64Array.of(1n));
new Tensor(['a', 'b']);
expectTypeOf(new Tensor<'string'>(['a']).elementType).toEqualTypeOf<'string'>();
const strings: Tensor<'string'> = new Tensor(['a', 'b']);

// a type that only run time knows, as ports give it
declare const type: ElementType;
declare const array: TypedArray;
const unknown = new Tensor(type, [2], array);
expectTypeOf(unknown).toEqualTypeOf<Tensor>();

// wrong pairs do not compile
// @ts-expect-error TS2345
new Tensor('f32', [1], new Uint8Array(1));
// @ts-expect-error TS2345
new Tensor('f32', [1], new Float64Array(1));
// @ts-expect-error TS2345
new Tensor('f32', [1], [1]);
// @ts-expect-error TS2345
new Tensor('i64', [1], new Int32Array(2));
// @ts-expect-error TS2345
new Tensor('i64', [1], new BigUint64Array(1));
// @ts-expect-error TS2345
new Tensor('f16', [1], new Float32Array(1));
// @ts-expect-error TS2345
new Tensor('i8', [1], new Uint8Array(1));
// @ts-expect-error TS2345
new Tensor('f32', [1], new ArrayBuffer(4));
// @ts-expect-error TS2345 no such element type
new Tensor('float32', [1]);
// @ts-expect-error TS2345 a shape is a list
new Tensor('f32', '1,3');
// @ts-expect-error TS2322 TS2345 strings are no floats
const floats: Tensor<'f32'> = new Tensor(['a']);

// assignments
const tensor = new Tensor('f32', [2]);
tensor.data = Float32Array.of(1, 2);
// @ts-expect-error TS2322
tensor.data = new Int32Array(2);
// @ts-expect-error TS2540 TS2322 a property of its own it is not
tensor.elementType = 'f64';
const any: Tensor = tensor;
// @ts-expect-error TS2322
const other: Tensor<'f64'> = tensor;
// @ts-expect-error TS2322 which type it is has to be looked at
const known: Tensor<'f32'> = any;

// a comparison narrows
function read(each: AnyTensor): void {
  expectTypeOf(each.elementType).toEqualTypeOf<ElementType>();
  if (each.elementType === 'f32') expectTypeOf(each.data).toEqualTypeOf<Float32Array>();
  if (each.elementType === 'i64' || each.elementType === 'i32') {
    expectTypeOf(each.data).toEqualTypeOf<BigInt64Array | Int32Array>();
  }
  switch (each.elementType) {
    case element.u8:
      expectTypeOf(each).toEqualTypeOf<Tensor<'u8'>>();
      break;
    default:
      expectTypeOf(each.elementType).toEqualTypeOf<Exclude<ElementType, 'u8'>>();
  }
  // @ts-expect-error TS2322 not before
  const early: Float32Array = each.data;
  void early;
}
read(tensor);

export { floats, known, other, strings };

// memory of a device holds elements that have a size
export function onDevice(context: RemoteContext): void {
  expectTypeOf(context.createTensor('f32', [1])).toEqualTypeOf<RemoteTensor<'f32'>>();
  // @ts-expect-error TS2345
  context.createTensor('string', [1]);
  // @ts-expect-error TS2345
  context.createTensor('dynamic', [1]);
  // @ts-expect-error TS2345
  context.createHostTensor('string', [1]);
}
