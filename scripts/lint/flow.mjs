import fs from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { filesBelow } from '../fingerprint.mjs';

/** What charts are made of, and with: results, their words, sharp, files. Neither plans nor trials. */
const CHARTED = [
  /^lib\/bench\/(result\/result|files\/read-input)\.ts$/,
  /^lib\/bench\/report\/(by-device|format|properties|style|terminal|write)\.ts$/,
  /^lib\/bench\/image\/sharp\.ts$/,
];

/** What jobs know of the benchmark: how to be told of, and how to be kept. They measure nothing. */
const FOR_JOBS = [
  /^lib\/bench\/(exit-code|options)\.ts$/,
  /^lib\/bench\/files\//,
  /^lib\/bench\/machine\/process-identity\.ts$/,
  /^lib\/bench\/report\/(style|table)\.ts$/,
];

/**
 * The rooms of lib/ and what each may import. The flow is one way: command → benchmark → public API → native addon.
 * A file belongs to the first room whose pattern fits; its own room is always open to it.
 * @type {{ room: string, files: RegExp, mayImport: RegExp[], packages: string[] }[]}
 */
const ROOMS = [
  {
    room: 'the command (lib/bench/main.ts, cli.ts, commands/)',
    files: /^lib\/bench\/((main|cli)\.ts|commands\/)/,
    mayImport: [/^lib\/index\.ts$/, /^lib\/bench\//, /^lib\/runtime\//, /^lib\/testing\//],
    packages: ['commander'],
  },
  {
    room: 'the charts (lib/bench/chart)',
    files: /^lib\/bench\/chart\//,
    mayImport: [/^lib\/index\.ts$/, /^lib\/runtime\/printable\.ts$/, ...CHARTED],
    packages: ['@fontsource/dejavu-sans', 'd3-array', 'd3-scale'],
  },
  {
    room: 'the jobs (lib/bench/jobs)',
    files: /^lib\/bench\/jobs\//,
    mayImport: [/^lib\/index\.ts$/, /^lib\/runtime\//, ...FOR_JOBS],
    packages: ['commander'],
  },
  {
    room: 'the benchmark (lib/bench)',
    files: /^lib\/bench\//,
    mayImport: [
      /^lib\/index\.ts$/,
      /^lib\/runtime\//,
      /^lib\/testing\//,
      /^lib\/bench\/chart\//,
      /^lib\/bench\/jobs\/folder\/layout\.ts$/,
    ],
    packages: ['sharp', 'commander'],
  },
  {
    room: 'the runtime finder (lib/runtime)',
    files: /^lib\/runtime\//,
    mayImport: [/^lib\/errors\.ts$/],
    packages: ['tar', 'undici', 'yauzl'],
  },
  {
    room: 'what helps tests (lib/testing)',
    files: /^lib\/testing\//,
    mayImport: [/^lib\/(index|errors|runtime|common\/made-here)\.ts$/, /^lib\/runtime\//],
    packages: [],
  },
  {
    room: 'the addon (lib/native.ts)',
    files: /^lib\/native\.ts$/,
    mayImport: [/^lib\/[\w-]+\.ts$/, /^lib\/infer\/in-flight\.ts$/, /^lib\/model\/partial-shape\.ts$/],
    packages: ['node-gyp-build'],
  },
  {
    room: 'the public API (lib/*.ts and the folders of its parts)',
    files: /^lib\/((blob|common|core|infer|model|pool|preprocess|properties|remote|tensor)\/)?[\w-]+\.ts$/,
    mayImport: [/^lib\/native\.ts$/, /^lib\/runtime\//],
    packages: [],
  },
];

/** The entry that carries the whole program, and the commands: nothing in the benchmark imports them. */
const COMMAND = /^lib\/bench\/((main|cli)\.ts|commands\/)/;
const IMPORT =
  /(?:^|[\s;}])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|[\s;])import\s*['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]|\brequire\s*\(\s*['"]([^'"]+)['"]/gm;
const ADDON = /\bprocess\.dlopen\b|\bnode-gyp-build\b|\.node['"`]/;

/**
 * The imports of lib/ that run against the flow.
 * @param {string} root
 * @returns {string[]} one sentence each
 */
export function flowProblems(root) {
  const files = filesBelow(root, 'lib').filter((file) => file.endsWith('.ts'));
  return files.flatMap((file) => fileProblems(file, fs.readFileSync(path.join(root, file), 'utf8')));
}

/**
 * @param {string} file relative to the root, with forward slashes
 * @param {string} text
 * @returns {string[]}
 */
export function fileProblems(file, text) {
  const room = ROOMS.find(({ files }) => files.test(file));
  if (room === undefined) return [`${file} is in none of the rooms that scripts/lint/flow.mjs knows`];
  const code = withoutComments(text);
  const problems = importsOf(code).flatMap((name) => {
    const why = importProblem(file, room, name);
    return why === undefined ? [] : [`${file} imports ${name}: ${why}`];
  });
  if (file !== 'lib/native.ts' && ADDON.test(code))
    problems.push(`${file} loads an addon: only lib/native.ts does that`);
  return problems;
}

/**
 * @param {string} file
 * @param {(typeof ROOMS)[number]} room
 * @param {string} name
 * @returns {string | undefined}
 */
function importProblem(file, room, name) {
  if (name.startsWith('node:')) return undefined;
  if (!name.startsWith('.')) {
    if (builtinModules.includes(name)) return `write node:${name}`;
    const wanted = name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : name.split('/')[0];
    return room.packages.includes(wanted ?? '') ? undefined : `no package of that name belongs in ${room.room}`;
  }
  const target = path.posix.join(path.posix.dirname(file), name).replace(/\.js$/, '.ts');
  if (!target.startsWith('lib/')) return 'lib/ stands by itself';
  if (COMMAND.test(target) && !COMMAND.test(file)) return 'the command is the outermost room';
  if (room.files.test(target) && ROOMS.find(({ files }) => files.test(target)) === room) return undefined;
  if (room.mayImport.some((pattern) => pattern.test(target))) return undefined;
  return `${room.room} may not reach ${target}`;
}

/** @param {string} code */
function importsOf(code) {
  return [...code.matchAll(IMPORT)].map((match) => match.slice(1).find((name) => name !== undefined) ?? '');
}

/**
 * Comments hold examples with imports of their own. Strings and templates stay as they are.
 * @param {string} text
 */
function withoutComments(text) {
  return text.replace(/\/\*[\s\S]*?\*\/|(['"`])(?:\\.|(?!\1)[^\\])*?\1|\/\/[^\n]*/g, (part) =>
    /^\/[/*]/.test(part) ? ' ' : part,
  );
}
