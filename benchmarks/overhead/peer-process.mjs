import { spawn } from 'node:child_process';
import readline from 'node:readline';

const END_WITHIN_MS = 20_000;

/** A peer's process, which answers a line to each command. */
export class PeerProcess {
  #child;
  #name;
  #stderr = '';
  /** @type {{ resolve: (reply: any) => void, reject: (error: Error) => void } | undefined} */
  #waiting;
  /** @type {Error | undefined} */
  #ended;
  /** @type {Promise<void>} */
  #closed;

  /**
   * @param {string} name for errors
   * @param {import('./peers.mjs').Program} program
   */
  constructor(name, { program, args, env }) {
    this.#name = name;
    this.#child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stderr.setEncoding('utf8').on('data', (text) => {
      this.#stderr += text;
    });
    // writing to a process that has ended fails; its end is told by itself
    this.#child.stdin.on('error', () => {});
    readline.createInterface({ input: this.#child.stdout }).on('line', (line) => this.#answer(line));
    this.#closed = new Promise((resolve) => {
      this.#child.once('error', (error) => this.#fail(error.message));
      this.#child.once('close', (code, signal) => {
        this.#fail(`it ended with ${signal ?? code}${this.#stderr === '' ? '' : `:\n${this.#stderr.trim()}`}`);
        resolve();
      });
    });
  }

  /**
   * @param {object} command
   * @returns {Promise<any>} the answer
   */
  ask(command) {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#child.stdin.write(`${JSON.stringify(command)}\n`);
    });
  }

  /** Lets it end, and waits for that. A peer that does not end by itself has a fault. */
  async stop() {
    this.#child.stdin.end();
    let killed = false;
    const timer = setTimeout(() => {
      killed = this.#child.kill('SIGKILL');
    }, END_WITHIN_MS);
    await this.#closed;
    clearTimeout(timer);
    if (killed) throw new Error(`the peer ${this.#name} did not end within ${END_WITHIN_MS / 1000} s`);
  }

  /** @param {string} line */
  #answer(line) {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(JSON.parse(line));
  }

  /** @param {string} why */
  #fail(why) {
    this.#ended ??= new Error(`the peer ${this.#name} failed: ${why}`);
    this.#waiting?.reject(this.#ended);
    this.#waiting = undefined;
  }
}
