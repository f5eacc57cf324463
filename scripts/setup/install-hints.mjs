import fs from 'node:fs';

/** @typedef {'compiler' | 'make' | 'cmake' | 'python' | 'node'} PackageKey */

/** @type {Record<string, { command: string, packages: Record<Exclude<PackageKey, 'node'>, string[]> }>} */
const MANAGERS = {
  debian: {
    command: 'sudo apt-get update && sudo apt-get install -y',
    packages: { compiler: ['g++'], make: ['make'], cmake: ['cmake'], python: ['python3', 'python3-pip'] },
  },
  fedora: {
    command: 'sudo dnf install -y',
    packages: { compiler: ['gcc-c++'], make: ['make'], cmake: ['cmake'], python: ['python3', 'python3-pip'] },
  },
  suse: {
    command: 'sudo zypper install -y',
    packages: { compiler: ['gcc-c++'], make: ['make'], cmake: ['cmake'], python: ['python3', 'python3-pip'] },
  },
  arch: {
    command: 'sudo pacman -S --needed',
    packages: { compiler: ['gcc'], make: ['make'], cmake: ['cmake'], python: ['python', 'python-pip'] },
  },
  alpine: {
    command: 'sudo apk add',
    packages: { compiler: ['g++'], make: ['make'], cmake: ['cmake'], python: ['python3', 'py3-pip'] },
  },
  macos: {
    command: 'xcode-select --install; brew install',
    packages: { compiler: [], make: [], cmake: ['cmake'], python: ['python3'] },
  },
};

const NAMES = {
  debian: 'Debian, Ubuntu',
  fedora: 'Fedora, RHEL',
  suse: 'openSUSE',
  arch: 'Arch',
  alpine: 'Alpine',
  macos: 'macOS',
};

const NODE_HINT = 'Node.js 20.19 or newer: https://nodejs.org/en/download, or with nvm: nvm install 22';

/**
 * The lines that say how to install packages on this machine; on an unknown one, on the two families most used.
 * @param {PackageKey[]} keys
 * @param {string} [family]
 * @returns {string[]}
 */
export function installHints(keys, family = systemFamily(process.platform, osRelease())) {
  const wanted = [...new Set(keys)];
  const lines = wanted.includes('node') ? [NODE_HINT] : [];
  const packages = /** @type {Exclude<PackageKey, 'node'>[]} */ (wanted.filter((key) => key !== 'node'));
  if (packages.length === 0) return lines;
  for (const name of family in MANAGERS ? [family] : ['debian', 'fedora']) {
    const manager = /** @type {(typeof MANAGERS)[string]} */ (MANAGERS[name]);
    const words = [manager.command, ...packages.flatMap((key) => manager.packages[key])];
    lines.push(`${NAMES[/** @type {keyof typeof NAMES} */ (name)]}: ${words.join(' ')}`);
  }
  return lines;
}

function osRelease() {
  try {
    return fs.readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}

/**
 * @param {string} platform
 * @param {string} release the text of /etc/os-release
 * @returns {string} a key of MANAGERS, or unknown
 */
export function systemFamily(platform, release) {
  if (platform === 'darwin') return 'macos';
  const ids = [...release.matchAll(/^(?:ID|ID_LIKE)=(.*)$/gm)].flatMap((match) =>
    (match[1] ?? '').replace(/["']/g, '').split(/\s+/),
  );
  if (ids.some((id) => id === 'debian' || id === 'ubuntu')) return 'debian';
  if (ids.some((id) => id === 'fedora' || id === 'rhel' || id === 'centos')) return 'fedora';
  if (ids.some((id) => id.includes('suse'))) return 'suse';
  return ids.find((id) => id === 'arch' || id === 'alpine') ?? 'unknown';
}
