import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Dispatcher } from 'undici';
import { OpenVINOError } from '../errors.js';
import { asDiskError } from './disk-error.js';
import { makeFolders } from './make-folders.js';
import { printable, reasonOf, systemCode } from './printable.js';
import { proxiesOf, withoutCredentials } from './proxy.js';
import { sweepStale, temporaryPath } from './temporary.js';

export interface DownloadOptions {
  /** An http or https URL. */
  readonly url: string;
  /** The file that the download becomes, once it is whole and its sum is right. Its folder is made when it is missing. */
  readonly destination: string;
  /** The published SHA-256, as 64 hexadecimal digits. */
  readonly sha256?: string;
  /** The published length in bytes. */
  readonly size?: number;
  /** The most bytes to accept where no `size` is known; 2 GiB by default. */
  readonly maxByteLength?: number;
  /** Longest wait for the beginning of an answer: name lookup, connection, TLS, redirects and headers together; 5 s by default. */
  readonly connectTimeoutMs?: number;
  /** Longest pause within the answer; 30 s by default. */
  readonly stallTimeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Told after each piece how many bytes are there, and how many there will be where that is known. */
  readonly onProgress?: (receivedByteLength: number, totalByteLength: number | undefined) => void;
  /** Where the proxies are read from; `process.env` by default. */
  readonly env?: NodeJS.ProcessEnv;
  /** Certificates (PEM) to trust instead of Node's own; NODE_EXTRA_CA_CERTS adds to those. */
  readonly ca?: string;
}

export interface Downloaded {
  readonly byteLength: number;
  /** SHA-256 of what arrived, as hexadecimal digits. */
  readonly sha256: string;
}

type Answer = Dispatcher.ResponseData;

const MAX_REDIRECTS = 5;
const DEFAULT_MAX_BYTE_LENGTH = 2 * 1024 ** 3;
const UNREACHABLE = 'connect';

/**
 * Downloads a file, following redirects and the proxies of the environment. It is written beside its destination, checked,
 * synced and renamed: whatever fails, and whenever the process is killed, no file with the destination's name is left that
 * is not whole.
 *
 * @throws {OpenVINOError} `DOWNLOAD_FAILED` (out of reach, HTTP status, cut short, stalled, a refused redirect),
 * `CHECKSUM_MISMATCH`, `NOT_WRITABLE`, `CANCELLED` (by the signal), `INVALID_ARGUMENT` (not an http or https URL).
 */
export async function download(options: DownloadOptions): Promise<Downloaded> {
  const url = parseUrl(options.url);
  throwIfCancelled(options);
  const dispatcher = await createDispatcher(options);
  try {
    const answer = await ask(url, dispatcher, options);
    return await receive(answer, options);
  } finally {
    await dispatcher.destroy();
  }
}

/** Whether a download failed before any answer came: the server is out of reach, as opposed to saying no. */
export function isOutOfReach(error: unknown): boolean {
  return error instanceof OpenVINOError && error.code === 'DOWNLOAD_FAILED' && error.operation === UNREACHABLE;
}

function parseUrl(text: string): URL {
  if (URL.canParse(text)) {
    const url = new URL(text);
    if (url.protocol === 'https:' || url.protocol === 'http:') return url;
  }
  throw new OpenVINOError('INVALID_ARGUMENT', `Not an http or https URL: "${printable(text)}".`);
}

async function createDispatcher(options: DownloadOptions): Promise<Dispatcher> {
  const { EnvHttpProxyAgent } = await import('undici');
  const timeout = options.connectTimeoutMs ?? 5000;
  const tls = options.ca === undefined ? {} : { ca: options.ca };
  return new EnvHttpProxyAgent({
    ...proxiesOf(options.env ?? process.env),
    connect: { timeout, ...tls },
    proxyTls: { timeout, ...tls },
    requestTls: { timeout, ...tls },
    bodyTimeout: options.stallTimeoutMs ?? 30_000,
    // A plain http URL goes to the proxy as an ordinary request: many refuse CONNECT to port 80.
    proxyTunnel: false,
  });
}

/** The answer with status 200, at the end of the redirects. */
async function ask(start: URL, dispatcher: Dispatcher, options: DownloadOptions): Promise<Answer> {
  const { request } = await import('undici');
  const deadline = AbortSignal.timeout(options.connectTimeoutMs ?? 5000);
  const whileAsking = options.signal === undefined ? deadline : AbortSignal.any([deadline, options.signal]);
  let url = start;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const answer = await withDeadline(
      request(url, { dispatcher, headers: { 'accept-encoding': 'identity', 'user-agent': 'openvino-node' } }),
      whileAsking,
    ).catch((error: unknown) => {
      throw noAnswer(error, url, deadline, options);
    });
    if (answer.statusCode === 200) return answer;
    answer.body.on('error', () => undefined).destroy();
    const location = answer.headers.location;
    if (answer.statusCode < 300 || answer.statusCode > 399 || typeof location !== 'string') {
      throw failed(`${show(url)} can't be had: the server answers ${answer.statusCode}`);
    }
    url = redirected(url, location);
  }
  throw failed(`${show(start)} can't be had: more than ${MAX_REDIRECTS} redirects`);
}

/** Where a redirect leads; one from https to http, or to another scheme, is refused. */
export function redirected(from: URL, location: string): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw failed(`${show(from)} redirects to "${printable(location)}", which is no http or https address`);
  }
  if (from.protocol === 'https:' && url.protocol === 'http:') {
    throw failed(`${show(from)} redirects to ${show(url)}, which is not encrypted: refused`);
  }
  return url;
}

