import { createHash } from 'node:crypto';
import { type TarEntry, tgz } from './archives.js';
import { elfBytes } from './fake-library.js';
import { type Handler, type LocalServer, serve } from './server.js';

/** The name that this machine's archive of a version has on the server. */
export function archivePath(version: string, distribution = 'rhel8'): string {
  const arch = process.arch === 'arm64' ? 'arm64' : 'x86_64';
  const name = `openvino_toolkit_${distribution}_${version}.17404.4c0f47d2335_${arch}.tgz`;
  return `/repositories/openvino/packages/${version.replace(/\.0$/, '')}/linux/${name}`;
}

/** The list of files as the server keeps it, for these paths. */
export function fileTree(paths: readonly string[]): string {
  interface Node {
    name: string;
    type: string;
    children?: Node[];
  }
  const root: Node = { name: 'root', type: 'directory', children: [] };
  for (const path of paths) {
    let node = root;
    for (const name of path.split('/').filter((part) => part !== '')) {
      node.children ??= [];
      let child = node.children.find((candidate) => candidate.name === name);
      if (child === undefined) {
        child = { name, type: 'file' };
        node.children.push(child);
      }
      node.type = 'directory';
      node = child;
    }
  }
  return JSON.stringify(root);
}

/** A small runtime in the archive's layout, below one top folder. */
export function archiveEntries(more: readonly TarEntry[] = []): TarEntry[] {
  const top = 'l_openvino_toolkit_rhel8';
  const libs = process.arch === 'arm64' ? 'aarch64' : 'intel64';
  return [
    { path: `${top}/`, type: '5' },
    { path: `${top}/runtime/lib/${libs}/libopenvino_c.so.2024.6.0`, content: elfBytes({ byteLength: 50_000 }) },
    { path: `${top}/runtime/lib/${libs}/libopenvino_c.so`, type: '2', target: 'libopenvino_c.so.2024.6.0' },
    { path: `${top}/runtime/3rdparty/tbb/lib/libtbb.so.12.13`, content: elfBytes() },
    { path: `${top}/runtime/3rdparty/tbb/lib/libtbb.so.12`, type: '2', target: 'libtbb.so.12.13' },
    { path: `${top}/runtime/include/openvino/c/openvino.h`, content: '// the header\n' },
    { path: `${top}/python/openvino/_pyopenvino.so`, content: elfBytes() },
    ...more.map((entry) => ({ ...entry, path: `${top}/${entry.path}` })),
  ];
}

export interface MirrorOptions {
  readonly version?: string;
  readonly archive?: Buffer;
  /** What is served as the archive, where it is not `archive`. */
  readonly served?: Buffer | Handler | null;
  /** What is served as its sum. */
  readonly sum?: string | null;
}

/** A server laid out as storage.openvinotoolkit.org, with one archive. */
export async function mirror(options: MirrorOptions = {}): Promise<LocalServer & { readonly seen: string[] }> {
  const { version = '2024.6.0', archive = tgz(archiveEntries()) } = options;
  const path = archivePath(version);
  const sum = options.sum ?? `${createHash('sha256').update(archive).digest('hex')}  ${path.split('/').pop()}\n`;
  return serve({
    '/filetree.json': fileTree([path, `${path}.sha256`]),
    ...(options.served === null ? {} : { [path]: options.served ?? archive }),
    ...(options.sum === null ? {} : { [`${path}.sha256`]: sum }),
  });
}
