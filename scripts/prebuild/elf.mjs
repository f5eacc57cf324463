import fs from 'node:fs';

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_VERNEED = 0x6ffffffe;
const DT_VERNEEDNUM = 0x6fffffff;
const SHT_DYNSYM = 11;
const SYMBOL_BYTES = 24;

/**
 * What a 64-bit little-endian ELF library asks of the system it is loaded on.
 * @param {string} file
 * @returns {{ libraries: string[], versions: string[] }} libraries: names such as libc.so.6; versions: symbol versions
 *   such as GLIBC_2.14
 */
export function elfNeeds(file) {
  const bytes = readElf(file);
  const segments = programHeaders(bytes);
  const dynamic = segments.find((segment) => segment.type === PT_DYNAMIC);
  if (dynamic === undefined) throw new Error(`${file} is not dynamically linked`);
  /** @param {number} address @returns {number} */
  const offsetOf = (address) => {
    const segment = segments.find(
      ({ type, from, size }) => type === PT_LOAD && address >= from && address < from + size,
    );
    if (segment === undefined) throw new Error(`${file}: address ${address} is in no segment`);
    return address - segment.from + segment.offset;
  };
  const entries = dynamicEntries(bytes, dynamic);
  const strings = offsetOf(entries.find(([tag]) => tag === DT_STRTAB)?.[1] ?? 0);
  /** @param {number} index */
  const text = (index) => bytes.toString('latin1', strings + index, bytes.indexOf(0, strings + index));
  const libraries = entries.filter(([tag]) => tag === DT_NEEDED).map(([, index]) => text(index));
  const verneed = entries.find(([tag]) => tag === DT_VERNEED)?.[1];
  const count = entries.find(([tag]) => tag === DT_VERNEEDNUM)?.[1] ?? 0;
  return {
    libraries,
    versions: verneed === undefined ? [] : neededVersions(bytes, offsetOf(verneed), count).map(text),
  };
}

/** @param {string} file */
function readElf(file) {
  const bytes = fs.readFileSync(file);
  if (bytes.readUInt32BE(0) === 0x7f454c46 && bytes[4] === 2 && bytes[5] === 1) return bytes;
  throw new Error(`${file} is not a 64-bit ELF file`);
}

/**
 * Symbols that a 64-bit little-endian ELF library shows to others, in their own order.
 * @param {string} file
 * @returns {string[]}
 */
export function elfExports(file) {
  const bytes = readElf(file);
  const word = (/** @type {number} */ at) => Number(bytes.readBigUInt64LE(at));
  const start = word(40);
  const section = (/** @type {number} */ index) => start + index * bytes.readUInt16LE(58);
  const symbols = Array.from({ length: bytes.readUInt16LE(60) }, (_, index) => section(index)).find(
    (at) => bytes.readUInt32LE(at + 4) === SHT_DYNSYM,
  );
  if (symbols === undefined) throw new Error(`${file} has no dynamic symbols`);
  const strings = word(section(bytes.readUInt32LE(symbols + 40)) + 24);
  const names = [];
  for (let at = word(symbols + 24); at < word(symbols + 24) + word(symbols + 32); at += SYMBOL_BYTES) {
    // undefined ones are what it asks of others, and local ones nobody sees
    if (bytes.readUInt16LE(at + 6) === 0 || (bytes[at + 4] ?? 0) >> 4 === 0) continue;
    const name = strings + bytes.readUInt32LE(at);
    names.push(bytes.toString('latin1', name, bytes.indexOf(0, name)));
  }
  return names;
}

/** @param {Buffer} bytes */
function programHeaders(bytes) {
  const start = Number(bytes.readBigUInt64LE(32));
  const entrySize = bytes.readUInt16LE(54);
  return Array.from({ length: bytes.readUInt16LE(56) }, (_, index) => {
    const at = start + index * entrySize;
    const word = (/** @type {number} */ offset) => Number(bytes.readBigUInt64LE(at + offset));
    return { type: bytes.readUInt32LE(at), offset: word(8), from: word(16), size: word(32) };
  });
}

/**
 * @param {Buffer} bytes
 * @param {{ offset: number, size: number }} segment
 */
function dynamicEntries(bytes, { offset, size }) {
  /** @type {[number, number][]} */
  const entries = [];
  for (let at = offset; at < offset + size; at += 16) {
    entries.push([Number(bytes.readBigInt64LE(at)), Number(bytes.readBigUInt64LE(at + 8))]);
  }
  return entries;
}

/**
 * Walks the two linked lists of .gnu.version_r: libraries, and versions of each.
 * @param {Buffer} bytes
 * @param {number} offset
 * @param {number} count
 * @returns {number[]} places in the string table
 */
function neededVersions(bytes, offset, count) {
  const names = [];
  for (let library = 0, at = offset; library < count; library++, at += bytes.readUInt32LE(at + 12)) {
    let version = at + bytes.readUInt32LE(at + 8);
    for (let index = 0; index < bytes.readUInt16LE(at + 2); index++) {
      names.push(bytes.readUInt32LE(version + 8));
      version += bytes.readUInt32LE(version + 12);
    }
  }
  return names;
}

/**
 * The highest glibc that any of the versions names, as [2, 17]; undefined where none does.
 * @param {string[]} versions
 * @returns {[number, number] | undefined}
 */
export function newestGlibc(versions) {
  const numbers = versions.flatMap((version) => {
    const match = /^GLIBC_(\d+)\.(\d+)/.exec(version);
    return match === null ? [] : [/** @type {[number, number]} */ ([Number(match[1]), Number(match[2])])];
  });
  return numbers.sort((a, b) => a[0] - b[0] || a[1] - b[1]).at(-1);
}
