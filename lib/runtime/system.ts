import { readFileSync } from 'node:fs';
import { basename, delimiter, dirname, isAbsolute } from 'node:path';

/** A folder that the system's loader searches, and why. */
export interface LoaderFolder {
  readonly path: string;
  /** `LD_LIBRARY_PATH`, `ldconfig`, `default`, … */
  readonly origin: string;
}

const OPENVINO = /^libopenvino_c\.so(\.\d+)*$/;

const LINUX_TRIPLETS: Partial<Record<NodeJS.Architecture, string>> = {
  x64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
  arm: 'arm-linux-gnueabihf',
  riscv64: 'riscv64-linux-gnu',
};

/** Where this host is, as far as the loader's folders depend on it. */
export interface LoaderHost {
  readonly platform: NodeJS.Platform;
  readonly arch: NodeJS.Architecture;
  /** The dynamic loader's cache on Linux. */
  readonly ldCache: string;
}

/** The folders in which the system's loader would look for the library that `name` fits (OpenVINO's), in its order. */
export function loaderFolders(env: NodeJS.ProcessEnv, host: LoaderHost, name: RegExp = OPENVINO): LoaderFolder[] {
  const folders: LoaderFolder[] = [];
  for (const origin of pathVariables(host.platform)) {
    // An empty or relative entry means the current folder, whose libraries nobody chose.
    const entries = (env[origin] ?? '')
      .split(host.platform === 'linux' ? /[:;]/ : delimiter)
      .filter((entry) => isAbsolute(entry));
    folders.push(...entries.map((path) => ({ path, origin })));
  }
  if (host.platform === 'linux') {
    folders.push(...ldCacheFolders(host.ldCache, name).map((path) => ({ path, origin: 'ldconfig' })));
  }
  folders.push(...defaultFolders(host).map((path) => ({ path, origin: 'default' })));
  const seen = new Set<string>();
  return folders.filter(({ path }) => !seen.has(path) && seen.add(path));
}

function pathVariables(platform: NodeJS.Platform): string[] {
  if (platform === 'win32') return ['OPENVINO_LIB_PATHS', 'PATH'];
  return platform === 'darwin' ? ['DYLD_LIBRARY_PATH', 'DYLD_FALLBACK_LIBRARY_PATH'] : ['LD_LIBRARY_PATH'];
}

function defaultFolders({ platform, arch }: LoaderHost): string[] {
  if (platform === 'win32') return [];
  if (platform === 'darwin') return ['/opt/homebrew/lib', '/usr/local/lib', '/usr/lib'];
  const triplet = LINUX_TRIPLETS[arch];
  const multiarch = triplet === undefined ? [] : [`/usr/local/lib/${triplet}`, `/usr/lib/${triplet}`];
  return ['/usr/local/lib', '/usr/local/lib64', ...multiarch, '/usr/lib64', '/usr/lib'];
}

/**
 * The folders of the libraries that the loader's cache names. Its strings are plain paths ended by NUL, so the file is
 * searched for them; running `ldconfig -p` (often not on a user's PATH) would cost a process.
 */
function ldCacheFolders(ldCache: string, name: RegExp): string[] {
  let text: string;
  try {
    text = readFileSync(ldCache, 'latin1');
  } catch {
    return [];
  }
  const paths = text.match(/\/[^\0]*\/[^\0/]*\.so[^\0/]*(?=\0)/g) ?? [];
  return [...new Set(paths.filter((path) => name.test(basename(path))).map((path) => dirname(path)))];
}
