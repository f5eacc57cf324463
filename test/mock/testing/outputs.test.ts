import { beforeAll, describe, expect, it } from 'vitest';
import { writeStandInModel } from '../../../lib/bench/model/stand-in.js';
import { Core, type ElementType, Tensor } from '../../../lib/index.js';
import { expectedOutput, mockRuntime } from '../../../lib/testing/index.js';
import { testFolder } from '../../helpers/folder.js';
import { addModel, type IrElementType, type IrModel, identityModel, twoOutputsModel } from '../../helpers/models.js';

const folder = testFolder();

/** A tensor with something in it. */
function filled(type: ElementType, shape: readonly number[], start = 1): Tensor {
  const tensor = new Tensor(type, shape);
  const bytes = new Uint8Array(tensor.data.buffer);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (start + i * 7) & 0x3f;
  return tensor;
}

async function infer(model: IrModel, inputs: Tensor[]): Promise<Tensor[]> {
  const core = new Core();
  const compiled = await core.compileModel(await core.readModel(model.xml, model.weights), 'CPU');
  const request = compiled.createInferRequest();
  const results = Object.values(await request.inferAsync(inputs));
  expect(Object.values(request.infer(inputs)).map(({ data }) => data)).toEqual(results.map(({ data }) => data));
  return results;
}

const TYPES: readonly IrElementType[] = [
  ...(['f32', 'f64', 'f16', 'bf16', 'boolean', 'i8', 'i16', 'i32', 'i64', 'u8', 'u16', 'u32', 'u64'] as const),
  ...(['u1', 'i4', 'u4'] as const),
];

describe.each(['2026.4.1', '2024.6.0'])('outputs of the mocked OpenVINO %s are what expectedOutput says', (version) => {
  it.each(TYPES)('of %s', async (elementType) => {
    using _ = mockRuntime({ version });
    const input = filled(elementType, [3, 5]);
    const [output] = await infer(identityModel({ elementType, shape: [3, 5] }), [input]);
    expect(output?.elementType).toBe(elementType);
    expect(output?.data).toEqual(expectedOutput({ type: elementType, shape: [3, 5] }, [input]).data);
  });

  it('of several inputs', async () => {
    using _ = mockRuntime({ version });
    const inputs = [filled('f32', [1, 16]), filled('f32', [1, 16], 9)];
    const [output] = await infer(addModel(), inputs);
    expect(output?.data).toEqual(expectedOutput({ type: 'f32', shape: [1, 16] }, inputs).data);
  });

  it('of several outputs', async () => {
    using _ = mockRuntime({ version });
    const input = filled('f32', [1, 16]);
    const outputs = await infer(twoOutputsModel(), [input]);
    expect(outputs).toHaveLength(2);
    for (const [index, output] of outputs.entries()) {
      expect(output.data).toEqual(expectedOutput({ type: 'f32', shape: [1, 16], index }, [input]).data);
    }
  });

  it('of a dynamic shape', async () => {
    using _ = mockRuntime({ version });
    const input = filled('i32', [2, 3]);
    const [output] = await infer(identityModel({ elementType: 'i32', shape: [-1, 3] }), [input]);
    expect(output?.getShape()).toEqual([2, 3]);
    expect(output?.data).toEqual(expectedOutput({ type: 'i32', shape: [2, 3] }, [input]).data);
  });
});

describe('a detector', () => {
  let model: string;
  beforeAll(async () => {
    model = await writeStandInModel(folder);
  });

  it('has detections, to the last bit', async () => {
    using _ = mockRuntime();
    const compiled = await new Core().compileModel(model, 'CPU');
    const request = compiled.createInferRequest();
    for (let start = 0; start < 20; start++) {
      const input = filled('f32', compiled.inputs[0]?.shape ?? [], start);
      const [output] = Object.values(request.infer([input]));
      expect(output?.getShape()).toEqual([1, 1, 200, 7]);
      expect(output?.data).toEqual(expectedOutput({ type: 'f32', shape: [1, 1, 200, 7] }, [input]).data);
      expect(output?.data[7]).toBe(0);
    }
  });
});
