import { accessSync, constants, existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { release, userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { isFile } from '../../runtime/library-file.js';
import { loaderFolders } from '../../runtime/system.js';
import { type DeviceNode, LIBRARIES, type LibraryKind, type PciFunction, type SystemFacts } from './facts.js';

/** Folders in which drivers lie that need not be on the loader's path. */
const DRIVER_FOLDERS = ['/usr/lib/x86_64-linux-gnu/intel-opencl', '/usr/lib64/intel-opencl', '/opt/intel/opencl'];

/**
 * Reads what the diagnosis needs to know of this system.
 *
 * @param root where the system's files are seen; another one in tests.
 */
export function readSystemFacts(env: NodeJS.ProcessEnv = process.env, root = '/'): SystemFacts {
  const groupNames = readGroups(root);
  const user = userName();
  const current = new Set(process.getgroups?.() ?? []);
  const named = [...groupNames.values()].filter(({ gid, members }) => current.has(gid) || members.includes(user));
  return {
    platform: process.platform,
    user,
    groups: named.map(({ name }) => name),
    isContainer: isContainer(root, env),
    isWsl: /microsoft/i.test(release()),
    gpuNodes: readNodes(root, 'dev/dri', /^renderD\d+$/, 'sys/class/drm', groupNames),
    npuNodes: readNodes(root, 'dev/accel', /^accel\d+$/, 'sys/class/accel', groupNames),
    pci: readPci(root),
    libraries: readLibraries(env, root),
    openclVendors: readOpenclVendors(root),
  };
}

interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

function readGroups(root: string): Map<number, Group> {
  const groups = new Map<number, Group>();
  for (const line of readText(join(root, 'etc/group')).split('\n')) {
    const [name, , gid, members = ''] = line.split(':');
    if (name && gid && /^\d+$/.test(gid))
      groups.set(Number(gid), { name, gid: Number(gid), members: members.split(',') });
  }
  return groups;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user that the system does not know, as in a container started with --user.
    return String(process.getuid?.() ?? 'unknown');
  }
}

function isContainer(root: string, env: NodeJS.ProcessEnv): boolean {
  if (env.container || existsSync(join(root, '.dockerenv')) || existsSync(join(root, 'run/.containerenv'))) return true;
  return /docker|containerd|kubepods|libpod|lxc/.test(readText(join(root, 'proc/1/cgroup')));
}

function readNodes(
  root: string,
  folder: string,
  pattern: RegExp,
  sysClass: string,
  groups: Map<number, Group>,
): DeviceNode[] | undefined {
  const names = list(join(root, folder));
  return names
    ?.filter((name) => pattern.test(name))
    .map((name) => {
      const path = join(root, folder, name);
      const gid = gidOf(path);
      const vendor = readText(join(root, sysClass, name, 'device/vendor')).trim();
      return {
        path: `/${folder}/${name}`,
        group: groups.get(gid)?.name ?? String(gid),
        gid,
        isUsable: mayUse(path),
        vendor: vendor === '' ? undefined : vendor,
      };
    });
}

function gidOf(path: string): number {
  try {
    return statSync(path).gid;
  } catch {
    return -1;
  }
}

function mayUse(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function readPci(root: string): PciFunction[] | undefined {
  const bus = join(root, 'sys/bus/pci/devices');
  return list(bus)?.map((name) => ({
    vendor: readText(join(bus, name, 'vendor')).trim(),
    class: readText(join(bus, name, 'class')).trim(),
    driver: linkName(join(bus, name, 'driver')),
  }));
}

function readLibraries(env: NodeJS.ProcessEnv, root: string): Record<LibraryKind, string | undefined> {
  const host = { platform: process.platform, arch: process.arch, ldCache: join(root, 'etc/ld.so.cache') };
  const folders = [...loaderFolders(env, host, /./).map(({ path }) => path), ...DRIVER_FOLDERS];
  const find = (kind: LibraryKind): string | undefined => {
    for (const folder of folders) {
      for (const name of LIBRARIES[kind]) {
        const path = join(folder, name);
        if (isFile(join(root, path))) return path;
      }
    }
    return undefined;
  };
  return {
    openclLoader: find('openclLoader'),
    openclDriver: find('openclDriver'),
    levelZeroLoader: find('levelZeroLoader'),
    npuDriver: find('npuDriver'),
  };
}

function readOpenclVendors(root: string): string[] {
  const folder = join(root, 'etc/OpenCL/vendors');
  const files = (list(folder) ?? []).filter((name) => name.endsWith('.icd'));
  return files.map((name) => `${name}: ${readText(join(folder, name)).trim()}`);
}

function linkName(path: string): string | undefined {
  try {
    return basename(readlinkSync(path));
  } catch {
    return undefined;
  }
}

function list(folder: string): string[] | undefined {
  try {
    return readdirSync(folder).sort();
  } catch {
    return undefined;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
