import { expect, it } from 'vitest';
import { Core, getOpenvinoVersion, Tensor } from '../../lib/index.js';
import { expectError } from '../helpers/expect-error.js';
import { describeRuntimes } from '../helpers/runtimes.js';
import { STRING_MODEL } from '../helpers/string-model.js';

const isSupported = (): boolean => Number(getOpenvinoVersion().buildNumber.slice(0, 6)) >= 2025.4;

it('a tensor of strings has them, and a shape', () => {
  const words = new Tensor(['a', 'β', '']);
  expect([words.elementType, words.getShape(), words.getSize(), words.strings]).toEqual([
    'string',
    [3],
    3,
    ['a', 'β', ''],
  ]);
  const square = new Tensor('string', [2, 2], ['a', 'b', 'c', 'd']);
  expect([square.getShape(), square.strings]).toEqual([
    [2, 2],
    ['a', 'b', 'c', 'd'],
  ]);
  expect(new Tensor('string', [2]).strings).toEqual(['', '']);
  expect(new Tensor('string', []).strings).toEqual(['']);
});

it('takes other strings, as many as it has', () => {
  const words = new Tensor(['a', 'b']);
  const list = ['c', 'd'];
  words.strings = list;
  list[0] = 'changed';
  expect(words.strings).toEqual(['c', 'd']);
  words.copyTo(words);
  const other = new Tensor('string', [2]);
  words.copyTo(other);
  expect(other.strings).toEqual(['c', 'd']);
  expectError('SHAPE_MISMATCH', () => {
    words.strings = ['a'];
  });
  expectError('INVALID_ARGUMENT', () => {
    words.strings = ['a', 'b\0c'];
  });
  expectError('INVALID_ARGUMENT', () => {
    words.strings = ['a', 1] as unknown as string[];
  });
  expectError('ELEMENT_TYPE_MISMATCH', () => {
    new Tensor('f32', [2]).strings = ['a', 'b'];
  });
});

it('is refused where the strings do not fit', () => {
  expectError('SHAPE_MISMATCH', () => new Tensor('string', [3], ['a']), /takes 3 strings, not 1/);
  expectError('INVALID_ARGUMENT', () => new Tensor('string', [1], new Uint8Array(1) as unknown as string[]));
  expectError('INVALID_ARGUMENT', () => new Tensor('string', [1], [undefined as unknown as string]));
  expectError('INVALID_ARGUMENT', () => new Tensor(['a\0']));
});

describeRuntimes('strings of an infer request', () => {
  it('are set as an input, and written to its own tensor', () => {
    using core = new Core();
    using model = core.readModelSync(STRING_MODEL);
    using compiled = core.compileModelSync(model, 'CPU');
    using request = compiled.createInferRequest();
    if (!isSupported()) {
      expectError('NOT_SUPPORTED_BY_RUNTIME', () => request.setInputTensor(new Tensor(['a', 'b'])), /since 2025\.4/);
      return;
    }
    request.setInputTensor(new Tensor(['a', 'b']));
    const words = new Tensor(['c', 'd']);
    request.setInputTensor(words);
    words.strings = ['e', 'f'];
    request.infer();
    using another = compiled.createInferRequest();
    const own = another.getInputTensor();
    own.strings = ['g', 'h'];
    another.infer();
    expectError('SHAPE_MISMATCH', () => {
      own.strings = ['g'];
    });
  });

  it('can not be read, and the reason is told', () => {
    if (!isSupported()) return;
    using core = new Core();
    using model = core.readModelSync(STRING_MODEL);
    using compiled = core.compileModelSync(model, 'CPU');
    using request = compiled.createInferRequest();
    const { x } = request.infer([new Tensor(['a', 'b'])]);
    expect([x?.elementType, x?.getShape(), x?.strings]).toEqual(['string', [2], undefined]);
    expectError('NOT_IN_C_API', () => x?.data, /C API has nothing for Tensor\.data of strings/);
    expectError('NOT_IN_C_API', () => x?.getData());
    expectError('NOT_IN_C_API', () => x?.toFloat32Array());
  });
});
