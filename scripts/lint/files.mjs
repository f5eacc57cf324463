import fs from 'node:fs';
import path from 'node:path';
import { filesBelow } from '../fingerprint.mjs';

const LONGEST_LINES = 300;

/**
 * Files with more than one idea are usually longer than this, their docstrings apart; told, not refused.
 * @param {string} root
 * @returns {string[]}
 */
export function longFiles(root) {
  const files = ['lib', 'native', 'scripts', 'benchmarks'].flatMap((folder) => filesBelow(root, folder));
  return files
    .filter((file) => /\.(ts|mjs|cc|h)$/.test(file))
    .map((file) => ({ file, lines: linesOf(fs.readFileSync(path.join(root, file), 'utf8')) }))
    .filter(({ lines }) => lines > LONGEST_LINES)
    .map(({ file, lines }) => `${file} has ${lines} lines; ${LONGEST_LINES} are the measure for one idea`);
}

/** @param {string} text */
function linesOf(text) {
  return text.replace(/^ *\/\*\*[\s\S]*?\*\/\n/gm, '').split('\n').length - 1;
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
 * What both builds compile: the addon, which has nothing of the mock, and the mocked OpenVINO beside it, which has the
 * sizes of element types from the addon.
 */
const SOURCE_LISTS = [
  { list: 'native/sources.txt', sources: /^native\/[^/]+\.cc$/ },
  { list: 'native/mock/sources.txt', sources: /^native\/(mock\/[^/]+|element)\.cc$/ },
];

/**
 * A list has to name every source that belongs into it, and no other.
 * @param {string} root
 * @returns {string[]}
 */
export function sourceListProblems(root) {
  const files = filesBelow(root, 'native');
  return SOURCE_LISTS.flatMap(({ list, sources }) => {
    const listed = fs.readFileSync(path.join(root, list), 'utf8').split('\n').filter(Boolean);
    const present = files.filter((file) => sources.test(file));
    return [
      ...present.filter((file) => !listed.includes(file)).map((file) => `${list} does not name ${file}`),
      ...listed
        .filter((file) => !present.includes(file))
        .map((file) => `${list} names ${file}, which is not one of its sources`),
      ...(listed.join() === [...listed].sort().join() ? [] : [`${list} is not in alphabetical order`]),
    ];
  });
}
