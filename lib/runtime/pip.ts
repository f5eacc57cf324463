import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { OpenVINOError } from '../errors.js';
import { printable, systemCode } from './printable.js';
import { compareVersions, isReleaseVersion, OLDEST_VERSION } from './version.js';

/** A Python that has pip. */
export interface Pip {
  readonly python: string;
  /** Its language version, as `3.11`. */
  readonly pythonVersion: string;
}

export interface PipDownloadOptions {
  readonly pip: Pip;
  /** `2026.4.1`, `2026.4` for the newest of its patches, or undefined for the newest. */
  readonly version: string | undefined;
  /** An empty folder for the wheel; pip's own temporary files go there too. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Python versions to ask for; OpenVINO 2024.3 stops at 3.12. The C library in the wheels is the same for all, so which
 * Python is on this machine does not matter; its own is tried too, for a folder of wheels that were made for it.
 */
const PYTHON_VERSIONS = ['3.13', '3.12'];

interface Finished {
  readonly status: number | null;
  readonly output: string;
}

/**
 * The first of `python3` and `python` on PATH that is Python 3 and has pip; undefined where there is none.
 *
 * @param folder an empty folder to run it in: `-m` puts the current folder on Python's path, and a pip.py there would be run.
 */
export async function findPip(folder: string, env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<Pip | undefined> {
  const names = process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python'];
  for (const python of names) {
    const { status, output } = await run(python, ['-m', 'pip', '--version'], { env, cwd: folder, signal });
    const version = /\(python (3\.\d+)\)/.exec(output)?.[1];
    if (status === 0 && version !== undefined) return { python, pythonVersion: version };
  }
  return undefined;
}

/**
 * Lets pip download the `openvino` wheel for this platform. pip picks the index and the proxy by its own configuration, and
 * checks the wheel against the SHA-256 that the index gives.
 *
 * @returns the wheel's path.
 * @throws {OpenVINOError} `RUNTIME_INSTALL_FAILED` with what pip said, `CHECKSUM_MISMATCH`, `NOT_WRITABLE` when the disk is
 * full, `CANCELLED`.
 */
export async function pipDownload(options: PipDownloadOptions): Promise<string> {
  const platforms = wheelPlatforms().flatMap((platform) => ['--platform', platform]);
  const outputs: string[] = [];
  for (const pythonVersion of pythonVersions(options.pip.pythonVersion)) {
    const target = ['--implementation', 'cp', '--python-version', pythonVersion, ...platforms];
    const { status, output } = await runPip([...target, requirement(options.version)], options);
    const wheel = readdirSync(options.folder).find((name) => name.endsWith('.whl'));
    if (status === 0 && wheel !== undefined) return join(options.folder, wheel);
    outputs.push(output);
    // Another Python's wheels may fit, but not when the index could not be asked at all.
    if (!/No matching distribution/i.test(output) || /^WARNING: Retrying/m.test(output)) break;
  }
  throw pipError(outputs, options.version);
}

/** Newest first: only the newest Pythons are sure to get the newest OpenVINO. */
function pythonVersions(own: string): string[] {
  return [...new Set([...PYTHON_VERSIONS, own])].sort((a, b) => compareVersions(b, a));
}

function requirement(version: string | undefined): string {
  if (version === undefined) return 'openvino';
  return version.split('.').length < 3 ? `openvino==${version}.*` : `openvino==${version}`;
}

function runPip(args: string[], { pip, folder, env, signal }: PipDownloadOptions): Promise<Finished> {
  const quiet = ['--disable-pip-version-check', '--no-input', '--progress-bar', 'off', '--quiet'];
  // Two tries where the user has not said otherwise: pip's five take half a minute to find out that one is offline.
  const retries = env.PIP_RETRIES === undefined ? ['--retries', '2'] : [];
  const wheelOnly = ['--no-deps', '--only-binary=:all:', '--dest', folder];
  const pipEnv = {
    ...env,
    TMPDIR: folder,
    TEMP: folder,
    TMP: folder,
    PIP_REQUIRE_VIRTUALENV: '0',
    PYTHONDONTWRITEBYTECODE: '1',
  };
  return run(pip.python, ['-m', 'pip', 'download', ...quiet, ...retries, ...wheelOnly, ...args], {
    env: pipEnv,
    cwd: folder,
    signal,
  });
}

function pipError(outputs: readonly string[], version: string | undefined): OpenVINOError {
  const asked = version === undefined ? 'openvino' : `openvino ${version}`;
  const output = outputs.at(-1) ?? '';
  if (/No space left on device|Errno 28|Disk quota exceeded|File too large/i.test(output)) {
    return new OpenVINOError(
      'NOT_WRITABLE',
      `pip can't store ${asked}: the disk is full. Free 500 MB, or choose another folder with --dir.`,
    );
  }
  if (/DO NOT MATCH THE HASHES/.test(output)) {
    return new OpenVINOError(
      'CHECKSUM_MISMATCH',
      `pip refused the wheel of ${asked}: its SHA-256 is not the one that the package index gives. Try again; if it stays so, something on the way changes the file.`,
    );
  }
  const known = knownVersions(outputs);
  if (known.length > 0) {
    return new OpenVINOError(
      'RUNTIME_INSTALL_FAILED',
      `pip has no wheel of ${asked} for this machine; there are ${printable(known.join(', '), 800)}`,
    );
  }
  const retried = /^WARNING: Retrying .*?'\w+\('?(.*?)'?[,)]/m.exec(output)?.[1];
  if (retried !== undefined) {
    return new OpenVINOError(
      'RUNTIME_INSTALL_FAILED',
      `pip can't reach its package index: ${printable(withoutObject(retried))}`,
    );
  }
  const lines = output.split(/\r?\n/).filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /^ERROR:/i.test(line));
  const said = (errors.length > 0 ? errors : lines).slice(-2).map((line) => line.replace(/^ERROR:\s*/i, '').trim());
  return new OpenVINOError(
    'RUNTIME_INSTALL_FAILED',
    `pip could not download ${asked}: ${printable(said.join(' ') || 'it said nothing')}`,
  );
}

/** urllib3 begins some reasons with a Python object, `<… object at 0x7f…>: `, which tells nobody anything. */
function withoutObject(reason: string): string {
  return reason.replace(/^<[^>]* object at 0x[0-9a-f]+>: /, '');
}

/** The versions that pip listed when it found none that fits, those that carry the C library. */
function knownVersions(outputs: readonly string[]): string[] {
  const listed = outputs.flatMap((output) => /from versions: ([^)]*)\)/.exec(output)?.[1]?.split(/,\s*/) ?? []);
  const usable = listed.filter((version) => isReleaseVersion(version) && compareVersions(version, OLDEST_VERSION) >= 0);
  return [...new Set(usable)].sort(compareVersions);
}

interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly signal?: AbortSignal | undefined;
}

function run(command: string, args: string[], { env, cwd, signal }: RunOptions): Promise<Finished> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new OpenVINOError('CANCELLED', 'The installation was cancelled.'));
    const child = spawn(command, args, {
      env,
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      ...(signal ? { signal } : {}),
    });
    let output = '';
    const collect = (piece: Buffer): void => {
      if (output.length < 1 << 20) output += piece.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    // A cancelled pip is killed, but until it is gone it may still write into the folder that is about to be removed.
    let cancelled: Error | undefined;
    child.on('error', (error) => {
      if (signal?.aborted) cancelled = error;
      else resolve({ status: null, output: `${command}: ${systemCode(error) ?? error.message}` });
    });
    child.on('close', (status) => {
      if (cancelled === undefined) resolve({ status, output });
      else reject(new OpenVINOError('CANCELLED', 'The installation was cancelled.', { cause: cancelled }));
    });
  });
}

/**
 * The platform tags of wheels that this machine can load.
 *
 * @throws {OpenVINOError} `RUNTIME_INSTALL_FAILED` where no wheel of OpenVINO can run (musl, other systems).
 */
export function wheelPlatforms(
  host: { platform: string; arch: string; glibc: string | undefined } = thisHost(),
): string[] {
  const machine = { x64: 'x86_64', arm64: host.platform === 'darwin' ? 'arm64' : 'aarch64' }[host.arch];
  if (machine !== undefined && host.platform === 'linux' && host.glibc !== undefined)
    return manylinux(machine, host.glibc);
  if (machine !== undefined && host.platform === 'darwin') return [`macosx_${macosVersion()}_0_${machine}`];
  if (machine !== undefined && host.platform === 'win32') return [host.arch === 'x64' ? 'win_amd64' : 'win_arm64'];
  const libc = host.platform === 'linux' && host.glibc === undefined ? ' with musl instead of glibc' : '';
  throw new OpenVINOError(
    'RUNTIME_INSTALL_FAILED',
    `There is no OpenVINO wheel for ${host.platform} on ${host.arch}${libc}. Build OpenVINO yourself and set OPENVINO_NODE_LIBRARY.`,
  );
}

function manylinux(machine: string, glibc: string): string[] {
  const minor = Number(/^2\.(\d+)/.exec(glibc)?.[1] ?? 17);
  const tags: string[] = [];
  for (let i = minor; i >= 17; i--) tags.push(`manylinux_2_${i}_${machine}`);
  return [...tags, `manylinux2014_${machine}`];
}

function macosVersion(): number {
  // Darwin 20 is macOS 11, … 24 is 15; Darwin 25 is macOS 26.
  const darwin = Number.parseInt(release(), 10);
  return darwin >= 25 ? darwin + 1 : darwin - 9;
}

/** What decides which binaries run here. */
export function thisHost(): { platform: NodeJS.Platform; arch: NodeJS.Architecture; glibc: string | undefined } {
  return { platform: process.platform, arch: process.arch, glibc: glibcVersion() };
}

/** The version of the C library that Node runs on, as `2.36`; undefined where it is not glibc. */
function glibcVersion(): string | undefined {
  if (process.platform !== 'linux' || process.report === undefined) return undefined;
  const report: unknown = process.report.getReport();
  const header = typeof report === 'object' && report !== null && 'header' in report ? report.header : undefined;
  if (typeof header !== 'object' || header === null || !('glibcVersionRuntime' in header)) return undefined;
  return typeof header.glibcVersionRuntime === 'string' ? header.glibcVersionRuntime : undefined;
}
