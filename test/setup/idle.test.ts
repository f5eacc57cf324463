import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findRuntime } from '../../lib/runtime/find.js';
import { mockLibraryName } from '../../scripts/prebuild/record.mjs';
import { type Checkout, copyCheckout, ROOT, run } from './checkout.js';

/** tsc takes 5 s on two idle cores. */
const BUILDS_TIMEOUT_MS = 120_000;

let checkout: Checkout | undefined;
afterEach(() => checkout?.remove());

/** The machine's OpenVINO by name: where it was found through python3, a bare PATH would hide it. */
let library: string;
beforeAll(() => {
  library = findRuntime().path;
});

describe('set-up with nothing left to do', () => {
  it(
    'says nothing, starts no other program and takes less than a second',
    async () => {
      const env = { ...process.env, PATH: '', OPENVINO_NODE_LIBRARY: library };
      const durations: number[] = [];
      // Sources may have been edited since the set-up that preceded these tests.
      expect(await run(process.execPath, [path.join(ROOT, 'scripts/setup.mjs')])).toMatchObject({ code: 0 });
      for (let attempt = 0; attempt < 3; attempt++) {
        const ended = await run(process.execPath, [path.join(ROOT, 'scripts/setup.mjs')], { env });
        expect(ended).toMatchObject({ code: 0, stdout: '', stderr: '' });
        durations.push(ended.durationMs);
      }
      expect(Math.min(...durations)).toBeLessThan(1000);
    },
    BUILDS_TIMEOUT_MS,
  );

  it('without a runtime, asks for nothing that a machine without OpenVINO and Python lacks', async () => {
    checkout = copyCheckout({ done: true });
    const env = { PATH: '', HOME: checkout.scratch };
    const ended = await checkout.setup({ args: ['--without-runtime'], env });
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(fs.readdirSync(checkout.scratch)).toEqual(['a checkout']);
    // the addon alone does not make a set-up: the mocked OpenVINO belongs to it
    fs.rmSync(checkout.path(`build/Release/${mockLibraryName()}`), { force: true });
    fs.rmSync(checkout.path('prebuilds'), { recursive: true, force: true });
    const incomplete = await checkout.setup({ args: ['--without-runtime'], env });
    expect(incomplete.code).toBe(1);
    expect(incomplete.stderr).toContain('native addon');
    expect(incomplete.stderr).not.toContain('Python');
  });

  it('is the same for a copy of the checkout in a folder with a space in its path', async () => {
    checkout = copyCheckout({ done: true });
    expect(await checkout.setup()).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });
});
