import { nodeProblem } from './checks.mjs';
import { installHints } from './install-hints.mjs';

/**
 * @typedef {{ step: import('./context.mjs').Step, reason: string }} Pending
 * @typedef {{ name: string, problem: string, neededFor: string, packages: import('./install-hints.mjs').PackageKey }} Missing
 */

/**
 * Everything that the pending steps need and this machine lacks, found before any of them starts.
 * @param {import('./context.mjs').Context} context
 * @param {Pending[]} pending
 * @returns {Promise<Missing[]>}
 */
export async function findMissing(context, pending) {
  /** @type {Missing[]} */
  const missing = [];
  const node = nodeProblem(process.versions.node);
  if (node !== undefined)
    missing.push({ name: 'Node.js', problem: node, neededFor: 'everything here', packages: 'node' });
  for (const { step, reason } of pending) {
    for (const requirement of step.requirements(context)) {
      const problem = await requirement.problem();
      if (problem === undefined) continue;
      const neededFor = `${step.title} (${reason})`;
      const known = missing.find(({ name }) => name === requirement.name);
      if (known !== undefined) known.neededFor += `; ${neededFor}`;
      else missing.push({ name: requirement.name, problem, neededFor, packages: requirement.packages });
    }
  }
  return missing;
}

/**
 * @param {Missing[]} missing
 * @returns {string}
 */
export function explainMissing(missing) {
  const count = missing.length === 1 ? 'one thing is missing' : `${missing.length} things are missing`;
  const lines = [`Set-up cannot start: ${count}. Nothing has been changed.`];
  for (const { name, problem, neededFor } of missing)
    lines.push(`  - ${name}: ${problem}`, `    needed for: ${neededFor}`);
  lines.push('Install what is missing, then run the same command again:');
  for (const hint of installHints(missing.map((entry) => entry.packages))) lines.push(`  ${hint}`);
  if (missing.some((entry) => entry.packages === 'python')) {
    lines.push(
      '  Or, where an OpenVINO 2024.3 or newer is installed: set OPENVINO_NODE_LIBRARY to its libopenvino_c (absolute path).',
    );
  }
  return `${lines.join('\n')}\n`;
}
