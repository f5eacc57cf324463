import { expect, it } from 'vitest';
import { nativeAddon } from '../../lib/native.js';
import { findRuntime } from '../../lib/runtime/find.js';
import { elementIndex } from '../../lib/tensor/element.js';
import { reluModel } from '../helpers/models.js';

/*
 * The addon behind the TypeScript: whatever it is given, it throws; nothing crashes the process.
 */
const addon = nativeAddon();
const runtime = addon.openRuntime(findRuntime().path, []);
const core = new addon.Core(runtime, null);
const { xml, weights } = reluModel({ shape: [1, 4] });
const memory = new addon.Memory(weights.length);
memory.write(0, weights);
const model = core.readModelFromMemorySync(Buffer.from(xml), memory);
const compiled = core.compileModelSync(model, 'CPU', []);
const request = compiled.createInferRequest(0, undefined, false);
const tensor = new addon.Tensor(runtime, elementIndex('f32'), [1, 4], new Float32Array(4));

const image = reluModel({ shape: [1, 3, 4, 6] });
const processor = new addon.PrePostProcessor(core.readModelFromMemorySync(Buffer.from(image.xml), memory));
const processorInput = processor.input(0);
const steps = processorInput.steps();
const processorOutput = processor.output(0);

const GARBAGE: unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  1.5,
  Number.NaN,
  Infinity,
  2 ** 53,
  '',
  'x',
  'a\0b',
  Symbol('s'),
  5n,
  {},
  [],
  [1],
  [undefined],
  () => 0,
  new Float32Array(2),
  new Float32Array(1000),
  new ArrayBuffer(8),
  new DataView(new ArrayBuffer(8)),
  new Map(),
  core,
  model,
  compiled,
  request,
  tensor,
  runtime,
  memory,
  processor,
  processorInput,
  steps,
];

function expectOnlyErrors(call: (...args: unknown[]) => unknown, arity: number): void {
  const lists = GARBAGE.flatMap((a) =>
    arity === 1 ? [[a]] : GARBAGE.flatMap((b) => (arity === 2 ? [[a, b]] : GARBAGE.map((c) => [a, b, c]))),
  );
  for (const list of [[], ...lists]) {
    try {
      const result = call(...list);
      if (result instanceof Promise) result.catch(() => {});
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
    }
  }
}

/** Methods that only read or only take values: any garbage must leave the objects usable. */
const TARGETS: [string, object, [string, number][]][] = [
  [
    'core',
    core,
    [
      ['versions', 1],
      ['getProperty', 2],
      ['setProperties', 2],
      ['readModelSync', 2],
      ['readModelFromMemorySync', 2],
      ['compileModelSync', 3],
      ['addExtension', 1],
      ['createContext', 2],
      ['defaultContext', 1],
      ['compileInContextSync', 3],
    ],
  ],
  ['memory', memory, [['write', 2]]],
  [
    'model',
    model,
    [
      ['inputByName', 1],
      ['outputByName', 1],
      ['reshapeSingle', 1],
      ['reshapeByNames', 2],
      ['reshapeByIndexes', 2],
    ],
  ],
  [
    'compiled',
    compiled,
    [
      ['inputByName', 1],
      ['outputByName', 1],
      ['getProperty', 1],
      ['setProperties', 1],
      ['createInferRequest', 3],
    ],
  ],
  [
    'request',
    request,
    [
      ['setInput', 2],
      ['setOutput', 2],
      ['uses', 3],
      ['resetInput', 1],
      ['resetOutput', 1],
      ['getInput', 1],
      ['getOutput', 1],
      ['copyOutput', 2],
      ['stamps', 1],
    ],
  ],
  [
    'processor',
    processor,
    [
      ['input', 1],
      ['output', 1],
      ['build', 1],
    ],
  ],
  [
    'processor input',
    processorInput,
    [
      ['steps', 1],
      ['setElementType', 1],
      ['setLayout', 1],
      ['setModelLayout', 1],
      ['setColorFormat', 2],
      ['setMemoryType', 1],
      ['setSpatialStaticShape', 2],
      ['setFrom', 2],
    ],
  ],
  [
    'steps',
    steps,
    [
      ['resize', 1],
      ['mean', 1],
      ['scale', 1],
      ['crop', 2],
      ['pad', 3],
      ['convertElementType', 1],
      ['convertLayout', 1],
      ['convertColor', 1],
      ['reverseChannels', 1],
    ],
  ],
  ['processor output', processorOutput, [['setElementType', 1]]],
];

for (const [name, target, methods] of TARGETS) {
  it.each(methods)(`${name}.%s refuses garbage`, { timeout: 60_000 }, (method, arity) => {
    const call = (target as Record<string, (...args: unknown[]) => unknown>)[method] as (...args: unknown[]) => unknown;
    expectOnlyErrors((...args) => call.apply(target, args), arity);
  });

  it.each(methods)(`${name}.%s refuses another object as its own`, (method) => {
    const call = (target as Record<string, (...args: unknown[]) => unknown>)[method] as (...args: unknown[]) => unknown;
    for (const self of GARBAGE.filter((value) => value !== target)) expect(() => call.call(self, 0, tensor)).toThrow();
  });
}

it('refuses garbage in constructors and functions', () => {
  const make =
    (Class: unknown) =>
    (...args: unknown[]) =>
      Reflect.construct(Class as new () => object, args);
  expectOnlyErrors(make(addon.Core), 2);
  expectOnlyErrors((a, b, c) => make(addon.Tensor)(runtime, a, b, c), 3);
  expectOnlyErrors((a) => make(addon.Tensor)(a, 4, [2], new Float32Array(2)), 1);
  expectOnlyErrors(make(addon.PrePostProcessor), 1);
  expectOnlyErrors(addon.layoutText as never, 2);
  expectOnlyErrors((text) => addon.layoutText(runtime, text as string), 1);
  const made = [model, compiled, request, processorInput, steps, processorOutput, compiled.inputs()[0] as object];
  for (const wrapped of made) expectOnlyErrors(make(wrapped.constructor), 1);
  for (const length of GARBAGE.filter((value) => value !== 2 ** 53))
    expectOnlyErrors(() => make(addon.Memory)(length), 1);
  expectOnlyErrors((a, b, c) => addon.diagnoseSync(runtime, a as string, b as string, c as string[]), 3);
  expectOnlyErrors((a) => addon.diagnoseSync(a as typeof runtime, null, 'CPU', []), 1);
  expectOnlyErrors(addon.openRuntime as never, 2);
  expectOnlyErrors(addon.detach as never, 1);
  expectOnlyErrors((hooks) => addon.initialize(hooks as never), 1);
  expectOnlyErrors(
    (ended) => addon.initialize({ createError: () => new Error(), onComplete() {}, ended: ended as never }),
    1,
  );
  expectOnlyErrors(request.calls().start as never, 1);
});

it('still infers after all that', () => {
  const again = core
    .compileModelSync(core.readModelFromMemorySync(Buffer.from(xml), memory), 'CPU', [])
    .createInferRequest(0, undefined, false);
  again.setInput(0, new addon.Tensor(runtime, elementIndex('f32'), [1, 4], Float32Array.of(1, -1, 2, -2)));
  again.calls().infer();
  const output = new Float32Array(4);
  again.copyOutput(0, output);
  expect([...output]).toEqual([1, 0, 2, 0]);
});
