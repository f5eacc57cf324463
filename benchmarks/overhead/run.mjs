import { buildPeers } from './build.mjs';
import { GROUPS } from './cases.mjs';
import { machine } from './machine.mjs';
import { measure } from './measure.mjs';
import { prepareModels } from './models.mjs';
import { findPython } from './python.mjs';
import { findLibrary, ROOT } from './setup.mjs';
import { summarize } from './summarize.mjs';

/**
 * @typedef {object} Outcome
 * @property {string} date
 * @property {boolean} quick
 * @property {number} rounds
 * @property {ReturnType<typeof machine>} machine
 * @property {string} openvino the library's own version string
 * @property {string | null} python that of Python's library; null where there is none
 * @property {import('./summarize.mjs').Result[]} results
 */

/**
 * @param {import('./options.mjs').Options} options
 * @param {(text: string) => void} say for progress
 * @returns {Promise<Outcome>}
 */
export async function runBenchmark(options, say) {
  const { raw, floor } = buildPeers(ROOT, say);
  const { library, preload, version } = await findLibrary();
  const models = await prepareModels(ROOT, options.models);
  const python = findPython(options.python);
  const noPython = typeof python === 'string' ? python : undefined;
  const program = typeof python === 'string' ? '' : python.program;
  const setup = { root: ROOT, library, preload, raw, floor, python: program };
  const plan = { setup, rounds: options.rounds, quick: options.quick, noPython };
  const results = [];
  for (const group of GROUPS) {
    const rows = group.rows.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
    if (rows.length === 0) continue;
    for (const { name, file } of modelsOf(group, models)) {
      say(`${rows.map((row) => row.name).join(', ')}${name === null ? '' : ` on ${name}`}`);
      const measured = await measure(withoutUnused(group, rows), file, plan);
      results.push(...rows.map((row) => summarize(group, row, measured, name)));
    }
  }
  return {
    date: new Date().toISOString(),
    quick: options.quick,
    rounds: options.rounds,
    machine: machine(),
    openvino: version,
    python: typeof python === 'string' ? null : python.version,
    results,
  };
}

/**
 * @param {import('./cases.mjs').Group} group
 * @param {import('./models.mjs').Models} models
 * @returns {{ name: string | null, file: string }[]}
 */
function modelsOf({ model }, models) {
  if (model === 'none') return [{ name: null, file: '' }];
  if (model === 'detector') return models.detectors;
  if (model === 'first detector') return models.detectors.slice(0, 1);
  return [models[model]];
}

/**
 * A group without what only rows that nobody asked for need.
 * @param {import('./cases.mjs').Group} group
 * @param {import('./cases.mjs').Row[]} rows
 * @returns {import('./cases.mjs').Group}
 */
function withoutUnused(group, rows) {
  const used = rows.flatMap((row) => [row.ours ?? 'ours', row.against]);
  const entries = Object.entries(group.entries).filter(([key, { peer }]) => peer !== 'ours' || used.includes(key));
  return { ...group, rows, entries: Object.fromEntries(entries) };
}
