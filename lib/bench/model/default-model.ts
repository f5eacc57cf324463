import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { OpenVINOError } from '../../index.js';
import { cacheDir } from '../../runtime/cache-dir.js';
import { download, isOutOfReach } from '../../runtime/download.js';
import { isFile } from '../../runtime/library-file.js';
import { mirrorUrl } from '../../runtime/mirror.js';
import { printable, reasonOf } from '../../runtime/printable.js';
import { forgetUnreachable, rememberUnreachable, unreachableSince } from './unreachable.js';

/** The exercise's detector, from Open Model Zoo 2021.4. */
export const DEFAULT_MODEL_NAME = 'vehicle-license-plate-detection-barrier-0106';

export const PRECISIONS = ['FP16', 'FP32', 'FP16-INT8'] as const;
export type Precision = (typeof PRECISIONS)[number];

interface PublishedFile {
  readonly byteLength: number;
  readonly sha256: string;
}

/** The files of one precision, as they are published. */
export interface PublishedModel {
  readonly xml: PublishedFile;
  readonly bin: PublishedFile;
}

/** Lengths and sums that Open Model Zoo 2021.4 publishes. */
export const PUBLISHED: Readonly<Record<Precision, PublishedModel>> = {
  FP32: {
    xml: { byteLength: 242_320, sha256: '74fecd516d990371613330e4386d66879c7fbb445e45a6abeb043f022f323a45' },
    bin: { byteLength: 2_573_373, sha256: '7b19141e631acd08b16d5940144343d4afeae66c13f9daeb2cd3215ece6cfba0' },
  },
  FP16: {
    xml: { byteLength: 242_253, sha256: '8177274a661f4e4e250828e9adaf5b48d23c033afb792b9c3fc6e051b0dbeb6e' },
    bin: { byteLength: 1_286_755, sha256: '81ebfad23ceb6cb366a9b8bb44666c2ab2cb8366ca029c56f8c12b2fb5a2e14e' },
  },
  'FP16-INT8': {
    xml: { byteLength: 565_981, sha256: 'afe6eca7bd5506f2bc81506de459cb2c25cfd774e2fa052d8177d88df05155df' },
    bin: { byteLength: 693_931, sha256: '94bf328341b7dade027a702ae30427604b4c64bd176284c207e4437752c8c5e4' },
  },
};

const ZOO = `repositories/open_model_zoo/2021.4/models_bin/3/${DEFAULT_MODEL_NAME}`;

/** Longest time to find out that the server is out of reach. */
const REACH_TIMEOUT_MS = 5000;

export interface DefaultModelOptions {
  /** Of the weights; FP16 by default, as in the exercise. */
  readonly precision?: Precision | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Told in one line what is being done, or why the stand-in is used. */
  readonly log?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The sums that a download must have; those of Open Model Zoo by default. */
  readonly published?: Readonly<Record<Precision, PublishedModel>> | undefined;
}

export interface DefaultModel {
  /** Absolute path of the .xml; the .bin lies beside it. */
  readonly xml: string;
  /** Whether it is the built-in stand-in: results are then not the detector's. */
  readonly standIn: boolean;
  readonly source: 'env' | 'cache' | 'download' | 'stand-in';
}

/**
 * The default model: from the folder in `OV_BENCH_MODEL_DIR`, from the cache, downloaded into it, or, where the server is
 * out of reach, the built-in stand-in. Finding out takes 5 s at most and is remembered for a day.
 *
 * @throws {OpenVINOError} `MODEL_NOT_FOUND` or `WEIGHTS_NOT_FOUND` when `OV_BENCH_MODEL_DIR` has no such model,
 * `NOT_WRITABLE` when the cache can't be written, `CANCELLED`.
 */
export async function resolveDefaultModel(options: DefaultModelOptions = {}): Promise<DefaultModel> {
  const { env, log, precision } = settle(options);
  const present = await locateDefaultModel(options);
  if (present !== undefined) return present;
  const server = mirrorUrl(env);
  const remembered = await unreachableSince(modelsDir(env), server, env);
  if (remembered !== undefined) {
    log(
      `The default model can't be downloaded: ${printable(remembered.reason)} (found out ${remembered.at}, not tried again for a day; ` +
        '`ov-bench model install` tries at once). A built-in stand-in takes its place.',
    );
    return standIn(env);
  }
  try {
    return { xml: await fetchModel(options, defaultFolder(env, precision)), standIn: false, source: 'download' };
  } catch (error) {
    if (!(error instanceof OpenVINOError) || !/^(DOWNLOAD_FAILED|CHECKSUM_MISMATCH)$/.test(error.code)) throw error;
    const reason = reasonOf(error).replace(/\.$/, '');
    if (isOutOfReach(error)) await rememberUnreachable(modelsDir(env), server, env, reason);
    log(`The default model can't be downloaded: ${reason}. A built-in stand-in takes its place.`);
    return standIn(env);
  }
}

/**
 * The default model where it is already: in `OV_BENCH_MODEL_DIR` or in the cache (whole, by its SHA-256).
 *
 * @throws {OpenVINOError} `MODEL_NOT_FOUND` or `WEIGHTS_NOT_FOUND` when `OV_BENCH_MODEL_DIR` is set and has it not.
 */
