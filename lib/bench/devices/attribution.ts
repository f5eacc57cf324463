import type { ProfilingInfo } from '../../index.js';

/** How a device executes a model's layers: `name\nexecType` of each. Kernels have names of their plugin's own. */
export type Layers = ReadonlySet<string>;

/** What plugins write where there is no kernel, as for layers that were fused into others: it is the same for all of them. */
const NO_KERNEL = /^(undef|unknown)?(_|$)/i;
/** The precision at the end of a kernel's name: `brgconv_avx512_bf16`, `convolution_gpu_bfyx__f16`. */
const PRECISION = /_+[a-z]{1,3}\d+$/i;

export function layersOf(infos: readonly Pick<ProfilingInfo, 'nodeName' | 'execType'>[]): Layers {
  const executed = infos.filter(({ execType }) => !NO_KERNEL.test(execType));
  return new Set(executed.map(({ nodeName, execType }) => `${nodeName}\n${execType}`));
}

/** Kernels of whatever layers, in whatever precision. */
function kernelsOf(layers: Layers): ReadonlySet<string> {
  return new Set([...layers].map((layer) => (layer.split('\n')[1] ?? '').replace(PRECISION, '')));
}

/** Lists that have so much in common are of the same device: settings may choose another kernel for a layer or two. */
const SAME = 0.9;
/** Lists that have no more than that in common, neither layers nor kernels, are of different ones. */
const OTHER = 0.1;

/** How much of two sets together is in both, from 0 to 1 (Jaccard's index). */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 && b.size === 0) return 0;
  let both = 0;
  for (const layer of a) if (b.has(layer)) both++;
  return both / (a.size + b.size - both);
}

/**
 * Which device each of some lists of layers is of, by comparing them with what devices give by themselves; undefined where that
 * does not tell. Nothing is guessed: a list that is like those of two devices, or half like that of one, is nobody's.
 *
 * To ask a device means to compile the model for it, so no more are asked than are needed, the CPU first, which is quick. The
 * last one is not asked where it is the only one of its plugin: lists that have nothing in common with those of all
 * others are its own. Devices of one plugin (`GPU.0`, `GPU.1`) have the same kernels where they are of one kind: all are asked.
 *
 * @param ask The layers of a device by itself; undefined where it can't be told.
 */
export async function attribute(
  lists: readonly Layers[],
  devices: readonly string[],
  ask: (device: string) => Promise<Layers | undefined>,
): Promise<(string | undefined)[]> {
  if (lists.length === 0) return [];
  const order = [...devices].sort((a, b) => Number(pluginOf(b) === 'CPU') - Number(pluginOf(a) === 'CPU'));
  const isAlone = (device: string): boolean =>
    devices.every((other) => other === device || pluginOf(other) !== pluginOf(device));
  const last = order.at(-1);
  const spared = order.length > 1 && last !== undefined && isAlone(last) ? last : undefined;
  const asked = new Map<string, Layers | undefined>();
  const owner = (list: Layers): string | undefined => ownerOf(list, asked, order, spared);
  for (const device of order) {
    if (device === spared) break;
    const settled = lists.every((list) => {
      const found = owner(list);
      return found !== undefined && found !== spared && isAlone(found);
    });
    if (settled) break;
    asked.set(device, await ask(device));
  }
  return lists.map(owner);
}

function ownerOf(
  list: Layers,
  asked: ReadonlyMap<string, Layers | undefined>,
  devices: readonly string[],
  spared: string | undefined,
): string | undefined {
  if (list.size === 0) return undefined;
  const same = [...asked].filter(([, layers]) => layers !== undefined && likeness(list, layers) >= SAME);
  if (same.length > 0) return same.length === 1 ? same[0]?.[0] : undefined;
  const isLeft = devices.every((device) => {
    const layers = asked.get(device);
    return device === spared || (layers !== undefined && isOther(list, layers));
  });
  return isLeft ? spared : undefined;
}

/** Two lists of one device have kernels in common even where they differ in the precision of each layer. */
function isOther(a: Layers, b: Layers): boolean {
  return likeness(a, b) <= OTHER && likeness(kernelsOf(a), kernelsOf(b)) <= OTHER;
}

/** `GPU` of `GPU.1`. */
function pluginOf(device: string): string {
  return device.split('.')[0] ?? device;
}
