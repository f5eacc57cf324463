/**
 * Version of OpenVINO, or of a device's plugin. As text (`String(version)`) it has three lines: description, release, build.
 *
 * @category Runtime
 * @example
 * ```ts
 * const version: Version = getOpenvinoVersion();
 * console.log(`${version}`); // OpenVINO Runtime, and below it Version : 2026.4.1 and Build   : …
 * ```
 */
export interface Version {
  /** The library's own version string, such as `2026.4.1-22982-e213a147257-releases/2026/4`. */
  readonly buildNumber: string;
  /** What the library calls itself: `OpenVINO Runtime`. */
  readonly description: string;
  /** The text; not among the object's keys. */
  toString(): string;
}

/** A version whose text is as C++ writes it. */
export function makeVersion(buildNumber: string, description: string): Version {
  const text = `${description}\n    Version : ${releaseOf(buildNumber)}\n    Build   : ${buildNumber}`;
  const version = { buildNumber, description };
  return Object.defineProperty(version, 'toString', { value: () => text });
}

/** Release in the library's version string: `2026.4.1`; `2026.4.1-MOCK` of a mocked one. */
export function releaseOf(buildNumber: string): string {
  return /^\d+\.\d+(\.\d+)?(-MOCK)?/.exec(buildNumber)?.[0] ?? buildNumber;
}
