import type { NativeCore } from '../native.js';
import type { OpenRuntime } from '../runtime.js';

/** What a core is made of, for those who work with it. */
export interface CoreParts {
  readonly native: NativeCore;
  readonly runtime: OpenRuntime;
  readonly pluginsXml: string | null;
}
