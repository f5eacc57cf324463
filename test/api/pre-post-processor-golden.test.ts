import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { IrGraph, ops } from '../../lib/bench/model/ir/index.js';
import {
  type ColorFormat,
  Core,
  type ElementType,
  encodeHalf,
  type PaddingMode,
  PrePostProcessor,
  type PreProcessSteps,
  type ResizeAlgorithm,
  Tensor,
} from '../../lib/index.js';
import { describeRuntimes } from '../helpers/runtimes.js';

/*
 * What OpenVINO's Python API computed with the same recipes (test/golden/make-preprocess-golden.py), on 2026.4.
 */
type Port = [elementType: ElementType, shape: number[]];
type Step = [name: string, ...values: unknown[]];

interface Case {
  readonly name: string;
  readonly model: ['f32' | 'f16', number[]];
  readonly tensor?: {
    readonly elementType?: ElementType;
    readonly layout?: string;
    readonly shape?: number[];
    readonly from?: Port;
    readonly sides?: [number, number];
    readonly color?: [ColorFormat, string[]];
  };
  readonly modelLayout?: string;
  readonly steps?: Step[];
  readonly outputType?: ElementType;
  readonly expected: { inputs: Port[]; outputType: ElementType; outputShape: number[]; values: number[] };
}

const golden = JSON.parse(
  readFileSync(fileURLToPath(new URL('../golden/preprocess.json', import.meta.url)), 'utf8'),
) as { cases: Case[] };

/** The same numbers that the script makes. */
function inputTensor([type, shape]: Port, seed: number): Tensor {
  const tensor = new Tensor(type, shape);
  const data = tensor.data as Float32Array;
  const numbers = Float32Array.from(data, (_, i) => {
    const number = (i * 37 + 11 + 5 * seed) % 256;
    return type === 'i8' ? number - 128 : type.startsWith('f') ? number / 16 - 8 : number;
  });
  data.set(type === 'f16' ? encodeHalf(numbers, 'f16') : numbers);
  return tensor;
}

function negativeModel([elementType, shape]: Case['model']) {
  const graph = new IrGraph('negative');
  graph.result(ops.negative(graph, 'negative', graph.parameter('x', elementType, shape), ['y']));
  return graph.build();
}

const STEPS: { readonly [name: string]: (steps: PreProcessSteps, values: unknown[]) => unknown } = {
  resize: (steps, [algorithm]) => steps.resize(algorithm as ResizeAlgorithm),
  mean: (steps, [values]) => steps.mean(values as number),
  scale: (steps, [values]) => steps.scale(values as number),
  crop: (steps, [begin, end]) => steps.crop(begin as number[], end as number[]),
  pad: (steps, [begin, end, value, mode]) =>
    steps.pad(begin as number[], end as number[], value as number, mode as PaddingMode),
  convertElementType: (steps, [type]) => steps.convertElementType(type as ElementType | undefined),
  convertLayout: (steps, [layout]) => steps.convertLayout(layout as string | undefined),
  convertColor: (steps, [format]) => steps.convertColor(format as ColorFormat),
  reverseChannels: (steps) => steps.reverseChannels(),
};

function follow(processor: PrePostProcessor, { tensor: said = {}, modelLayout, steps = [], outputType }: Case): void {
  const input = processor.input(0);
  const tensor = input.tensor();
  if (said.elementType !== undefined) tensor.setElementType(said.elementType);
  if (said.layout !== undefined) tensor.setLayout(said.layout);
  if (said.shape !== undefined) tensor.setShape(said.shape);
  if (said.from !== undefined) tensor.setFrom(new Tensor(...said.from));
  if (said.sides !== undefined) tensor.setSpatialStaticShape(...said.sides);
  if (said.color !== undefined) tensor.setColorFormat(...said.color);
  if (modelLayout !== undefined) input.model().setLayout(modelLayout);
  for (const [name, ...values] of steps) STEPS[name]?.(input.preprocess(), values);
  if (outputType !== undefined) processor.output(0).tensor().setElementType(outputType);
}

/** The file's numbers are rounded to 4 places. Three releases and two languages gave the same to within that (measured). */
const TOLERANCE = 0.0001;

describeRuntimes('preprocessing gives what the Python API gives', ({ version }) => {
  const hasPad = !version.startsWith('2024.');
  const cases = golden.cases.filter(({ steps = [] }) => hasPad || !steps.some(([name]) => name === 'pad'));

  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    using core = new Core();
    const { xml, weights } = negativeModel(one.model);
    using model = core.readModelSync(xml, weights);
    const processor = new PrePostProcessor(model);
    follow(processor, one);
    const { expected } = one;
    using compiled = core.compileModelSync(processor.build(), 'CPU', { INFERENCE_PRECISION_HINT: 'f32' });
    expect(compiled.inputs.map((port): Port => [port.elementType, port.shape])).toEqual(expected.inputs);
    const inputs = expected.inputs.map(inputTensor);
    const [output] = Object.values(compiled.createInferRequest().infer(inputs)) as [Tensor];
    expect(output.getElementType()).toBe(expected.outputType);
    expect(output.getShape()).toEqual(expected.outputShape);
    const numbers = Array.from(output.toFloat32Array());
    expect(numbers).toHaveLength(expected.values.length);
    const apart = Math.max(...numbers.map((number, i) => Math.abs(number - (expected.values[i] as number))));
    expect(apart).toBeLessThanOrEqual(TOLERANCE);
  });
});

describe('the golden file', () => {
  it('has every step, each colour format and each way to resize and to pad', () => {
    const text = JSON.stringify(golden.cases);
    for (const name of Object.keys(STEPS)) expect(text).toContain(`["${name}"`);
    for (const word of ['linear', 'cubic', 'nearest', 'constant', 'edge', 'reflect', 'symmetric']) {
      expect(text).toContain(`"${word}"`);
    }
    for (const format of ['NV12_SINGLE_PLANE', 'NV12_TWO_PLANES', 'I420_SINGLE_PLANE', 'I420_THREE_PLANES', 'RGBX']) {
      expect(text).toContain(`"${format}"`);
    }
  });
});
