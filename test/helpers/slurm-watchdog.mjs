// Ends a Slurm of tests, and removes its folder, when nobody holds the other end of its stdin any more: when the test stops the
// cluster, and just so when the process of the test is killed.
//
//   node slurm-watchdog.mjs FOLDER

import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

/** Programs that are told the folder by their arguments. */
const DAEMONS = new Set(['munged', 'slurmctld', 'slurmd']);
/** Commands that stay as long as their job. */
const CLIENTS = new Set(['srun', 'salloc', 'sattach', 'sbatch']);

/**
 * The processes of a cluster: its daemons, what they have started, and processes of jobs whose parents are gone.
 * @param {string} folder of the cluster
 * @returns {number[]}
 */
export function clusterProcesses(folder) {
  const all = fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => look(Number(name), folder));
  const own = new Set(all.filter(({ belongs }) => belongs).map(({ pid }) => pid));
  for (let before = -1; before !== own.size; ) {
    before = own.size;
    for (const { pid, parent } of all) if (own.has(parent)) own.add(pid);
  }
  return [...own];
}

/**
 * @param {number} pid
 * @param {string} folder
 * @returns {{ pid: number, parent: number, belongs: boolean }[]} empty for one that has ended
 */
function look(pid, folder) {
  const [, name = '', state = 'Z', parent] = /^\d+ \((.*)\) (\S) (\d+)/s.exec(read(`/proc/${pid}/stat`)) ?? [];
  // a zombie has ended: PID 1 of a container may reap late, or never
  return state === 'Z' ? [] : [{ pid, parent: Number(parent), belongs: belongs(pid, name, folder) }];
}

/**
 * @param {number} pid
 * @param {string} name of the program
 * @param {string} folder
 */
function belongs(pid, name, folder) {
  if (DAEMONS.has(name)) return read(`/proc/${pid}/cmdline`).includes(`${folder}/`);
  // slurmstepd is nobody's child and writes its title over its arguments and its environment
  if (name === 'slurmstepd') return filesOf(pid).some((file) => `${file}/`.startsWith(`${folder}/`));
  const environment = read(`/proc/${pid}/environ`).split('\0');
  if (!environment.includes(`SLURM_CONF=${folder}/slurm.conf`)) return false;
  return CLIENTS.has(name) || environment.some((entry) => entry.startsWith('SLURM_JOB_ID='));
}

/** @param {number} pid */
function filesOf(pid) {
  try {
    const open = fs.readdirSync(`/proc/${pid}/fd`).map((name) => `fd/${name}`);
    return ['cwd', ...open].map((name) => link(`/proc/${pid}/${name}`));
  } catch {
    return [];
  }
}

/** @param {string} file */
function link(file) {
  try {
    return fs.readlinkSync(file);
  } catch {
    return '';
  }
}

/** @param {string} file */
function read(file) {
  try {
    return fs.readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

/**
 * Ends a cluster and removes its folder. Kills until nobody is left: one that is killed may have started another one in the
 * meantime.
 * @param {string} folder
 */
export async function endCluster(folder) {
  await killAll(folder);
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}

/** @param {string} folder */
async function killAll(folder) {
  for (let round = 0; round < 500; round++) {
    const left = clusterProcesses(folder);
    if (left.length === 0) return;
    for (const pid of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // it ended by itself
      }
    }
    await delay(10);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  const folder = process.argv[2] ?? '';
  process.stdin.on('error', () => undefined);
  process.stdin.once('close', () => endCluster(folder));
  process.stdin.resume();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.stdin.destroy());
}
