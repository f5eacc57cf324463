import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkPrebuilds } from '../../scripts/check-prebuilds.mjs';
import { nativeFingerprint } from '../../scripts/fingerprint.mjs';
import { fileSizes, mockLibraryName } from '../../scripts/prebuild/record.mjs';
import { type Checkout, copyCheckout, run } from '../setup/checkout.js';

const FILES = ['addon.node', mockLibraryName()];

/** A prebuild as far as its record goes. */
function prebuild(checkout: Checkout, fingerprint: string): string {
  const folder = checkout.path('prebuilds/linux-x64');
  fs.mkdirSync(folder, { recursive: true });
  for (const name of FILES) fs.writeFileSync(path.join(folder, name), 'elf');
  const record = { fingerprint, sizes: fileSizes(folder, FILES) };
  fs.writeFileSync(path.join(folder, 'built-from.json'), JSON.stringify(record));
  return folder;
}

const check = (checkout: Checkout) =>
  run(process.execPath, [checkout.path('scripts/check-prebuilds.mjs')], { cwd: checkout.root });

describe('npm pack', () => {
  it('takes prebuilds of these sources, and none, which it says', async () => {
    const checkout = copyCheckout({ done: false, packages: false });
    fs.rmSync(checkout.path('prebuilds'), { recursive: true, force: true });
    expect(await check(checkout)).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^No prebuilds: .*compiler/),
    });
    prebuild(checkout, nativeFingerprint(checkout.root));
    expect(await check(checkout)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('prebuilds for linux-x64'),
    });
  });

  it.each<[string, (folder: string, checkout: Checkout) => void]>([
    ['of other sources', (_, checkout) => fs.appendFileSync(checkout.path('native/mock/world.h'), '\n')],
    ['that were cut short', (folder) => fs.truncateSync(path.join(folder, FILES[0] as string), 1)],
    ['that lack the mocked OpenVINO', (folder) => fs.rmSync(path.join(folder, mockLibraryName()))],
    ['without a record', (folder) => fs.rmSync(path.join(folder, 'built-from.json'))],
  ])('refuses prebuilds %s', async (_, spoil) => {
    const checkout = copyCheckout({ done: false, packages: false });
    spoil(prebuild(checkout, nativeFingerprint(checkout.root)), checkout);
    expect(checkPrebuilds(checkout.root)).toEqual({ whole: [], stale: ['linux-x64'] });
    const { code, stderr } = await check(checkout);
    expect(code).toBe(1);
    expect(stderr).toMatch(/prebuilds\/linux-x64 would be packed.*[\s\S]*npm run prebuild/);
  });
});
