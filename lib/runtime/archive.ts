import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OpenVINOError } from '../errors.js';
import { download } from './download.js';
import { mirrorUrl } from './mirror.js';
import { printable } from './printable.js';
import { untar } from './untar.js';
import { openZip } from './unzip.js';
import { compareVersions } from './version.js';

/** A published archive of the runtime. */
export interface PublishedArchive {
  readonly version: string;
  /** Its path on the server, from `repositories/`. */
  readonly path: string;
  readonly isZip: boolean;
}

export interface ArchiveHost {
  readonly platform: NodeJS.Platform;
  readonly arch: NodeJS.Architecture;
  /** `2.36`; undefined where the C library is not glibc. */
  readonly glibc: string | undefined;
}

export interface ArchiveOptions {
  readonly version: string | undefined;
  /** A folder for the downloaded files. */
  readonly folder: string;
  readonly host: ArchiveHost;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

const PACKAGES = ['repositories', 'openvino', 'packages'];
const NAME =
  /^(?:[lmw]_)?openvino_toolkit_(.+?)_(\d{4}\.\d+\.\d+)\.\d+\.[0-9a-f]{7,40}_(x86_64|arm64|armhf)\.(tgz|zip)$/;

/** The glibc that an archive's distribution has: its libraries need that one or a newer. */
const GLIBC: Record<string, string> = {
  centos7: '2.17',
  debian9: '2.24',
  ubuntu18: '2.27',
  rhel8: '2.28',
  debian10: '2.28',
  ubuntu20: '2.31',
  ubuntu22: '2.35',
  ubuntu24: '2.39',
};

/**
 * Downloads the runtime's archive for this machine with its published SHA-256 and unpacks it below `root` (without its top
 * folder, the Python modules and the samples).
 *
 * @returns the version.
 * @throws {OpenVINOError} `DOWNLOAD_FAILED`, `CHECKSUM_MISMATCH`, `ARCHIVE_INVALID`, `RUNTIME_INSTALL_FAILED` when no archive fits.
 */
export async function unpackArchive(root: string, options: ArchiveOptions): Promise<string> {
  const server = mirrorUrl(options.env);
  const common = { env: options.env, ...(options.signal ? { signal: options.signal } : {}) };
  const treeFile = join(options.folder, 'filetree.json');
  await download({ ...common, url: `${server}/filetree.json`, destination: treeFile, maxByteLength: 128 * 1024 ** 2 });
  const chosen = chooseArchive(parseTree(await readFile(treeFile, 'utf8'), server), options.host, options.version);
  const url = `${server}/${chosen.path}`;
  const sumFile = join(options.folder, 'archive.sha256');
  await download({ ...common, url: `${url}.sha256`, destination: sumFile, maxByteLength: 4096 });
  const sha256 = parseSum(await readFile(sumFile, 'utf8'), url);
  const archive = join(options.folder, chosen.isZip ? 'archive.zip' : 'archive.tgz');
  options.log(`Downloading OpenVINO ${chosen.version} from ${new URL(server).host}`);
  await download({ ...common, url, destination: archive, sha256 });
  await mkdir(root, { recursive: true });
  if (chosen.isZip) await unzip(archive, root);
  else await untar(archive, root, { keep: isKept });
  return chosen.version;
}

async function unzip(archive: string, root: string): Promise<void> {
  const zip = await openZip(archive, { strip: 1 });
  try {
    await zip.extract(zip.files.filter(isKept), root);
  } finally {
    zip.close();
  }
}

function isKept(path: string): boolean {
  return !/^(python|samples)(\/|$)/.test(path);
}

function parseTree(text: string, server: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OpenVINOError(
      'DOWNLOAD_FAILED',
      `${server}/filetree.json is no JSON: something else answers in the server's place.`,
      { cause: error },
    );
  }
}

function parseSum(text: string, url: string): string {
  const sum = /^([0-9a-f]{64})(\s|$)/i.exec(text)?.[1];
  if (sum !== undefined) return sum;
  throw new OpenVINOError(
    'DOWNLOAD_FAILED',
    `${printable(url)}.sha256 holds no SHA-256: the archive can't be checked and is not used.`,
  );
}

/**
 * The archive that fits this machine, from the server's list of files.
 *
 * @throws {OpenVINOError} `RUNTIME_INSTALL_FAILED` naming the versions there are.
 */
export function chooseArchive(tree: unknown, host: ArchiveHost, version: string | undefined): PublishedArchive {
  const fitting = publishedArchives(tree, host);
  const wanted = fitting.filter(
    (archive) => version === undefined || archive.version === version || archive.version.startsWith(`${version}.`),
  );
  const [newest] = wanted.sort((a, b) => compareVersions(b.version, a.version));
  if (newest !== undefined) return newest;
  const versions = [...new Set(fitting.map((archive) => archive.version))].sort(compareVersions).join(', ');
  throw new OpenVINOError(
    'RUNTIME_INSTALL_FAILED',
    `The server has no archive of OpenVINO ${version ?? ''} for ${host.platform} on ${host.arch}`.replace('  ', ' ') +
      (versions === '' ? '.' : `; it has ${versions}.`),
  );
}

/** One archive a version: the one for the newest distribution that is not newer than this machine. */
function publishedArchives(tree: unknown, host: ArchiveHost): PublishedArchive[] {
  const system = { linux: 'linux', darwin: 'macos', win32: 'windows' }[host.platform as string];
  const machine = { x64: 'x86_64', arm64: 'arm64', arm: 'armhf' }[host.arch as string];
  const best = new Map<string, PublishedArchive & { rank: number }>();
  let packages: unknown = tree;
  for (const name of PACKAGES) packages = childNamed(packages, name);
  for (const folder of childrenOf(packages)) {
    if (system === undefined || !/^\d{4}\.\d+(\.\d+)?$/.test(folder.name)) continue;
    for (const file of childrenOf(childNamed(folder, system))) {
      const [, distribution, version, arch, extension] = NAME.exec(file.name) ?? [];
      if (distribution === undefined || version === undefined || arch !== machine) continue;
      const rank = rankOf(distribution, host);
      if (rank === undefined || rank <= (best.get(version)?.rank ?? -1)) continue;
      const path = [...PACKAGES, folder.name, system, file.name].join('/');
      best.set(version, { version, path, isZip: extension === 'zip', rank });
    }
  }
  return [...best.values()].map(({ version, path, isZip }) => ({ version, path, isZip }));
}

/** How well a distribution's build fits; undefined when it can't run here. Ubuntu's have the most plugins. */
function rankOf(distribution: string, host: ArchiveHost): number | undefined {
  if (host.platform !== 'linux') return /^(windows|macos_[\d_]+)$/.test(distribution) ? 0 : undefined;
  const needed = GLIBC[distribution];
  if (needed === undefined || host.glibc === undefined || compareVersions(needed, host.glibc) > 0) return undefined;
  return Number(needed.slice(2)) * 2 + (distribution.startsWith('ubuntu') ? 1 : 0);
}

interface TreeNode {
  readonly name: string;
  readonly children: unknown;
}

function childrenOf(node: unknown): TreeNode[] {
  if (typeof node !== 'object' || node === null || !('children' in node) || !Array.isArray(node.children)) return [];
  const children: readonly unknown[] = node.children;
  return children.filter(isTreeNode);
}

function isTreeNode(node: unknown): node is TreeNode {
  return typeof node === 'object' && node !== null && 'name' in node && typeof node.name === 'string';
}

function childNamed(node: unknown, name: string): TreeNode | undefined {
  return childrenOf(node).find((child) => child.name === name);
}
