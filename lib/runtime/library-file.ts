import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compareVersions, versionFromFileName } from './version.js';

/** Whether `name` is a file name of the OpenVINO C library on this platform. */
export function isLibraryName(name: string, platform: NodeJS.Platform = process.platform): boolean {
  if (platform === 'win32') return name.toLowerCase() === 'openvino_c.dll';
  if (platform === 'darwin') return /^libopenvino_c(\.\d+)*\.dylib$/.test(name);
  return /^libopenvino_c\.so(\.\d+)*$/.test(name);
}

/** The C library's plain file name on this platform, for messages. */
export function libraryFileName(platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return 'openvino_c.dll';
  return platform === 'darwin' ? 'libopenvino_c.dylib' : 'libopenvino_c.so';
}

/** The C library directly in `folder`, its newest version where there are several; undefined when there is none. */
export function libraryIn(folder: string, platform: NodeJS.Platform = process.platform): string | undefined {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => isLibraryName(name, platform));
  } catch {
    return undefined;
  }
  names.sort((a, b) => compareVersions(versionFromFileName(b) ?? '0', versionFromFileName(a) ?? '0'));
  return names.map((name) => join(folder, name)).find((path) => isFile(path));
}

/** Whether `path` is a regular file (symbolic links followed). */
export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** PT_LOAD. */
const LOADED_SEGMENT = 1;

const ELF_MACHINES: Record<string, number> = {
  x64: 62,
  arm64: 183,
  arm: 40,
  ia32: 3,
  riscv64: 243,
  ppc64: 21,
  s390x: 22,
};

/**
 * Why the ELF library at `path` can't be opened here, as the end of a sentence ("is cut short: …"), or undefined when
 * nothing speaks against it. Opening a truncated library does not fail, it kills the process with SIGBUS; so the segments
 * that the loader maps are compared with the file's length first. Costs one read of the file's beginning.
 */
export function elfDefect(path: string, arch: string = process.arch): string | undefined {
  const head = readHead(path);
  if (typeof head === 'string') return head;
  const { bytes, byteLength } = head;
  if (byteLength === 0) return 'is empty';
  if (bytes.length < 64 || bytes.readUInt32BE(0) !== 0x7f454c46) return 'is not a shared library (no ELF header)';
  if (bytes[4] !== 2 || bytes[5] !== 1) return 'is not a 64-bit little-endian library';
  const machine = bytes.readUInt16LE(18);
  if (ELF_MACHINES[arch] !== undefined && machine !== ELF_MACHINES[arch]) {
    const name = Object.entries(ELF_MACHINES).find(([, number]) => number === machine)?.[0] ?? `ELF machine ${machine}`;
    return `is built for ${name}, but this Node.js is ${arch}`;
  }
  const needed = mappedByteLength(bytes);
  if (needed > byteLength) return `is cut short: ${byteLength} of at least ${needed} bytes are there`;
  return undefined;
}

function readHead(path: string): { bytes: Buffer; byteLength: number } | string {
  let file: number | undefined;
  try {
    if (!statSync(path).isFile()) return 'is not a regular file';
    file = openSync(path, 'r');
    const bytes = Buffer.alloc(4096);
    const count = readSync(file, bytes, 0, bytes.length, 0);
    return { bytes: bytes.subarray(0, count), byteLength: fstatSync(file).size };
  } catch (error) {
    return `can't be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'})`;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** How long the file must be: up to the end of its program headers and of the last segment that they have loaded. */
function mappedByteLength(bytes: Buffer): number {
  const offset = Number(bytes.readBigUInt64LE(32));
  const entrySize = bytes.readUInt16LE(54);
  const count = bytes.readUInt16LE(56);
  let end = offset + count * entrySize;
  for (let at = offset; at < offset + count * entrySize && at + 56 <= bytes.length; at += Math.max(entrySize, 56)) {
    if (bytes.readUInt32LE(at) !== LOADED_SEGMENT) continue;
    end = Math.max(end, Number(bytes.readBigUInt64LE(at + 8)) + Number(bytes.readBigUInt64LE(at + 32)));
  }
  return end;
}
