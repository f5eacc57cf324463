import fs from 'node:fs';
import path from 'node:path';
import { ask } from '../checks.mjs';
import { runLogged } from '../run.mjs';
import { StepError } from '../step-error.mjs';

/**
 * @typedef {{ version?: string, optional?: boolean, os?: string[], cpu?: string[] }} LockedPackage
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

/** npm packages, exactly those of package-lock.json. Their install scripts are not run: none is needed. */
export const dependencies = /** @type {import('../context.mjs').Step} */ ({
  title: 'dependencies',

  pending(context) {
    const wanted = readPackages(context.path('package-lock.json'));
    const present = readPackages(context.path('node_modules/.package-lock.json'));
    if (wanted === undefined) return 'package-lock.json cannot be read';
    // npm writes this list last, so an interrupted installation has none.
    if (present === undefined) return 'node_modules is not there, or not complete';
    return difference(wanted, present, context.root);
  },

  requirements(context) {
    const problem = () => (npmCommand(context.env) === undefined ? 'npm is not on the PATH' : undefined);
    return [{ name: 'npm', problem, packages: 'node' }];
  },

  async run(context) {
    const [program, ...first] = npmCommand(context.env) ?? ['npm'];
    const args = [...first, 'ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--no-progress'];
    const result = await runLogged(context, program, args, {
      log: 'dependencies',
      env: withoutNpmOptions(context.env),
    });
    if (!result.ok) {
      throw new StepError('dependencies', {
        failed: `npm ci ended with ${result.how}`,
        tried: result.command,
        output: result.output,
        logFile: result.logFile,
        todo: 'see that npm reaches its registry (npm ping; behind a proxy: npm config set https-proxy URL) and that the disk has 500 MB free.',
      });
    }
    return `installed ${Object.keys(readPackages(context.path('node_modules/.package-lock.json')) ?? {}).length} packages`;
  },
});

/**
 * The npm that started us where there is one, else the one on the PATH; undefined without npm.
 * @param {NodeJS.ProcessEnv} env
 * @returns {[string, ...string[]] | undefined}
 */
export function npmCommand(env) {
  const script = env.npm_execpath;
  if (script?.endsWith('npm-cli.js') && fs.existsSync(script)) return [process.execPath, script];
  const program = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  return ask(program, ['--version']) === undefined ? undefined : [program];
}

/**
 * Options of the `npm run` around us (--silent, --omit, --prefix) reach us as variables; they are not meant for npm ci.
 * Settings such as a proxy or a registry come from npm's files as well and stay.
 * @param {NodeJS.ProcessEnv} env
 */
function withoutNpmOptions(env) {
  const dropped =
    /^npm_(config_(loglevel|silent|omit|include|only|production|dry_run|global|prefix|local_prefix|workspaces?)$|lifecycle_|package_)/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !dropped.test(name)));
}

/**
 * @param {string} file
 * @returns {LockedPackages | undefined}
 */
function readPackages(file) {
  try {
    const { packages } = JSON.parse(fs.readFileSync(file, 'utf8'));
    delete packages[''];
    return packages;
  } catch {
    return undefined;
  }
}

/**
 * What tells the installed packages from the wanted ones; undefined when they agree. A package that is optional may be
 * absent: most of those are for other platforms.
 * @param {LockedPackages} wanted
 * @param {LockedPackages} present
 * @param {string} root
 */
function difference(wanted, present, root) {
  for (const [name, { version, optional }] of Object.entries(wanted)) {
    const have = present[name];
    if (have === undefined && optional) continue;
    if (have?.version !== version)
      return `package-lock.json wants ${plain(name)} ${version}, ${have?.version ?? 'it'} is ${have ? 'there' : 'not there'}`;
  }
  for (const [name, { os, cpu }] of Object.entries(present)) {
    if (wanted[name] === undefined) return `package-lock.json does not know ${plain(name)}`;
    if (!matches(os, process.platform) || !matches(cpu, process.arch))
      return `node_modules is of another platform (${plain(name)})`;
    if (!fs.existsSync(path.join(root, name, 'package.json'))) return `${plain(name)} is not there any more`;
  }
  return undefined;
}

/** @param {string} name */
const plain = (name) => name.replace(/^.*node_modules\//, '');

/**
 * npm's rule for the fields os and cpu.
 * @param {string[] | undefined} list
 * @param {string} own
 */
function matches(list, own) {
  if (list === undefined || list.includes(`!${own}`)) return list === undefined;
  const positive = list.filter((entry) => !entry.startsWith('!'));
  return positive.length === 0 || positive.includes(own) || positive.includes('any');
}