/** Gives up waiting when the signal says so. The request itself ends with its dispatcher. */
function withDeadline(request: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    request.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function noAnswer(error: unknown, url: URL, deadline: AbortSignal, options: DownloadOptions): OpenVINOError {
  if (options.signal?.aborted) return cancelled(url);
  const seconds = (options.connectTimeoutMs ?? 5000) / 1000;
  const reason = deadline.aborted ? `no answer within ${seconds} s` : connectReason(error);
  return failed(`${url.origin} is out of reach: ${reason}`, { operation: UNREACHABLE, cause: error });
}

function connectReason(error: unknown): string {
  const code = systemCode(error);
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return 'the connection was not made in time';
  const hint = /CERT|SELF_SIGNED|ISSUER|LEAF_SIGNATURE/.test(code ?? '')
    ? ' (a company proxy? NODE_EXTRA_CA_CERTS names a file of further certificates to trust)'
    : '';
  return `${reasonOf(error)}${hint}`;
}

function throwIfCancelled(options: DownloadOptions): void {
  if (options.signal?.aborted) throw cancelled(parseUrl(options.url));
}

function cancelled(url: URL): OpenVINOError {
  return new OpenVINOError('CANCELLED', `The download of ${show(url)} was cancelled.`);
}

function failed(what: string, facts: { operation?: string; cause?: unknown } = {}): OpenVINOError {
  return new OpenVINOError('DOWNLOAD_FAILED', `${what}.`, facts);
}

function show(url: URL): string {
  return printable(withoutCredentials(url.href));
}

/** Writes the body to a temporary file, checks it, and gives it its name. */
async function receive(answer: Answer, options: DownloadOptions): Promise<Downloaded> {
  const folder = dirname(options.destination);
  const temporary = temporaryPath(folder, basename(options.destination));
  try {
    await makeFolders(folder);
    await sweepStale(folder);
    const downloaded = await write(answer, temporary, options);
    check(downloaded, options);
    await rename(temporary, options.destination);
    return downloaded;
  } catch (error) {
    answer.body.on('error', () => undefined).destroy();
    await rm(temporary, { force: true }).catch(() => undefined);
    throw asDiskError(error, options.destination, 'Free some space or choose another folder, then try again.');
  }
}

async function write(answer: Answer, path: string, options: DownloadOptions): Promise<Downloaded> {
  const total = options.size ?? contentLength(answer);
  const most = options.size ?? options.maxByteLength ?? DEFAULT_MAX_BYTE_LENGTH;
  const hash = createHash('sha256');
  let byteLength = 0;
  const file = await open(path, 'wx');
  const onAbort = (): void => void answer.body.destroy();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    // the signal may have come while the folder was looked at, before anything listened
    throwIfCancelled(options);
    for await (const piece of bodyOf(answer, options, () => byteLength)) {
      byteLength += piece.length;
      if (byteLength > most) throw tooLong(options, most);
      hash.update(piece);
      await file.writeFile(piece);
      options.onProgress?.(byteLength, total);
    }
    throwIfCancelled(options);
    await file.sync();
    return { byteLength, sha256: hash.digest('hex') };
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
    await file.close();
  }
}

function contentLength(answer: Answer): number | undefined {
  const header = answer.headers['content-length'];
  return typeof header === 'string' && /^\d+$/.test(header) ? Number(header) : undefined;
}

/** The pieces of the body; what breaks it off is told apart from errors of the disk. */
async function* bodyOf(answer: Answer, options: DownloadOptions, received: () => number): AsyncGenerator<Buffer> {
  const iterator: AsyncIterator<Buffer> = answer.body[Symbol.asyncIterator]();
  for (;;) {
    let result: IteratorResult<Buffer>;
    try {
      result = await iterator.next();
    } catch (error) {
      throwIfCancelled(options);
      const url = show(parseUrl(options.url));
      if (systemCode(error) === 'UND_ERR_BODY_TIMEOUT') {
        throw failed(`The download of ${url} stalled after ${received()} bytes`, { cause: error });
      }
      const total = contentLength(answer);
      const of = total === undefined ? '' : ` of ${total}`;
      throw failed(`The download of ${url} broke off after ${received()}${of} bytes: ${reasonOf(error)}`, {
        cause: error,
      });
    }
    if (result.done === true) return;
    yield result.value;
  }
}

function tooLong(options: DownloadOptions, most: number): OpenVINOError {
  const url = show(parseUrl(options.url));
  return options.size === undefined
    ? failed(`The download of ${url} is longer than the ${most} bytes that are accepted`)
    : new OpenVINOError(
        'CHECKSUM_MISMATCH',
        `${url} is longer than the ${most} bytes that are published for it: not used.`,
      );
}

function check(downloaded: Downloaded, options: DownloadOptions): void {
  const url = show(parseUrl(options.url));
  if (options.size !== undefined && downloaded.byteLength !== options.size) {
    throw new OpenVINOError(
      'CHECKSUM_MISMATCH',
      `${url} has ${downloaded.byteLength} bytes instead of the ${options.size} that are published for it: not used.`,
    );
  }
  if (options.sha256 !== undefined && downloaded.sha256 !== options.sha256.toLowerCase()) {
    throw new OpenVINOError(
      'CHECKSUM_MISMATCH',
      `The SHA-256 of ${url} is ${downloaded.sha256} instead of the published ${options.sha256}: not used. Try again; ` +
        'if it stays so, something on the way changes the file.',
    );
  }
}
