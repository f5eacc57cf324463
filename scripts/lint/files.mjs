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
 * package-lock.json names versions and hashes; from where they are fetched is each machine's own affair.
 * @param {string} root
 * @returns {string[]}
 */
export function lockProblems(root) {
  const { packages } = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages).flatMap(([name, entry]) => {
    if (name === '') return [];
    const problems = [];
    if (entry.resolved !== undefined) problems.push(`package-lock.json says where ${name} was fetched from`);
    if (entry.integrity === undefined && !entry.link) problems.push(`package-lock.json has no hash of ${name}`);
    return problems;
  });
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
