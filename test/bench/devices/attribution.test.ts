import { describe, expect, it } from 'vitest';
import { attribute, type Layers, layersOf, likeness } from '../../../lib/bench/devices/attribution.js';

const NAMES = Array.from({ length: 20 }, (_, index) => `layer ${index}`);

/** Layers that a plugin executes by its own kernels, but for the first few, which another one's kernel has. */
function layers(kernel: string, others = 0, other = 'ref'): Layers {
  return new Set(NAMES.map((name, index) => `${name}\n${index < others ? other : kernel}`));
}

const CPU = layers('jit_avx512_FP32');
const GPU = layers('convolution_gpu_bfyx__f16');
const NPU = layers('DPU');

/** Attributes lists, and tells which devices were asked. */
async function attributed(
  lists: readonly Layers[],
  known: Readonly<Record<string, Layers | undefined>>,
): Promise<{ owners: (string | undefined)[]; asked: string[] }> {
  const asked: string[] = [];
  const owners = await attribute(lists, Object.keys(known), async (device) => {
    asked.push(device);
    return known[device];
  });
  return { owners, asked };
}

it('likeness is the share of what both have', () => {
  expect(likeness(CPU, CPU)).toBe(1);
  expect(likeness(CPU, GPU)).toBe(0);
  expect(likeness(new Set(['a', 'b', 'c']), new Set(['b', 'c', 'd']))).toBe(0.5);
  expect(likeness(new Set(), new Set())).toBe(0);
});

it('layers without a kernel tell nothing of a device', () => {
  const execTypes = ['brgconv_avx512_bf16', 'undef', 'unknown_f32', '', 'unknown', 'DPU'];
  const infos = execTypes.map((execType, index) => ({ nodeName: `layer ${index}`, execType }));
  expect([...layersOf(infos)]).toEqual(['layer 0\nbrgconv_avx512_bf16', 'layer 5\nDPU']);
});

describe('attribution', () => {
  it('asks the CPU alone: what is nothing like it is of the only other device', async () => {
    expect(await attributed([GPU, CPU], { GPU, CPU })).toEqual({ owners: ['GPU', 'CPU'], asked: ['CPU'] });
    expect(await attributed([CPU], { CPU, GPU })).toEqual({ owners: ['CPU'], asked: ['CPU'] });
  });

  it('of three devices it asks two, and fewer where these are enough', async () => {
    const known = { GPU, NPU, CPU };
    expect(await attributed([GPU, NPU, CPU], known)).toEqual({ owners: ['GPU', 'NPU', 'CPU'], asked: ['CPU', 'GPU'] });
    expect((await attributed([CPU], known)).asked).toEqual(['CPU']);
  });

  it('takes a list for the device that it differs from in a layer only', async () => {
    expect((await attributed([layers('jit_avx512_FP32', 1)], { CPU, GPU })).owners).toEqual(['CPU']);
  });

  it('never guesses: half like the CPU is neither the CPU nor the other one', async () => {
    const half = layers('jit_avx512_FP32', 10);
    expect((await attributed([half, CPU], { CPU, GPU })).owners).toEqual([undefined, 'CPU']);
  });

  it('does not take the CPU in another precision for the other device', async () => {
    const kernels = ['brgconv_avx512_1x1', 'jit_avx512', 'jit_uni', 'reorder'];
    const inPrecision = (precision: string): Layers =>
      new Set(NAMES.map((name, index) => `${name}\n${kernels[index % kernels.length]}_${precision}`));
    expect(likeness(inPrecision('bf16'), inPrecision('f32'))).toBe(0);
    expect((await attributed([inPrecision('bf16')], { CPU: inPrecision('f32'), GPU })).owners).toEqual([undefined]);
  });

  it('a list without layers is nobody’s', async () => {
    expect((await attributed([new Set()], { CPU, GPU })).owners).toEqual([undefined]);
    expect(await attributed([], { CPU, GPU })).toEqual({ owners: [], asked: [] });
  });

  it('devices of one plugin are all asked, and not told apart where they are alike', async () => {
    const alike = await attributed([GPU, CPU], { 'GPU.0': GPU, 'GPU.1': GPU, CPU });
    expect(alike).toEqual({ owners: [undefined, 'CPU'], asked: ['CPU', 'GPU.0', 'GPU.1'] });
    const other = layers('convolution_gpu_onednn__f16');
    const different = await attributed([other, GPU], { 'GPU.0': GPU, 'GPU.1': other });
    expect(different.owners).toEqual(['GPU.1', 'GPU.0']);
  });

  it('where a device can not be asked, the other one is not found by what it is not', async () => {
    expect((await attributed([GPU, CPU], { CPU: undefined, GPU })).owners).toEqual([undefined, undefined]);
  });
});
