import { expect, it } from 'vitest';
import { Core, loadRuntime, shutdown } from '../../lib/index.js';
import { compileForCpu, valuesOf } from '../helpers/compiled.js';
import { expectError } from '../helpers/expect-error.js';
import { testFolder } from '../helpers/folder.js';
import { heavyModel, reluModel } from '../helpers/models.js';
import { runProgram } from '../helpers/program.js';
import { describeRuntimes } from '../helpers/runtimes.js';

const folder = testFolder();
const x = Float32Array.from({ length: 16 }, (_, index) => index - 8);
const y = [...x].map((value) => Math.max(0, value));

describeRuntimes('shutdown', ({ path: runtime }) => {
  it('leaves what is compiled alone, and what comes later is loaded again', () => {
    using compiled = compileForCpu(reluModel());
    using request = compiled.createInferRequest();
    shutdown();
    shutdown();
    expect(valuesOf(request.infer([x]))).toEqual(y);
    expect(valuesOf(compileForCpu(reluModel()).createInferRequest().infer([x]))).toEqual(y);
  });

  it('is refused while a model is read or compiled', async () => {
    using core = new Core();
    const { xml, weights } = heavyModel();
    const reading = core.readModel(xml, weights);
    expectError('REQUEST_BUSY', shutdown, /await it before/);
    const compiling = core.compileModel(await reading, 'CPU');
    expectError('REQUEST_BUSY', shutdown);
    // the same library, however often it is loaded
    loadRuntime({ path: runtime });
    expectError('REQUEST_BUSY', shutdown);
    (await compiling).close();
    shutdown();
  });

  it('does no harm to inferences in flight, nor to the end of the process', () => {
    const { xml, weights } = heavyModel({ layers: 2 });
    const { stdout, status } = runProgram(
      `
      const model = core.readModelSync(${JSON.stringify(xml)}, Buffer.from(${JSON.stringify(Buffer.from(weights).toString('base64'))}, 'base64'));
      const compiled = core.compileModelSync(model, 'CPU');
      const runs = Array.from({ length: 4 }, () => compiled.run([new Float32Array(64 * 128 * 128)]));
      ov.shutdown();
      console.log((await Promise.all(runs)).length);
      ov.shutdown();`,
      { folder, runtime },
    );
    expect([stdout, status]).toEqual(['4\n', 0]);
  });
});
