import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { OpenVINOError } from '../errors.js';
import { unpackArchive } from './archive.js';
import { runtimesDir } from './cache-dir.js';
import { asDiskError } from './disk-error.js';
import { installedRuntimes, libraryOfRuntime } from './layout.js';
import { makeFolders } from './make-folders.js';
import { assertOpenable } from './openable.js';
import { findPip, pipDownload, thisHost } from './pip.js';
import { printable, reasonOf, systemCode } from './printable.js';
import { syncPath, syncTree } from './sync.js';
import { sweepStale, temporaryPath } from './temporary.js';
import { compareVersions, isReleaseVersion, OLDEST_VERSION } from './version.js';
import { unpackWheel } from './wheel.js';

export interface InstallOptions {
  /** `2026.4.1`, `2026.4` for its newest patch; the newest by default. 2024.3 is the oldest. */
  readonly version?: string | undefined;
  /** The folder that gets `<version>/openvino/libs/…`; the package's cache by default, where it is found without being named. */
  readonly dir?: string | undefined;
  /** Only pip, or only the archive; by default pip, then the archive. */
  readonly from?: 'pip' | 'archive' | undefined;
  /** Told in one line what is being done. */
  readonly log?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
}

export interface InstalledResult {
  /** Absolute path of the OpenVINO C library. */
  readonly path: string;
  readonly version: string;
  /** The folder of the runtime: what to remove to be rid of it. */
  readonly folder: string;
  /** False when that version was there already. */
  readonly installed: boolean;
}

/** The settled form of the options. */
interface Job {
  readonly version: string | undefined;
  readonly dir: string;
  readonly from: 'pip' | 'archive' | undefined;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal | undefined;
  readonly env: NodeJS.ProcessEnv;
}

const DISK_REMEDY =
  'A runtime takes about 250 MB, and as much again while it is installed: free some space, or choose another folder with --dir.';

/**
 * Installs an OpenVINO runtime: the `openvino` wheel through pip, or, without pip or where that fails, the archive of
 * storage.openvinotoolkit.org (or of the mirror in `OPENVINO_NODE_MIRROR`). It is unpacked in a temporary folder beside its
 * place, each file checked (the wheel's RECORD, the archive's published SHA-256), synced, and renamed: a folder with a
 * version's name is whole whenever it is seen, however this ends. What a killed installation left is removed by the next.
 * Two at once do no harm: the first rename counts.
 *
 * @throws {OpenVINOError} `INVALID_ARGUMENT` (version), `RUNTIME_INSTALL_FAILED` with all that was tried, `CHECKSUM_MISMATCH`,
 * `ARCHIVE_INVALID`, `NOT_WRITABLE` (disk full, no permission), `CANCELLED`.
 */
export async function installRuntime(options: InstallOptions = {}): Promise<InstalledResult> {
  const job = settle(options);
  const present = soundRuntime(job.dir, job.version);
  if (present !== undefined && job.version !== undefined) return { ...present, installed: false };
  const work = temporaryPath(job.dir, 'runtime');
  try {
    await makeFolders(work);
    await sweepStale(job.dir);
    const { unpacked, version } = await obtain(job, work);
    return await publish(unpacked, version, job);
  } catch (error) {
    const shown = asDiskError(error, job.dir, DISK_REMEDY);
    if (present === undefined || !isNoSource(shown)) throw shown;
    job.log(`${reasonOf(shown)} OpenVINO ${present.version} is installed and stays in use.`);
    return { ...present, installed: false };
  } finally {
    await rm(work, { recursive: true, force: true }).catch(() => undefined);
  }
}

function settle(options: InstallOptions): Job {
  const env = options.env ?? process.env;
  const { version } = options;
  if (version !== undefined && !isReleaseVersion(version)) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `"${printable(version)}" is not a version of OpenVINO: one looks like 2026.4.1 or 2026.4.`,
    );
  }
  if (version !== undefined && compareVersions(version, OLDEST_VERSION) < 0) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `OpenVINO ${version} is too old: 2024.3 is the first whose wheel carries the C library.`,
    );
  }
  const dir = options.dir === undefined ? runtimesDir(env) : resolve(options.dir);
  return { version, dir, env, from: options.from, signal: options.signal, log: options.log ?? (() => undefined) };
}

