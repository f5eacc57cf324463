import { OpenVINOError } from '../errors.js';
import { printable } from './printable.js';
import { withoutCredentials } from './proxy.js';

/** Where OpenVINO's archives and models are published. */
export const DEFAULT_MIRROR = 'https://storage.openvinotoolkit.org';

/** The variable that names a mirror of it. */
export const MIRROR_VARIABLE = 'OPENVINO_NODE_MIRROR';

/**
 * The server to download from, without a slash at its end.
 *
 * @throws {OpenVINOError} `INVALID_ARGUMENT` when `OPENVINO_NODE_MIRROR` is not an http or https URL.
 */
export function mirrorUrl(env: NodeJS.ProcessEnv = process.env): string {
  const mirror = env[MIRROR_VARIABLE] || DEFAULT_MIRROR;
  if (URL.canParse(mirror) && /^https?:$/.test(new URL(mirror).protocol)) return mirror.replace(/\/+$/, '');
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    `${MIRROR_VARIABLE} must be an http or https URL, but is "${printable(withoutCredentials(mirror))}".`,
  );
}
