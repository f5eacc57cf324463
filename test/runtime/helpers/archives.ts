import { createHash } from 'node:crypto';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { elfBytes } from './fake-library.js';

export interface ZipEntry {
  readonly path: string;
  readonly content?: Buffer | string;
  /** Unix mode with its type bits; a regular file by default. */
  readonly mode?: number;
  /** What the directory says of the size, where it lies. */
  readonly claimedByteLength?: number;
  readonly stored?: boolean;
  readonly flags?: number;
}

/** A zip file written by hand, so that it can hold what no honest tool would write. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.path);
    const content = Buffer.from(entry.content ?? '');
    const packed = entry.stored ? content : deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(entry.flags ?? 0x800, 2);
    common.writeUInt16LE(entry.stored ? 0 : 8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(entry.claimedByteLength ?? content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((entry.mode ?? 0o100644) * 0x10000, 6);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), common, rest, name);
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

export interface TarEntry {
  readonly path: string;
  readonly content?: Buffer | string;
  /** The header's type flag: '0' file, '1' hard link, '2' symbolic link, '3' device, '5' folder, '6' FIFO, 'x' facts of the next. */
  readonly type?: string;
  readonly target?: string;
  readonly claimedByteLength?: number;
  /** Permissions, 0755 by default. */
  readonly mode?: number;
}

/** A tar file written by hand. */
export function tar(entries: readonly TarEntry[]): Buffer {
  const blocks: Buffer[] = [];
  for (const { path, content = '', type = '0', target = '', claimedByteLength, mode = 0o755 } of entries) {
    const bytes = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(path, 0, 100);
    header.write(`${mode.toString(8).padStart(7, '0')}\0`, 100);
    header.write('0000000\x000000000\0', 108);
    header.write(`${(claimedByteLength ?? bytes.length).toString(8).padStart(11, '0')}\0`, 124);
    header.write('00000000000\0', 136);
    header.write('        ', 148);
    header.write(type, 156);
    header.write(target, 157, 100);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    blocks.push(header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512));
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

export const tgz = (entries: readonly TarEntry[]): Buffer => gzipSync(tar(entries));

/** The files of a small wheel of openvino, without its RECORD. */
export function wheelFiles(version: string): Record<string, Buffer> {
  const [year, minor, patch] = version.split('.');
  const soname = `${year?.slice(2)}${minor}${patch}`;
  return {
    'openvino/__init__.py': Buffer.from('import nothing\n'),
    'openvino/_pyopenvino.cpython-312-x86_64-linux-gnu.so': elfBytes(),
    [`openvino/libs/libopenvino_c.so.${soname}`]: elfBytes({ byteLength: 100_000 }),
    [`openvino/libs/libopenvino.so.${soname}`]: elfBytes({ byteLength: 300_000 }),
    'openvino/libs/libtbb.so.12': elfBytes(),
    'openvino/include/openvino/c/openvino.h': Buffer.from('// the header\n'),
    [`openvino-${version}.dist-info/METADATA`]: Buffer.from(
      `Metadata-Version: 2.1\nName: openvino\nVersion: ${version}\n`,
    ),
    [`openvino-${version}.dist-info/WHEEL`]: Buffer.from(
      'Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp312-cp312-manylinux2014_x86_64\n',
    ),
  };
}

/** RECORD for those files. */
export function recordOf(files: Record<string, Buffer>, version: string): string {
  const lines = Object.entries(files).map(([path, content]) => {
    const sum = createHash('sha256').update(content).digest('base64url');
    return `${path},sha256=${sum},${content.length}`;
  });
  return `${[...lines, `openvino-${version}.dist-info/RECORD,,`].join('\n')}\n`;
}

/** A wheel of openvino; `change` alters its entries after RECORD has been written. */
export function wheel(version: string, change: (entries: ZipEntry[]) => ZipEntry[] = (entries) => entries): Buffer {
  const files = wheelFiles(version);
  const entries = Object.entries(files).map(([path, content]) => ({ path, content }));
  const record = { path: `openvino-${version}.dist-info/RECORD`, content: Buffer.from(recordOf(files, version)) };
  return zip(change([...entries, record]));
}