/** The newest installed runtime of that version (`2026.4` stands for its patches) whose libraries are whole. */
function soundRuntime(
  dir: string,
  version: string | undefined,
): { path: string; version: string; folder: string } | undefined {
  return installedRuntimes(dir).find((runtime) => {
    const fits = version === undefined || runtime.version === version || runtime.version.startsWith(`${version}.`);
    return fits && isSound(runtime.path);
  });
}

function isSound(path: string): boolean {
  try {
    assertOpenable(path);
    return true;
  } catch {
    return false;
  }
}

/** Whether nothing could be had, as opposed to something wrong that was had. */
function isNoSource(error: unknown): boolean {
  return (
    error instanceof OpenVINOError && (error.code === 'RUNTIME_INSTALL_FAILED' || error.code === 'DOWNLOAD_FAILED')
  );
}

/** Gets the runtime into a folder below `work`: by pip, else from the archive. */
async function obtain(job: Job, work: string): Promise<{ unpacked: string; version: string }> {
  const unpacked = join(work, 'unpacked');
  const reasons: string[] = [];
  for (const way of job.from === undefined ? (['pip', 'archive'] as const) : [job.from]) {
    try {
      throwIfCancelled(job);
      const folder = join(work, way);
      await mkdir(folder);
      const version = way === 'pip' ? await byPip(job, folder, unpacked) : await byArchive(job, folder, unpacked);
      return { unpacked, version };
    } catch (error) {
      if (!isNoSource(error)) throw error;
      reasons.push(reasonOf(error).replace(/\.$/, ''));
    }
  }
  throw new OpenVINOError('RUNTIME_INSTALL_FAILED', `No OpenVINO runtime could be had: ${reasons.join('; ')}.`);
}

async function byPip(job: Job, folder: string, unpacked: string): Promise<string> {
  const pip = await findPip(folder, job.env, job.signal);
  if (pip === undefined) {
    throw new OpenVINOError(
      'RUNTIME_INSTALL_FAILED',
      'there is no Python 3 with pip (apt-get install python3-pip, or the like)',
    );
  }
  job.log(`Downloading openvino ${job.version ?? '(newest)'} with ${pip.python} -m pip`);
  const wheel = await pipDownload({ pip, version: job.version, folder, env: job.env, signal: job.signal });
  job.log(`Unpacking ${printable(wheel.slice(folder.length + 1))} and checking it against its RECORD`);
  await mkdir(unpacked);
  return unpackWheel(wheel, unpacked);
}

function byArchive(job: Job, folder: string, unpacked: string): Promise<string> {
  return unpackArchive(unpacked, { ...job, folder, host: thisHost() });
}

/** Checks that the library is there and whole, syncs it, and gives the folder its name. */
async function publish(unpacked: string, version: string, job: Job): Promise<InstalledResult> {
  const library = libraryOfRuntime(unpacked);
  if (library === undefined) {
    throw new OpenVINOError(
      'ARCHIVE_INVALID',
      `OpenVINO ${version} was downloaded, but it has no C library for this platform.`,
    );
  }
  assertOpenable(library);
  throwIfCancelled(job);
  const folder = join(job.dir, version);
  const path = join(folder, library.slice(unpacked.length + 1));
  const present = soundRuntime(job.dir, version);
  if (present !== undefined) return { ...present, installed: false };
  await syncTree(unpacked);
  const renamed = await renameUnlessPresent(unpacked, folder, job);
  await syncPath(job.dir);
  return { path, version, folder, installed: renamed };
}

/** @returns false when another installation was first. */
async function renameUnlessPresent(from: string, to: string, job: Job): Promise<boolean> {
  for (let attempt = 0; ; attempt++) {
    try {
      await rename(from, to);
      return true;
    } catch (error) {
      if (attempt > 2 || !['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EPERM'].includes(systemCode(error) ?? '')) throw error;
      if (soundRuntime(job.dir, to.slice(job.dir.length + 1)) !== undefined) return false;
      // Something else has the name, or a damaged runtime: put it aside under a name that counts as temporary.
      const aside = temporaryPath(job.dir, 'replaced');
      await rename(to, aside);
      await rm(aside, { recursive: true, force: true });
    }
  }
}

function throwIfCancelled(job: Job): void {
  if (job.signal?.aborted)
    throw new OpenVINOError('CANCELLED', `The installation in ${printable(dirname(job.dir))} was cancelled.`);
}
