import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/**
 * A hash of files' names and contents: what was built from the same hash need not be built again.
 * @param {string} root
 * @param {string[]} files relative to root
 * @param {string[]} [facts] further things that what is built depends on
 * @returns {string} SHA-256, hexadecimal
 */
export function fingerprint(root, files, facts = []) {
  const hash = createHash('sha256');
  for (const file of [...files].sort()) {
    const content = fs.readFileSync(path.join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  for (const fact of facts) hash.update(`${fact}\0`);
  return hash.digest('hex');
}

/**
 * All files below a folder, relative to root, with forward slashes.
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
export function filesBelow(root, folder) {
  const entries = fs.readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)).replaceAll(path.sep, '/'),
    );
}

/**
 * The hash of everything that goes into the addon. The prebuild's record holds it, and so does the development build's.
 * @param {string} root
 */
export function nativeFingerprint(root) {
  const sources = filesBelow(root, 'native').filter((file) => !file.startsWith('native/test/'));
  return fingerprint(root, [...sources, 'binding.gyp', 'CMakeLists.txt']);
}

/**
 * Writes a small file whole or not at all.
 * @param {string} file
 * @param {string} content
 */
export function writeWhole(file, content) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(temporary, content);
  fs.renameSync(temporary, file);
}

/**
 * @param {string} file
 * @returns {any} undefined where there is no such file or it is not JSON
 */
export function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
