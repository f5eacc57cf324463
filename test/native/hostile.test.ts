import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { nativeAddon } from '../../lib/native.js';
import { findRuntime } from '../../lib/runtime/find.js';
import { elementIndex } from '../../lib/tensor/element.js';
import { expectError } from '../helpers/expect-error.js';
import { testFolder } from '../helpers/folder.js';
import { reluModel } from '../helpers/models.js';
import { runProgram } from '../helpers/program.js';
import { describeRuntimes } from '../helpers/runtimes.js';

/*
 * Arguments that change what they are arguments of: elements of an array may be getters, and those run while it is read.
 */
const addon = nativeAddon();
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = testFolder();
const { xml } = reluModel({ shape: [1, 3, 4, 4] });

/** An array whose first element is known only by running something. */
function withGetter<T>(array: T[], run: () => void): T[] {
  const [first] = array;
  return Object.defineProperty(array, 0, {
    get() {
      run();
      return first;
    },
  });
}

describeRuntimes('the addon, given arrays with getters,', ({ path, version }) => {
  const runtime = addon.openRuntime(path, []);
  const core = new addon.Core(runtime, null);
  const readModel = () => core.readModelFromMemorySync(Buffer.from(xml), null);
  const f32 = elementIndex('f32');

  it('reshapes no model that one closes', () => {
    const shape = [1, 1, 3, 3, 8, 8, 8, 8];
    const calls: ((model: ReturnType<typeof readModel>, close: () => void) => void)[] = [
      (model, close) => model.reshapeSingle(withGetter([...shape], close)),
      (model, close) => model.reshapeByNames(withGetter(['x'], close), [shape]),
      (model, close) => model.reshapeByIndexes(withGetter([0], close), [shape]),
      (model, close) => model.reshapeByPorts(withGetter([0], close), [shape]),
      (model, close) => model.reshapeByName('x', withGetter([...shape], close)),
    ];
    for (const call of calls) {
      const model = readModel();
      expectError('CLOSED', () => call(model, () => model.close()));
    }
  });

  it('reshapes no model that one starts to compile', async () => {
    const model = readModel();
    let compiling: Promise<unknown> | undefined;
    const names = withGetter(['x'], () => {
      compiling = core.compileModel(model, 'CPU', []);
    });
    expectError('REQUEST_BUSY', () => model.reshapeByNames(names, [[1, 1, 3, 3, 8, 8, 8, 8]]));
    await compiling;
  });

  it('adds nothing to a processor that one has build', () => {
    type Input = ReturnType<InstanceType<typeof addon.PrePostProcessor>['input']>;
    const calls: ((input: Input, steps: ReturnType<Input['steps']>, build: () => void) => void)[] = [
      (_, steps, build) => steps.mean(withGetter([1, 2, 3], build)),
      (_, steps, build) => steps.scale(withGetter([1, 2, 3], build)),
      (_, steps, build) => steps.crop(withGetter([0, 0, 0, 0], build), [1, 3, 4, 4]),
      (input, _, build) => input.setColorFormat(2, withGetter(['y', 'uv'], build)),
      (input, _, build) => input.setFrom(f32, withGetter([1, 3, 4, 4], build)),
    ];
    for (const call of calls) {
      const model = readModel();
      const processor = new addon.PrePostProcessor(model);
      const input = processor.input(0);
      input.setLayout('NCHW');
      expectError('CLOSED', () => call(input, input.steps(), () => processor.build(model)));
    }
  });

  it('takes as many parameters as there were', () => {
    const parameters = ['K0', 'V0'];
    withGetter(parameters, () => {
      parameters.push(...Array.from({ length: 4000 }, () => 'K'));
    });
    expect(() => core.createContext('GPU', parameters)).toThrow();
  });

  it('leaves strings to the library', () => {
    const make = () => new addon.Tensor(runtime, elementIndex('string'), [2], ['a', 'b']);
    if (Number.parseFloat(version) < 2025.4) {
      expectError('NOT_SUPPORTED_BY_RUNTIME', make);
      return;
    }
    const tensor = make();
    expectError('INVALID_ARGUMENT', () => tensor.view(), /one of numbers/);
    expectError('INVALID_ARGUMENT', () => tensor.copyTo(new Uint8Array(tensor.byteLength())), /one of numbers/);
    expectError('CLOSED', () => tensor.setStrings(withGetter(['a', 'b'], () => tensor.close())));
  });

  it('takes no number for another one', () => {
    const model = readModel();
    expectError('INVALID_ARGUMENT', () => model.reshapeByIndexes([0.5], [[1, 1, 3, 3, 8, 8, 8, 8]]), /a whole number/);
    expectError('INVALID_ARGUMENT', () => model.reshapeSingle([1, -1.5, 3, 3, 8, 8, 8, 8]), /a whole number/);
    expectError('INVALID_ARGUMENT', () => new addon.Tensor(runtime, f32, [1.9], new Float32Array(1)), /a whole number/);
    const huge = Array.from({ length: 20 }, () => 2 ** 53 - 1);
    expectError('INVALID_ARGUMENT', () => new addon.Tensor(runtime, f32, [...huge, 0], new Float32Array(0)), /2\^53/);
  });

  it('keeps a request as long as its calls', () => {
    const { infer } = core.compileModelSync(readModel(), 'CPU', []).createInferRequest(0, undefined, false).calls();
    expect(Reflect.deleteProperty(infer, 'request')).toBe(false);
    expect(Reflect.set(infer, 'request', undefined)).toBe(false);
    infer();
  });
});

it('settles what has ended though a handler of log messages throws', () => {
  const { stdout, signal } = runProgram(
    `
    import { createRequire } from 'node:module';
    const addon = createRequire(${JSON.stringify(import.meta.url)})('node-gyp-build')(${JSON.stringify(ROOT)});
    const runtime = addon.openRuntime(${JSON.stringify(findRuntime().path)}, []);
    // Node may take what is thrown there for uncaught, or only warn
    process.on('uncaughtException', () => {});
    let told = 0;
    const native = new addon.Core(runtime, null);
    const model = native.readModelFromMemorySync(Buffer.from(${JSON.stringify(xml)}), null);
    addon.setLogHandler(runtime, () => { told++; throw new Error('from the handler'); });
    const compiling = Array.from({ length: 4 }, () => native.compileModel(model, 'AUTO:CPU', ['LOG_LEVEL', 'LOG_DEBUG']));
    // all that comes for JavaScript's thread meanwhile, it gets at once
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);
    const { length } = await Promise.all(compiling);
    addon.setLogHandler(runtime, undefined);
    console.log('compiled', length, told > 0);`,
    { folder, runtime: findRuntime().path },
  );
  expect(stdout).toContain('compiled 4 true');
  expect(signal).toBe(null);
});
