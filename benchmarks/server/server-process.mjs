import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** @typedef {{ cpuMs: number, rssBytes: number }} Usage */

/** examples/server.mjs, running. */
export class ServerProcess {
  #child;
  #ended;
  #stderr = '';
  port = 0;

  /**
   * @param {string} root of the checkout
   * @param {string} model
   * @param {string[]} args
   */
  constructor(root, model, args) {
    const probe = pathToFileURL(path.join(root, 'benchmarks/server/probe.mjs')).href;
    this.#child = fork(path.join(root, 'examples/server.mjs'), [model, 'CPU', '--port', '0', ...args], {
      execArgv: ['--import', probe],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#ended = once(this.#child, 'exit');
    this.#child.stderr?.setEncoding('utf8').on('data', (text) => {
      this.#stderr += text;
    });
  }

  /** Waits until it listens. */
  async listening() {
    const said = once(/** @type {import('node:stream').Readable} */ (this.#child.stdout), 'data');
    const [text] = await Promise.race([said, this.#ended]);
    this.port = Number(/:(\d+)\s*$/.exec(String(text))?.[1]);
    if (!this.port) throw new Error(`the server did not start: ${this.#stderr.trim()}`);
  }

  /** @returns {Promise<Usage>} */
  async usage() {
    const answer = once(this.#child, 'message');
    this.#child.send('usage');
    const [usage] = await answer;
    return usage;
  }

  /** Asks it to end as a service manager does. */
  async stop() {
    this.#child.kill('SIGTERM');
    const [code, signal] = await this.#ended;
    if (code !== 0) throw new Error(`the server ended with ${signal ?? code}: ${this.#stderr.trim()}`);
  }
}
