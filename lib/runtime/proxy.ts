import { OpenVINOError } from '../errors.js';
import { printable } from './printable.js';

/** The proxies that an environment names; empty where it names none. */
export interface Proxies {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  /** Hosts that are reached directly, separated by commas; `*` for all. */
  readonly noProxy: string;
}

/**
 * The proxies of `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, in lower case first and else in upper case.
 *
 * @throws {OpenVINOError} `INVALID_ARGUMENT` when one of them is not the URL of an HTTP or SOCKS proxy.
 */
export function proxiesOf(env: NodeJS.ProcessEnv): Proxies {
  const all = read(env, 'all_proxy');
  return {
    httpProxy: proxyUrl('http_proxy', read(env, 'http_proxy') || all),
    httpsProxy: proxyUrl('https_proxy', read(env, 'https_proxy') || all),
    noProxy: read(env, 'no_proxy'),
  };
}

function read(env: NodeJS.ProcessEnv, name: string): string {
  return (env[name] || env[name.toUpperCase()] || '').trim();
}

function proxyUrl(variable: string, value: string): string {
  if (value === '') return '';
  // curl and most tools take "proxy:3128" as well.
  const text = value.includes('://') ? value : `http://${value}`;
  if (URL.canParse(text) && /^(https?|socks5?):$/.test(new URL(text).protocol)) return text;
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    `${variable} is not the URL of a proxy: "${printable(withoutCredentials(value))}". It looks like http://host:port.`,
  );
}

/** A URL's text without the user name and password in it, for messages. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][\w+.-]*:\/\/)?[^/?#]*@/i, '$1');
}
