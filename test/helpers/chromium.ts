import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The name of a Chromium that runs here, or undefined. */
export function findChromium(): string | undefined {
  return PROGRAMS.find((name) => spawnSync(name, ['--version']).status === 0);
}

type Params = Readonly<Record<string, unknown>>;
/** What the browser says: answers have members that each command defines. */
export type Message = Readonly<Record<string, unknown>>;

/**
 * A browser that is driven over two pipes: messages of its DevTools protocol, a NUL after each. Needs no package, and no port.
 */
export class Chromium {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #waiting = new Map<number, { resolve: (value: Message) => void; reject: (error: Error) => void }>();
  readonly #listeners: ((method: string, params: Message) => void)[] = [];
  #id = 0;
  #session: string | undefined;

  private constructor(program: string) {
    this.#profile = mkdtempSync(join(tmpdir(), 'openvino-node-chromium-'));
    const args = ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-dev-shm-usage'];
    const quiet = [
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-extensions',
      '--mute-audio',
    ];
    this.#process = spawn(
      program,
      [...args, ...quiet, `--user-data-dir=${this.#profile}`, '--remote-debugging-pipe', 'about:blank'],
      // a group of its own, so that all of its processes can be ended at once
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'], detached: true },
    );
    const fail = (): void => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Chromium has ended'));
    };
    this.#process.once('error', fail).once('exit', fail);
    let rest = '';
    (this.#process.stdio[4] as Readable).setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\0');
      rest = parts.pop() ?? '';
      for (const part of parts) this.#receive(JSON.parse(part));
    });
  }

  /** Starts a browser with one page. */
  static async start(program: string): Promise<Chromium> {
    const browser = new Chromium(program);
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    browser.#session = sessionId as string;
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await browser.send(`${domain}.enable`);
    // keys go to the page, though no window is in front
    await browser.send('Emulation.setFocusEmulationEnabled', { enabled: true });
    return browser;
  }

  on(listener: (method: string, params: Message) => void): void {
    this.#listeners.push(listener);
  }

  send(method: string, params: Params = {}): Promise<Message> {
    const id = ++this.#id;
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    const answer = new Promise<Message>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    (this.#process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    return answer;
  }

  /** Opens a page and waits until it is loaded. */
  async open(url: string): Promise<void> {
    const loaded = new Promise<void>((resolve) => {
      this.on((method) => method === 'Page.loadEventFired' && resolve());
    });
    await this.send('Page.navigate', { url });
    await loaded;
  }

  /** The value of an expression in the page. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = (await this.send('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    })) as { result: { value: T }; exceptionDetails?: { text: string } };
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${exceptionDetails.text}`);
    return result.value;
  }

  /** What the page looks like, as a PNG. */
  async screenshot(): Promise<Buffer> {
    const { data } = await this.send('Page.captureScreenshot', { captureBeyondViewport: true });
    return Buffer.from(data as string, 'base64');
  }

  async close(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.#process.once('exit', () => resolve()));
    // one that is left goes on writing into the profile while it is removed
    if (process.platform === 'win32' || this.#process.pid === undefined) this.#process.kill('SIGKILL');
    else process.kill(-this.#process.pid, 'SIGKILL');
    await ended;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10 });
  }

  #receive(message: {
    id?: number;
    method?: string;
    params?: Message;
    result?: Message;
    error?: { message: string };
  }): void {
    const { id, method, params = {}, result = {}, error } = message;
    if (method !== undefined) for (const listener of this.#listeners) listener(method, params);
    const waiting = this.#waiting.get(id ?? 0);
    if (waiting === undefined) return;
    this.#waiting.delete(id ?? 0);
    if (error === undefined) waiting.resolve(result);
    else waiting.reject(new Error(error.message));
  }
}
