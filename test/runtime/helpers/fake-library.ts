import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const MACHINES: Record<string, number> = { x64: 62, arm64: 183 };

const NOISE = Buffer.from(Array.from({ length: 997 }, (_, i) => (i * i * 31 + i * 7) % 251));

/** The bytes of a shared library as far as the finder looks: an ELF header and one loadable segment over the whole file. */
export function elfBytes({ byteLength = 4096, arch = process.arch as string } = {}): Buffer {
  // Noise, so that it shrinks no more than a real library when it is packed.
  const bytes = Buffer.alloc(byteLength, NOISE);
  bytes.fill(0, 0, 120);
  bytes.writeUInt32BE(0x7f454c46, 0);
  bytes.set([2, 1, 1], 4);
  bytes.writeUInt16LE(3, 16);
  bytes.writeUInt16LE(MACHINES[arch] ?? 0, 18);
  bytes.writeBigUInt64LE(64n, 32);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(1, 56);
  bytes.writeUInt32LE(1, 64);
  bytes.writeBigUInt64LE(BigInt(byteLength), 64 + 32);
  return bytes;
}

/** Writes such a library, with its folders, and returns its path. */
export function fakeLibrary(path: string, options: Parameters<typeof elfBytes>[0] = {}): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, elfBytes(options));
  return path;
}
