import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { filesBelow, fingerprint, readJson, writeWhole } from './fingerprint.mjs';
import { createContext } from './setup/context.mjs';
import { isRunning } from './setup/lock.mjs';
import { runLogged } from './setup/run.mjs';
import { StepError } from './setup/step-error.mjs';

const RECORD = '.cache/setup/typescript.json';

/**
 * Why dist/ has to be built, or undefined where it is of these sources and whole.
 * @param {import('./setup/context.mjs').Context} context
 */
export function typescriptPending(context) {
  const record = readJson(context.path(RECORD));
  if (record === undefined || !fs.existsSync(context.cli)) return 'dist is not there';
  if (record.fingerprint !== sourcesFingerprint(context)) return 'the sources have changed since it was built';
  const lost = record.files.find((/** @type {string} */ file) => !fs.existsSync(context.path(file)));
  return lost === undefined ? undefined : `${lost} is not there any more`;
}

/**
 * Compiles lib/ to dist/, and copies what is not TypeScript. dist/ is made beside the old one and takes its place at the
 * end: nothing stale stays in it, and a failed build leaves the old one.
 * @param {import('./setup/context.mjs').Context} context
 * @returns {Promise<string>} what it did
 */
export async function buildTypescript(context) {
  removeAbandoned(context);
  const hash = sourcesFingerprint(context);
  const fresh = `dist.new-${process.pid}`;
  try {
    const args = [context.path('node_modules/typescript/bin/tsc'), '-p', context.root, '--outDir', context.path(fresh)];
    const result = await runLogged(context, process.execPath, args, { log: 'typescript' });
    if (!result.ok) {
      throw new StepError('TypeScript build', {
        failed: `tsc ended with ${result.how}`,
        tried: result.command,
        output: result.output,
        logFile: result.logFile,
        todo: 'correct the errors named above.',
      });
    }
    await bundle(context.path(fresh));
    for (const file of assets(context)) {
      const target = context.path(path.join(fresh, path.relative('lib', file)));
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.copyFileSync(context.path(file), target);
    }
    fs.rmSync(context.path(RECORD), { force: true });
    fs.rmSync(context.path('dist'), { recursive: true, force: true });
    fs.renameSync(context.path(fresh), context.path('dist'));
  } finally {
    fs.rmSync(context.path(fresh), { recursive: true, force: true });
  }
  fs.chmodSync(context.cli, 0o755);
  const files = filesBelow(context.root, 'dist');
  writeWhole(context.path(RECORD), `${JSON.stringify({ fingerprint: hash, files })}\n`);
  return `${files.filter((file) => file.endsWith('.js')).length} modules in dist`;
}

/**
 * What builds left that were killed.
 * @param {import('./setup/context.mjs').Context} context
 */
function removeAbandoned(context) {
  for (const name of fs.readdirSync(context.root)) {
    const pid = Number(/^dist\.new-(\d+)$/.exec(name)?.[1]);
    if (pid > 0 && !isRunning(pid)) fs.rmSync(context.path(name), { recursive: true, force: true });
  }
}

/** @param {import('./setup/context.mjs').Context} context */
function assets(context) {
  return filesBelow(context.root, 'lib').filter((file) => !file.endsWith('.ts'));
}

/** @param {import('./setup/context.mjs').Context} context */
function sourcesFingerprint(context) {
  const compiler = readJson(context.path('node_modules/typescript/package.json'))?.version ?? 'none';
  const bundler = readJson(context.path('node_modules/rolldown/package.json'))?.version ?? 'none';
  const sources = [...filesBelow(context.root, 'lib'), 'tsconfig.json', 'scripts/bundle.mjs'];
  return fingerprint(context.root, sources, [compiler, bundler]);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  const context = createContext();
  try {
    const reason = typescriptPending(context);
    context.say(reason === undefined ? 'dist is up to date' : await buildTypescript(context));
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    context.say(error.report());
    process.exitCode = 1;
  }
}
