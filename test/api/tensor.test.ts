import { expect, it } from 'vitest';
import { Core, type ElementType, element, loadRuntime, Tensor, type TypedArray } from '../../lib/index.js';
import { nativeAddon } from '../../lib/native.js';
import { arrayConstructor, byteLengthOf, elementIndex } from '../../lib/tensor/element.js';
import { expectError } from '../helpers/expect-error.js';
import { identityModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

const PLAIN: ElementType[] = [
  'f32',
  'f64',
  'i8',
  'i16',
  'i32',
  'i64',
  'u8',
  'u16',
  'u32',
  'u64',
  'boolean',
  'f16',
  'bf16',
];
const OTHERS: ElementType[] = ['u1', 'u4', 'i4', 'nf4', 'f8e4m3', 'f8e5m2', 'f8e8m0', 'f4e2m1', 'u2', 'u3', 'u6'];

function fill(array: TypedArray): void {
  for (let i = 0; i < array.length; i++)
    array[i] = array instanceof BigInt64Array || array instanceof BigUint64Array ? BigInt(i) : i % 2;
}

it('names the element types as constants', () => {
  expect(element.f32).toBe('f32');
  expect(Object.keys(element)).toHaveLength(26);
});

it.each([...PLAIN, ...OTHERS])('makes a zeroed tensor of %s', (type) => {
  const tensor = new Tensor(type, [3, 5]);
  expect(tensor.getElementType()).toBe(type);
  expect(tensor.getShape()).toEqual([3, 5]);
  expect(tensor.getSize()).toBe(15);
  expect(tensor.data.byteLength).toBe(byteLengthOf(type, 15));
  expect(tensor.byteLength).toBe(byteLengthOf(type, 15));
  expect(tensor.data.every((value) => Number(value) === 0)).toBe(true);
  expect(tensor.isContinuous()).toBe(true);
});

it('wraps an array without copying', () => {
  const array = Float32Array.of(1, 2, 3);
  const tensor = new Tensor('f32', [3], array);
  expect(tensor.data).toBe(array);
  const part = new Float32Array(new ArrayBuffer(64), 16, 3);
  expect(new Tensor('f32', [3], part).data).toBe(part);
  const shared = new Float32Array(new SharedArrayBuffer(12));
  expect(new Tensor('f32', [3], shared).data).toBe(shared);
});

it('takes Buffer and Uint8ClampedArray as bytes, without copying', () => {
  const buffer = Buffer.from([1, 2, 3]);
  const { data } = new Tensor('u8', [3], buffer);
  buffer[0] = 9;
  expect(data[0]).toBe(9);
  const clamped = Uint8ClampedArray.of(1, 2, 3);
  expect([...new Tensor('u8', [3], clamped).data]).toEqual([1, 2, 3]);
});

it('knows scalars and empty tensors', () => {
  expect(new Tensor('f32', []).data).toHaveLength(1);
  expect(new Tensor('f32', [0, 4]).data).toHaveLength(0);
  expect(new Tensor('f32', [0, 4]).getSize()).toBe(0);
});

it('has no size of -0', () => {
  expect(new Tensor('f32', [-0]).getShape()).toEqual([0]);
});

it('refuses what does not fit, with the reason', () => {
  expectError(
    'SHAPE_MISMATCH',
    () => new Tensor('f32', [4], new Float32Array(3)),
    /takes 16 bytes and the data has 12/,
  );
  expectError('SHAPE_MISMATCH', () => new Tensor('f32', [2], new Float32Array(3)));
  expectError(
    'ELEMENT_TYPE_MISMATCH',
    () => new Tensor('f32', [3], new Int32Array(3) as never),
    /takes a Float32Array, not a Int32Array/,
  );
  expectError('ELEMENT_TYPE_MISMATCH', () => new Tensor('i64', [3], new Float64Array(3) as never));
  expectError('INVALID_ARGUMENT', () => new Tensor('f31' as ElementType, [1]), /is not an element type/);
  expectError('INVALID_ARGUMENT', () => new Tensor('f32', [-1]));
  expectError('INVALID_ARGUMENT', () => new Tensor('f32', [1.5]));
  expectError('INVALID_ARGUMENT', () => new Tensor('f32', [2 ** 33, 2 ** 33]), /2\^53/);
  expectError('INVALID_ARGUMENT', () => new Tensor('f32', [2 ** 50]), /more than can be allocated/);
  expectError('INVALID_ARGUMENT', () => new Tensor('f32', 'x' as unknown as number[]));
  expectError('INVALID_ARGUMENT', () => new Tensor('f32', [3], [1, 2, 3] as unknown as Float32Array));
  expectError('INVALID_ARGUMENT', () => new Tensor('dynamic', [3]), /not known yet; name that of its elements/);
  expectError('INVALID_ARGUMENT', () => new Tensor('f32', new Array(65).fill(1)));
});

/** Resizable buffers are newer than the types of Node 20. */
function makeResizable(length: number, maxByteLength: number): ArrayBuffer {
  return Reflect.construct(ArrayBuffer, [length, { maxByteLength }]) as ArrayBuffer;
}

it('refuses resizable and detached buffers', () => {
  const resizable = new Float32Array(makeResizable(12, 24), 0, 3);
  expectError('INVALID_ARGUMENT', () => new Tensor('f32', [3], resizable), /resizable/);
  const gone = new Float32Array(3);
  structuredClone(gone.buffer, { transfer: [gone.buffer] });
  expectError('DETACHED_BUFFER', () => new Tensor('f32', [3], gone), /transferred/);
});

it('copies between tensors and sets data', () => {
  const from = new Tensor('f32', [2], Float32Array.of(1, 2));
  const to = new Tensor('f32', [2, 1]);
  from.copyTo(to);
  expect([...to.data]).toEqual([1, 2]);
  to.data = Float32Array.of(5, 6);
  expect([...to.data]).toEqual([5, 6]);
  expectError('SHAPE_MISMATCH', () => {
    to.data = new Float32Array(3);
  });
  expectError('ELEMENT_TYPE_MISMATCH', () => from.copyTo(new Tensor('f64', [2])));
});

it('takes another shape within its memory', () => {
  const tensor = new Tensor('f32', [4], Float32Array.of(1, 2, 3, 4));
  tensor.setShape([2, 2]);
  expect(tensor.getShape()).toEqual([2, 2]);
  tensor.setShape([1]);
  expect([...tensor.data]).toEqual([1]);
  tensor.setShape([3]);
  expect([...tensor.data]).toEqual([1, 2, 3]);
  expectError('SHAPE_MISMATCH', () => tensor.setShape([5]));
  // memory that is the tensor's own grows
  const own = new Tensor('f32', [2]);
  own.setShape([3, 4]);
  expect([own.getShape(), own.data.length]).toEqual([[3, 4], 12]);
});

it('gives f16 and bf16 as numbers', () => {
  expect([...new Tensor('f16', [3], Uint16Array.of(0x3c00, 0xc000, 0x7c00)).toFloat32Array()]).toEqual([
    1,
    -2,
    Infinity,
  ]);
  expect([...new Tensor('bf16', [2], Uint16Array.of(0x3f80, 0xc040)).toFloat32Array()]).toEqual([1, -3]);
  expect([...new Tensor('i64', [1], BigInt64Array.of(-7n)).toFloat32Array()]).toEqual([-7]);
  expectError('NOT_IMPLEMENTED', () => new Tensor('u4', [3]).toFloat32Array());
});

describeRuntimes('element types through the library', ({ path }) => {
  it.each(PLAIN)('%s goes in and comes out', (type) => {
    const { xml, weights } = identityModel({ elementType: type as never, shape: [2, 3] });
    using core = new Core();
    using compiled = core.compileModelSync(core.readModelSync(xml, weights), 'CPU');
    using request = compiled.createInferRequest();
    const Data = arrayConstructor(type);
    const data = new Data(new ArrayBuffer(byteLengthOf(type, 6)));
    fill(data);
    const [output] = Object.values(request.infer([new Tensor(type, [2, 3], data)]));
    expect(output?.getElementType()).toBe(type);
    expect(output?.getShape()).toEqual([2, 3]);
    expect([...(output as Tensor).data]).toEqual([...data]);
  });

  it.each([...PLAIN, ...OTHERS])('%s takes the bytes that the library says', (type) => {
    const native = nativeAddon();
    const runtime = native.openRuntime(loadRuntime({ path }).path, []);
    for (const count of [1, 5, 8, 13]) {
      let tensor: { byteLength(): number };
      try {
        tensor = new native.Tensor(runtime, elementIndex(type), [count], new Uint8Array(byteLengthOf(type, count)));
      } catch {
        // the oldest runtimes don't have the newest types
        expect(['f4e2m1', 'f8e8m0', 'u2', 'u3', 'u6']).toContain(type);
        return;
      }
      expect([count, tensor.byteLength()]).toEqual([count, byteLengthOf(type, count)]);
    }
  });

  it("keeps a request's own tensor alive after the request", () => {
    const { xml, weights } = identityModel({ shape: [1, 4] });
    using core = new Core();
    using compiled = core.compileModelSync(core.readModelSync(xml, weights), 'CPU');
    const request = compiled.createInferRequest();
    const tensor = request.getInputTensor();
    tensor.data[2] = 7;
    request.close();
    expect(tensor.data[2]).toBe(7);
  });
});

it('an element type, strings and a shape that are none are told in few words, at once', () => {
  expectError('INVALID_ARGUMENT', () => new Tensor(5n as never, [1]), /^5n is not an element type/);
  expectError('INVALID_ARGUMENT', () => new Tensor({ toJSON: 1n } as never, [1]), /^A plain object is not/);
  const { message } = expectError('INVALID_ARGUMENT', () => new Tensor('x'.repeat(1e5) as never, [1]));
  expect(message.length).toBeLessThan(400);
  expectError('INVALID_ARGUMENT', () => new Tensor(new Array(4294967295)), /4294967295 strings is too large/);
  expectError('INVALID_ARGUMENT', () => new Tensor('string', [3], new Array(3)), /array of strings/);
});
