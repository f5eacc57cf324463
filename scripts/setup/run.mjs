import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Ends what the set-up has started, when it is itself told to end. */
export function killChildren() {
  for (const child of running) child.kill('SIGTERM');
}

/**
 * Runs a program to its end, its output into a log file.
 * @param {import('./context.mjs').Context} context
 * @param {string} program
 * @param {string[]} args
 * @param {{ log: string, env?: NodeJS.ProcessEnv, cwd?: string, showErrors?: boolean }} options
 *   log: its file name under .cache/setup. showErrors: pass stderr on to the reader's terminal (progress), where it is one.
 * @returns {Promise<{ ok: boolean, how: string, output: string, logFile: string, command: string }>}
 *   ok: exit code 0; how: "exit code 3", "killed by SIGKILL"; output: what it said, its middle left out where it is long
 */
export async function runLogged(context, program, args, options) {
  const logFile = context.path(`.cache/setup/${options.log}.log`);
  const command = [program, ...args].map((word) => (/[\s"']/.test(word) ? JSON.stringify(word) : word)).join(' ');
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  fs.writeFileSync(logFile, `$ ${command}\n`);
  const log = fs.openSync(logFile, 'a');
  const show = options.showErrors === true && process.stderr.isTTY === true;
  try {
    const how = await new Promise((resolve) => {
      const child = spawn(program, args, {
        cwd: options.cwd ?? context.root,
        env: options.env ?? context.env,
        stdio: ['ignore', log, show ? 'inherit' : log],
        windowsHide: true,
      });
      running.add(child);
      child.once('error', (error) => finish(child, `could not be started: ${error.message}`));
      child.once('close', (code, signal) => finish(child, code === null ? `killed by ${signal}` : `exit code ${code}`));
      /** @param {import('node:child_process').ChildProcess} child @param {string} result */
      function finish(child, result) {
        running.delete(child);
        resolve(result);
      }
    });
    return { ok: how === 'exit code 0', how, output: excerpt(logFile), logFile, command };
  } finally {
    fs.closeSync(log);
  }
}

/**
 * What a reader needs of a log: from its first error on, and its end; without the command in the first line.
 * @param {string} logFile
 */
function excerpt(logFile) {
  // A tool's output on a terminal of the reader: nothing in it may move the cursor.
  const lines = fs
    .readFileSync(logFile, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/\p{Cc}/gu, ' ').trimEnd());
  if (lines.length <= 24) return lines.join('\n');
  const from = Math.max(0, lines.findIndex((line) => /\b(error|missing)\b/i.test(line)) - 1);
  const until = Math.min(from + 14, lines.length);
  const rest = lines.slice(Math.max(until, lines.length - 8));
  return [...lines.slice(from, until), ...(rest.length > 0 ? ['…', ...rest] : [])].join('\n');
}
