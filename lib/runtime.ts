import { describe } from './common/describe.js';
import { checkOptions } from './common/options.js';
import { OpenVINOError } from './errors.js';
import { type NativeRuntime, nativeAddon } from './native.js';
import { findRuntime, tbbLibrary } from './runtime/find.js';
import { makeVersion, releaseOf, type Version } from './version.js';

/**
 * An OpenVINO library that this process has open.
 *
 * @category Runtime
 * @example
 * ```ts
 * const { version, path, source, simulated }: RuntimeInfo = loadRuntime();
 * console.log(version, path, source, simulated);
 * ```
 */
export interface RuntimeInfo {
  /** Absolute path of libopenvino_c. */
  readonly path: string;
  /** Release, such as `2026.4.1`; `2026.4.1-MOCK` of a mocked one. */
  readonly version: string;
  /** The library's own version string, such as `2026.4.1-22982-e213a147257-releases/2026/4`. */
  readonly buildNumber: string;
  /** What the library calls itself: `OpenVINO Runtime`. */
  readonly description: string;
  /** How it was found: `option`, `env`, `cache`, `python` …; `mock` by `mockRuntime()`. */
  readonly source: string;
  /** Whether it is a mocked one with simulated devices, by its own account, however it was opened. */
  readonly simulated: boolean;
}

export interface OpenRuntime {
  readonly info: RuntimeInfo;
  readonly native: NativeRuntime;
  /** What a core takes that was given no plugins.xml of its own: of a mocked runtime, the devices' description. */
  readonly pluginsXml: string | null;
  /** Asynchronous calls of its cores that have not settled. */
  calls: number;
}

/** Runtimes that are in use, the current one last: one that was loaded, and mocked ones that are not closed. */
const inUse: OpenRuntime[] = [];
let loaded: OpenRuntime | undefined;

/** Asynchronous calls of cores that have not settled, by their library, however often that was loaded. */
const callsOf = new WeakMap<NativeRuntime, number>();

/** Opened libraries by path, one object each: a tensor knows its runtime by it. */
const opened = new Map<string, NativeRuntime>();

/**
 * Opens an OpenVINO library and makes it the one that new cores of this thread use. Without a call, the first thing that
 * needs OpenVINO opens the one found first.
 *
 * While a mocked runtime is in use (`mockRuntime()` of `@x/openvino-node/testing`), it gives that one, whatever the path,
 * and opens nothing: a program that names its runtime can be tested as it is.
 *
 * @category Runtime
 * @param options `path`: absolute path of libopenvino_c, or of a folder that holds it.
 * @throws OpenVINOError `RUNTIME_NOT_FOUND` (it lists every place tried), `RUNTIME_NOT_LOADABLE`, `ADDON_NOT_FOUND`.
 * @example
 * ```ts
 * const { path, version } = loadRuntime(); // the one that is found first
 * const same = loadRuntime({ path }); // one by its path
 * assert.equal(same.version, version);
 * ```
 */
export function loadRuntime(options: { readonly path?: string | undefined } = {}): RuntimeInfo {
  const path = pathOf(options);
  const mocked = inUse.at(-1);
  if (mocked !== undefined && mocked !== loaded) return mocked.info;
  const runtime = openRuntime(path);
  if (loaded !== undefined) leave(loaded);
  loaded = runtime;
  inUse.push(runtime);
  return runtime.info;
}

/**
 * Version of the OpenVINO that this thread uses, which is opened if need be.
 *
 * @category Runtime
 * @throws OpenVINOError as {@link loadRuntime}.
 * @example
 * ```ts
 * console.log(getOpenvinoVersion().buildNumber); // 2026.4.1-22982-e213a147257-releases/2026/4
 * ```
 */
export function getOpenvinoVersion(): Version {
  const { buildNumber, description } = currentRuntime().info;
  return makeVersion(buildNumber, description);
}

/**
 * Has the OpenVINO that this thread uses free what it keeps for the whole process: model readers and their like. For programs
 * that go on without OpenVINO; one that ends needs no shutdown. What is used afterwards is loaded again.
 *
 * Models, compiled models, infer requests and ports, of all threads, may have code of the readers in them, and so may calls of
 * other threads that read or compile. While there are any, they stay as usable as before, and the readers are freed when the
 * last of them is: closed, or collected as garbage (which ports are).
 *
 * @category Runtime
 * @throws OpenVINOError `REQUEST_BUSY` while a model is read, compiled or imported by an asynchronous call of this thread.
 * @example
 * ```ts
 * compiledModel.close();
 * core.close();
 * shutdown();
 * ```
 */
export function shutdown(): void {
  const runtime = inUse.at(-1);
  if (runtime === undefined) return;
  if ((callsOf.get(runtime.native) ?? 0) > 0) {
    throw new OpenVINOError('REQUEST_BUSY', 'OpenVINO is reading or compiling a model; await it before shutdown().');
  }
  nativeAddon().shutdown(runtime.native);
}

/** The runtime of new cores, opened if need be. */
export function currentRuntime(): OpenRuntime {
  if (inUse.length === 0) loadRuntime();
  return inUse.at(-1) as OpenRuntime;
}

/** Makes an asynchronous call of a core, which counts until it has settled. */
export async function counted<T>(runtime: OpenRuntime, call: () => Promise<T>): Promise<T> {
  const { native } = runtime;
  callsOf.set(native, (callsOf.get(native) ?? 0) + 1);
  runtime.calls++;
  try {
    return await call();
  } finally {
    runtime.calls--;
    callsOf.set(native, (callsOf.get(native) ?? 1) - 1);
  }
}

/** A mocked runtime in use, as lib/testing sees it. */
export interface UseOfMock {
  readonly info: RuntimeInfo;
  /** Asynchronous calls of cores that have not settled: compiling, reading. */
  pendingCalls(): number;
  /** Ends its use: what was current before is so again. */
  leave(): void;
}

/** For lib/testing: opens a mocked library, and makes it the current runtime. */
export function useMockedRuntime(path: string, pluginsXml: string): UseOfMock {
  const runtime = openRuntime(path, { source: 'mock', pluginsXml });
  inUse.push(runtime);
  return { info: runtime.info, pendingCalls: () => runtime.calls, leave: () => leave(runtime) };
}

/** What was current before is so again, where this one was. */
function leave(runtime: OpenRuntime): void {
  const index = inUse.indexOf(runtime);
  if (index !== -1) inUse.splice(index, 1);
}

function pathOf(options: { readonly path?: string | undefined }): string | undefined {
  checkOptions(options, ['path'], '{ path: "/opt/intel/openvino" }');
  if (options.path !== undefined && typeof options.path !== 'string') {
    throw new OpenVINOError('INVALID_ARGUMENT', `The path of a runtime is a string, not ${describe(options.path)}.`);
  }
  return options.path;
}

function openRuntime(searched: string | undefined, mock?: { source: string; pluginsXml: string }): OpenRuntime {
  const found = findRuntime({ path: searched });
  const tbb = tbbLibrary(found.path);
  const fresh = nativeAddon().openRuntime(found.path, tbb === undefined ? [] : [tbb]);
  const native = opened.get(fresh.path) ?? fresh;
  const { path, buildNumber, description } = native;
  opened.set(path, native);
  const version = releaseOf(buildNumber);
  const source = mock?.source ?? found.source;
  const info = { path, version, buildNumber, description, source, simulated: version.endsWith('-MOCK') };
  return { native, info, pluginsXml: mock?.pluginsXml ?? null, calls: 0 };
}
