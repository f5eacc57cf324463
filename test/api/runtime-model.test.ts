import { expect, it } from 'vitest';
import { Core } from '../../lib/index.js';
import { compileForCpu } from '../helpers/compiled.js';
import { expectError } from '../helpers/expect-error.js';
import { addModel, reluModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

describeRuntimes('a runtime model', () => {
  it('tells shapes and types of the ports, which have no names', () => {
    using compiled = compileForCpu(addModel());
    using model = compiled.getRuntimeModel();
    expect(model.inputs.map((port) => [port.anyName, port.elementType, port.shape])).toEqual([
      ['input_0', 'f32', [1, 16]],
      ['input_1', 'f32', [1, 16]],
    ]);
    expect(model.outputs.map((port) => [port.anyName, port.elementType, port.shape])).toEqual([
      ['output_0', 'f32', [1, 16]],
    ]);
    expect(model.isDynamic()).toBe(false);
    expect(model.getFriendlyName()).toBe('add');
  });

  it('shows what is dynamic', () => {
    using compiled = compileForCpu(reluModel({ shape: [-1, 4] }));
    expect(compiled.getRuntimeModel().input().partialShape.toString()).toBe('[?,4]');
  });

  it('outlives the compiled model, and can not be compiled', () => {
    using core = new Core();
    const compiled = compileForCpu(reluModel());
    using model = compiled.getRuntimeModel();
    compiled.close();
    expect(model.output().shape).toEqual([1, 16]);
    expectError('COMPILE_FAILED', () => core.compileModelSync(model, 'CPU'));
    expectError('CLOSED', () => compiled.getRuntimeModel());
  });
});