export async function locateDefaultModel(options: DefaultModelOptions = {}): Promise<DefaultModel | undefined> {
  const { env, precision, published } = settle(options);
  const { OV_BENCH_MODEL_DIR: given } = env;
  if (given) return { xml: modelInFolder(resolve(given), precision), standIn: false, source: 'env' };
  const folder = defaultFolder(env, precision);
  if (!(await isWhole(folder, published))) return undefined;
  return { xml: join(folder, `${DEFAULT_MODEL_NAME}.xml`), standIn: false, source: 'cache' };
}

export interface InstallModelOptions extends DefaultModelOptions {
  /** The folder that gets `<name>/<precision>/<name>.xml`, as `OV_BENCH_MODEL_DIR` takes it; the cache by default. */
  readonly dir?: string | undefined;
}

/**
 * Downloads the default model, whatever is remembered of the server. One that is there and whole is left as it is.
 *
 * @throws {OpenVINOError} `DOWNLOAD_FAILED`, `CHECKSUM_MISMATCH`, `NOT_WRITABLE`, `CANCELLED`.
 */
export async function installDefaultModel(
  options: InstallModelOptions = {},
): Promise<{ xml: string; installed: boolean }> {
  const { env, precision, published } = settle(options);
  const folder =
    options.dir === undefined
      ? defaultFolder(env, precision)
      : join(resolve(options.dir), DEFAULT_MODEL_NAME, precision);
  if (await isWhole(folder, published)) return { xml: join(folder, `${DEFAULT_MODEL_NAME}.xml`), installed: false };
  return { xml: await fetchModel(options, folder), installed: true };
}

function settle(options: DefaultModelOptions) {
  const precision = options.precision ?? 'FP16';
  return {
    precision,
    env: options.env ?? process.env,
    log: options.log ?? (() => undefined),
    published: (options.published ?? PUBLISHED)[precision],
  };
}

function modelsDir(env: NodeJS.ProcessEnv): string {
  return join(cacheDir(env), 'models');
}

function defaultFolder(env: NodeJS.ProcessEnv, precision: Precision): string {
  return join(modelsDir(env), 'open_model_zoo-2021.4', DEFAULT_MODEL_NAME, precision);
}

function modelInFolder(folder: string, precision: Precision): string {
  const file = `${DEFAULT_MODEL_NAME}.xml`;
  const places = [join(folder, DEFAULT_MODEL_NAME, precision, file), join(folder, precision, file), join(folder, file)];
  const xml = places.find(isFile);
  if (xml === undefined) {
    throw new OpenVINOError(
      'MODEL_NOT_FOUND',
      `OV_BENCH_MODEL_DIR has no ${file} of precision ${precision}: looked for ${places.map((place) => printable(place)).join(', ')}.`,
    );
  }
  if (isFile(xml.replace(/xml$/, 'bin'))) return xml;
  throw new OpenVINOError('WEIGHTS_NOT_FOUND', `${printable(xml)} has no .bin beside it.`);
}

async function isWhole(folder: string, published: PublishedModel): Promise<boolean> {
  const base = join(folder, DEFAULT_MODEL_NAME);
  return (await hasSum(`${base}.xml`, published.xml)) && (await hasSum(`${base}.bin`, published.bin));
}

/** Both files together have 1.5 MB and take 4 ms: cheap enough for each start, and a damaged cache heals itself. */
async function hasSum(path: string, { byteLength, sha256 }: PublishedFile): Promise<boolean> {
  try {
    const bytes = await readFile(path);
    return bytes.length === byteLength && createHash('sha256').update(bytes).digest('hex') === sha256;
  } catch {
    return false;
  }
}

/** Downloads both files; the .xml last, so that who finds it finds its .bin. */
async function fetchModel(options: DefaultModelOptions, folder: string): Promise<string> {
  const { env, log, precision, published } = settle(options);
  const server = mirrorUrl(env);
  const url = `${server}/${ZOO}/${precision}/${DEFAULT_MODEL_NAME}`;
  log(`Downloading ${DEFAULT_MODEL_NAME} (${precision}) from ${new URL(server).host}`);
  for (const extension of ['bin', 'xml'] as const) {
    await download({
      url: `${url}.${extension}`,
      destination: join(folder, `${DEFAULT_MODEL_NAME}.${extension}`),
      sha256: published[extension].sha256,
      size: published[extension].byteLength,
      connectTimeoutMs: REACH_TIMEOUT_MS,
      stallTimeoutMs: REACH_TIMEOUT_MS,
      env,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  }
  await forgetUnreachable(modelsDir(env));
  return join(folder, `${DEFAULT_MODEL_NAME}.xml`);
}

async function standIn(env: NodeJS.ProcessEnv): Promise<DefaultModel> {
  const { writeStandInModel } = await import('./stand-in.js');
  const folder = join(modelsDir(env), 'stand-in');
  return { xml: await writeStandInModel(folder), standIn: true, source: 'stand-in' };
}
