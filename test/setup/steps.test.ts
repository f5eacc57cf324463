import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findRuntime } from '../../lib/runtime/find.js';
import { barePath, type Checkout, copyCheckout } from './checkout.js';

/** tsc takes 5 s on two idle cores. */
const BUILDS_TIMEOUT_MS = 120_000;

let checkout: Checkout | undefined;
afterEach(() => checkout?.remove());

/** The machine's OpenVINO by name: where it was found through python3, a bare PATH would hide it. */
let library: string;
beforeAll(() => {
  library = findRuntime().path;
});

/** Makes the TypeScript step, and it alone, have something to do. */
function touchSources(copy: Checkout): void {
  fs.appendFileSync(copy.path('lib/index.ts'), '\n// changed by a test\n');
}

describe('a step that fails', () => {
  it(
    'says what failed, what was tried and what to do, keeps what there was, and is done next time',
    async () => {
      checkout = copyCheckout({ done: true });
      const source = checkout.path('lib/errors.ts');
      const before = fs.readFileSync(source);
      fs.appendFileSync(source, 'export const broken: number = "text";\n');
      const failed = await checkout.setup();
      expect(failed.code).toBe(1);
      expect(failed.stdout).toBe('');
      expect(failed.stderr).toContain('Set-up stopped at: TypeScript build');
      for (const part of ['failed:', 'tried:', 'lib/errors.ts', 'TS2322', 'log:', 'to do:']) {
        expect(failed.stderr).toContain(part);
      }
      expect(failed.stderr).not.toMatch(/^\s+at /m);
      expect(fs.existsSync(checkout.path('dist/bench/main.js'))).toBe(true);
      expect(fs.readdirSync(checkout.root).filter((name) => name.startsWith('dist.'))).toEqual([]);
      expect(fs.existsSync(checkout.path('.cache/setup/lock'))).toBe(false);

      fs.writeFileSync(source, before);
      expect(await checkout.setup()).toMatchObject({ code: 0, stderr: '' });
    },
    BUILDS_TIMEOUT_MS,
  );

  it('shows the compiler’s words where the addon cannot be built', async () => {
    checkout = copyCheckout({ done: true });
    fs.writeFileSync(checkout.path('native/sources.txt'), 'native/broken.cc\n');
    fs.writeFileSync(checkout.path('native/broken.cc'), '#error "broken by a test"\n');
    const { code, stderr } = await checkout.setup();
    expect(code).toBe(1);
    expect(stderr).toContain('native addon: the sources have changed since it was built');
    expect(stderr).toContain('Set-up stopped at: native addon');
    expect(stderr).toContain('broken by a test');
    expect(stderr).toContain('to do:');
  });

  it('leaves no half of the packages where npm cannot reach its registry', async () => {
    checkout = copyCheckout({ done: false });
    const env = {
      ...process.env,
      HOME: checkout.scratch,
      OPENVINO_NODE_LIBRARY: library,
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_fetch_retries: '0',
      npm_config_cache: path.join(checkout.scratch, 'npm'),
    };
    const { code, stderr } = await checkout.setup({ env });
    expect(code).toBe(1);
    expect(stderr).toContain('dependencies: node_modules is not there, or not complete');
    expect(stderr).toContain('Set-up stopped at: dependencies');
    expect(stderr).toContain('npm ping');
    expect(fs.existsSync(checkout.path('node_modules/.package-lock.json'))).toBe(false);
  });

  it('tells of a named library that is not there before it does anything', async () => {
    checkout = copyCheckout({ done: true });
    const missing = path.join(checkout.scratch, 'libopenvino_c.so');
    const { code, stderr } = await checkout.setup({ env: { ...process.env, OPENVINO_NODE_LIBRARY: missing } });
    expect(code).toBe(1);
    expect(stderr).toContain('Set-up stopped at: OpenVINO runtime');
    expect(stderr).toContain(missing);
    expect(stderr).not.toContain('[');
  });

  it('passes on what the runtime’s installation says', async () => {
    checkout = copyCheckout({ done: true });
    const bin = barePath(checkout.scratch, ['sh']);
    // A Python whose pip is there and reaches nothing.
    const python =
      '#!/bin/sh\ncase "$*" in --version) echo Python 3.11.2;; "-m pip --version") echo pip 23;; *) echo "no route to the index" >&2; exit 1;; esac\n';
    fs.writeFileSync(path.join(bin, 'python3'), python, { mode: 0o755 });
    const proxy = 'http://127.0.0.1:9';
    const env = { PATH: bin, HOME: checkout.scratch, https_proxy: proxy, http_proxy: proxy };
    const { code, stderr } = await checkout.setup({ env });
    expect(code).toBe(1);
    expect(stderr).toContain('OpenVINO runtime: none was found');
    expect(stderr).toContain('Set-up stopped at: OpenVINO runtime');
    expect(stderr).toContain('runtime install');
    expect(stderr).toContain('OPENVINO_NODE_LIBRARY');
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('set-ups that meet', () => {
  it(
    'two at once do the work once',
    async () => {
      checkout = copyCheckout({ done: true });
      touchSources(checkout);
      const ended = await Promise.all([checkout.setup(), checkout.setup()]);
      expect(ended.map(({ code }) => code)).toEqual([0, 0]);
      const said = ended.map(({ stderr }) => stderr).join('');
      expect(said.match(/modules in dist/g)).toHaveLength(1);
      expect(await checkout.setup()).toMatchObject({ code: 0, stderr: '' });
    },
    BUILDS_TIMEOUT_MS,
  );

  it(
    'one that was killed is resumed by the next, one that is interrupted tidies up',
    async () => {
      checkout = copyCheckout({ done: true });
      touchSources(checkout);
      const stopAtBuild = (signal: NodeJS.Signals) => {
        let stopped = false;
        return {
          onStderr: (text: string, kill: (signal: NodeJS.Signals) => void) => {
            if (!stopped && text.includes('TypeScript build')) kill(signal);
            stopped ||= text.includes('TypeScript build');
          },
        };
      };
      const interrupted = await checkout.setup(stopAtBuild('SIGINT'));
      expect(interrupted.code).toBe(130);
      expect(interrupted.stderr).toContain('interrupted');
      expect(fs.existsSync(checkout.path('.cache/setup/lock'))).toBe(false);

      const killed = await checkout.setup(stopAtBuild('SIGKILL'));
      expect(killed.signal).toBe('SIGKILL');
      expect(fs.existsSync(checkout.path('.cache/setup/lock'))).toBe(true);

      const resumed = await checkout.setup();
      expect(resumed.code).toBe(0);
      expect(resumed.stderr).toMatch(/TypeScript build: .*\n.*modules in dist \(\d+\.\d s\)/);
      expect(await checkout.setup()).toMatchObject({ code: 0, stderr: '' });
    },
    BUILDS_TIMEOUT_MS,
  );
});
