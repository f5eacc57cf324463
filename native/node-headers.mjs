import fs from 'node:fs';
import path from 'node:path';

/**
 * The prefix of this Node's installation where its headers stand beside it, for node-gyp's nodedir: nothing has to be
 * downloaded then, whatever the home folder holds. Undefined where they do not (some distributions pack them apart).
 * @param {string} [execPath]
 */
export function nodeHeadersFolder(execPath = process.execPath) {
  const prefix = path.resolve(path.dirname(fs.realpathSync(execPath)), '..');
  return fs.existsSync(path.join(prefix, 'include', 'node', 'common.gypi')) ? prefix : undefined;
}

/**
 * The environment for node-gyp.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function nodeGypEnv(env) {
  const nodedir = env.npm_config_nodedir ?? nodeHeadersFolder();
  return nodedir === undefined ? { ...env } : { ...env, npm_config_nodedir: nodedir };
}
