import { toNumber } from './system-files.js';

/** What /proc/cpuinfo says; null where it does not. */
export interface CpuInfo {
  /** All that it lists for the first CPU. */
  readonly flags: readonly string[] | null;
  readonly microcode: string | null;
  /** `cpu MHz` of each CPU by its number: on a virtual machine often the nominal clock. */
  readonly clocksMHz: ReadonlyMap<number, number>;
  /** `physical id` and `core id` of each CPU that has both. */
  readonly places: readonly { readonly socket: string; readonly core: string }[];
}

export function parseCpuInfo(text: string | null): CpuInfo {
  const blocks = (text ?? '').split(/\n\s*\n/).map(entries);
  const clocksMHz = new Map<number, number>();
  const places: { socket: string; core: string }[] = [];
  for (const block of blocks) {
    const number = toNumber(block.get('processor'));
    const clock = toNumber(block.get('cpu MHz'));
    if (number !== null && clock !== null && clock > 0) clocksMHz.set(number, clock);
    const [socket, core] = [block.get('physical id'), block.get('core id')];
    if (number !== null && socket && core) places.push({ socket, core });
  }
  const first = blocks.find((block) => block.has('processor'));
  // x86 says flags, arm64 Features
  const flags = first?.get('flags') ?? first?.get('Features');
  return {
    flags: flags ? flags.split(/\s+/) : null,
    microcode: first?.get('microcode') || null,
    clocksMHz,
    places,
  };
}

/** Instruction sets that decide which kernels the CPU plugin has to choose from. */
const RELEVANT_FLAGS = [
  'sse4_2',
  'avx',
  'avx2',
  'fma',
  'f16c',
  'avx_vnni',
  'avx_vnni_int8',
  'avx_ne_convert',
  'avx512f',
  'avx512_vnni',
  'avx512_bf16',
  'avx512_fp16',
  'amx_tile',
  'amx_int8',
  'amx_bf16',
  'amx_fp16',
  'asimd',
  'asimddp',
  'asimdhp',
  'i8mm',
  'bf16',
  'sve',
  'sve2',
] as const;

export function relevantFlags(flags: readonly string[] | null): string[] | null {
  return flags && RELEVANT_FLAGS.filter((flag) => flags.includes(flag));
}

function entries(block: string): Map<string, string> {
  const found = block.split('\n').flatMap((line) => {
    const [, key, value] = /^([^:]+?)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  });
  return new Map(found);
}
