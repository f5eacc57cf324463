#!/usr/bin/env node
// Before `npm pack`: what is packed from prebuilds/ must be of the sources beside it. A package without any is for people
// with a compiler; that is said and let pass, for some platforms have no prebuild.

import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { nativeFingerprint, readJson } from './fingerprint.mjs';
import { PREBUILD_RECORD, wholeAddon } from './prebuild/record.mjs';
import { createContext } from './setup/context.mjs';
import { StepError } from './setup/step-error.mjs';

/**
 * @param {string} root
 * @returns {{ whole: string[], stale: string[] }} platforms whose prebuild is of these sources and whole, and the others
 */
export function checkPrebuilds(root) {
  const fingerprint = nativeFingerprint(root);
  const folder = path.join(root, 'prebuilds');
  const platforms = fs.existsSync(folder)
    ? fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
    : [];
  /** @param {string} platform */
  const isWhole = (platform) => {
    const record = readJson(path.join(folder, platform, PREBUILD_RECORD));
    return record?.fingerprint === fingerprint && wholeAddon(path.join(folder, platform), record.sizes) !== undefined;
  };
  return { whole: platforms.filter(isWhole), stale: platforms.filter((platform) => !isWhole(platform)) };
}

/** @param {import('./setup/context.mjs').Context} context */
function report(context) {
  const { whole, stale } = checkPrebuilds(context.root);
  if (stale.length > 0) {
    throw new StepError('npm pack', {
      failed: `${stale.map((platform) => `prebuilds/${platform}`).join(' and ')} would be packed, built from other sources than these`,
      tried: `comparing its ${PREBUILD_RECORD} with native/, binding.gyp and CMakeLists.txt`,
      todo: 'build it afresh with npm run prebuild (--arch for another processor), or remove it.',
    });
  }
  const which = `prebuilds for ${whole.join(', ')}`;
  context.say(
    whole.length > 0
      ? which
      : 'No prebuilds: this package needs a C++ compiler where it is installed (npm run prebuild makes one).',
  );
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  const context = createContext();
  try {
    report(context);
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    context.say(error.report());
    process.exitCode = 1;
  }
}
