import { OpenVINOError } from './errors.js';
import { type NativeRuntime, nativeAddon } from './native.js';
import { findRuntime, tbbLibrary } from './runtime/find.js';

/** An OpenVINO library that this process has open. */
export interface RuntimeInfo {
  /** Absolute path of libopenvino_c. */
  readonly path: string;
  /** Release, such as `2026.4.1`. */
  readonly version: string;
  /** The library's own version string, such as `2026.4.1-22982-e213a147257-releases/2026/4`. */
  readonly buildNumber: string;
  /** What the library calls itself: `OpenVINO Runtime`. */
  readonly description: string;
  /** How it was found: `option`, `env`, `cache`, `python` … */
  readonly source: string;
}

interface OpenRuntime {
  readonly info: RuntimeInfo;
  readonly native: NativeRuntime;
}

let current: OpenRuntime | undefined;

/** Opened libraries by path, one object each: a tensor knows its runtime by it. */
const opened = new Map<string, NativeRuntime>();

/**
 * Opens an OpenVINO library and makes it the one that new cores of this thread use. Without a call, the first thing that
 * needs OpenVINO opens the one found first.
 *
 * @param options `path`: absolute path of libopenvino_c, or of a folder that holds it.
 * @throws OpenVINOError `RUNTIME_NOT_FOUND` (it lists every place tried), `RUNTIME_NOT_LOADABLE`, `ADDON_NOT_FOUND`.
 * @example
 * ```ts
 * const { version } = loadRuntime({ path: '/opt/intel/openvino/runtime/lib/intel64/libopenvino_c.so' });
 * ```
 */
export function loadRuntime(options: { readonly path?: string | undefined } = {}): RuntimeInfo {
  current = openRuntime(options);
  return current.info;
}

/**
 * Version of the OpenVINO that this thread uses, which is opened if need be.
 *
 * @throws OpenVINOError as {@link loadRuntime}.
 */
export function getOpenvinoVersion(): { readonly buildNumber: string; readonly description: string } {
  const { buildNumber, description } = currentRuntime().info;
  return { buildNumber, description };
}

/** The runtime of new cores, opened if need be. */
export function currentRuntime(): OpenRuntime {
  current ??= openRuntime({});
  return current;
}

/** Release in the library's version string. */
function releaseOf(buildNumber: string): string {
  return /^\d+\.\d+(\.\d+)?/.exec(buildNumber)?.[0] ?? buildNumber;
}

function openRuntime(options: { readonly path?: string | undefined }): OpenRuntime {
  if (typeof options !== 'object' || options === null) {
    throw new OpenVINOError('INVALID_ARGUMENT', 'Options are an object such as { path: "/opt/intel/openvino" }.');
  }
  if (options.path !== undefined && typeof options.path !== 'string') {
    throw new OpenVINOError('INVALID_ARGUMENT', 'The path of a runtime is a string.');
  }
  const found = findRuntime(options);
  const tbb = tbbLibrary(found.path);
  const fresh = nativeAddon().openRuntime(found.path, tbb === undefined ? [] : [tbb]);
  const native = opened.get(fresh.path) ?? fresh;
  const { path, buildNumber, description } = native;
  opened.set(path, native);
  return { native, info: { path, version: releaseOf(buildNumber), buildNumber, description, source: found.source } };
}
