import fs from 'node:fs';
import path from 'node:path';
import { filesBelow } from '../fingerprint.mjs';

const LONGEST_LINES = 300;

/**
 * Files with more than one idea are usually longer than this; told, not refused.
 * @param {string} root
 * @returns {string[]}
 */
export function longFiles(root) {
  const files = ['lib', 'native', 'scripts'].flatMap((folder) => filesBelow(root, folder));
  return files
    .filter((file) => /\.(ts|mjs|cc|h)$/.test(file))
    .map((file) => ({ file, lines: fs.readFileSync(path.join(root, file), 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > LONGEST_LINES)
    .map(({ file, lines }) => `${file} has ${lines} lines; ${LONGEST_LINES} are the measure for one idea`);
}

/**
 * package-lock.json names versions and hashes; from where they are fetched is each machine's own affair. It is complete:
 * `npm install` leaves an optional package out without a word where a registry lacks it, and then `npm ci` refuses the file.
 * @param {string} root
 * @returns {string[]}
 */
export function lockProblems(root) {
  const { packages } = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages).flatMap(([name, entry]) => {
    const problems = Object.keys({ ...entry.dependencies, ...entry.devDependencies, ...entry.optionalDependencies })
      .filter((wanted) => !resolves(packages, name, wanted))
      .map((wanted) => `package-lock.json lacks ${wanted}, which ${name || 'package.json'} names`);
    if (name === '') return problems;
    if (entry.resolved !== undefined) problems.push(`package-lock.json says where ${name} was fetched from`);
    if (entry.integrity === undefined && !entry.link) problems.push(`package-lock.json has no hash of ${name}`);
    return problems;
  });
}

/**
 * As Node looks for a package: in the node_modules of the folder that asks, then of those above it.
 * @param {Record<string, unknown>} packages
 * @param {string} from
 * @param {string} wanted
 * @returns {boolean}
 */
function resolves(packages, from, wanted) {
  if (packages[path.posix.join(from, 'node_modules', wanted)] !== undefined) return true;
  if (from === '') return false;
  return resolves(packages, from.slice(0, Math.max(0, from.lastIndexOf('node_modules/') - 1)), wanted);
}

/**
 * native/sources.txt is what both builds compile: it has to name every source there is, and no other.
 * @param {string} root
 * @returns {string[]}
 */
export function sourceListProblems(root) {
  const listed = fs.readFileSync(path.join(root, 'native/sources.txt'), 'utf8').split('\n').filter(Boolean);
  const present = filesBelow(root, 'native').filter((file) => file.endsWith('.cc') && !file.startsWith('native/test/'));
  return [
    ...present.filter((file) => !listed.includes(file)).map((file) => `native/sources.txt does not name ${file}`),
    ...listed
      .filter((file) => !present.includes(file))
      .map((file) => `native/sources.txt names ${file}, which is not there`),
    ...(listed.join() === [...listed].sort().join() ? [] : ['native/sources.txt is not in alphabetical order']),
  ];
}
