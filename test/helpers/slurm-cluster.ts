import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Ports, reservePorts } from './free-ports.js';
import { EXERCISE_NODES, gresConf, type SlurmNode, slurmConf } from './slurm-conf.js';
import { clusterProcesses, endCluster } from './slurm-watchdog.mjs';

const WATCHDOG = fileURLToPath(new URL('slurm-watchdog.mjs', import.meta.url));
/** The daemons stand where a plain user's PATH does not lead. */
const PATH = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`;
const PROGRAMS = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'scontrol'];
const START_MS = 40_000;

export interface SlurmOptions {
  /** Those of the exercise where none are given. */
  readonly nodes?: readonly SlurmNode[];
  /** How many seconds a job is known after its end: 300 where none are given. Measured with 2: it was known for 10. */
  readonly minJobAge?: number;
  /** Further values of slurm.conf, or others than ours. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Further lines of slurm.conf: `PartitionName=other Nodes=up2-01 MaxTime=5 State=UP`. */
  readonly lines?: readonly string[];
}

export interface RunOptions {
  /** The cluster's folder where none is given. */
  readonly cwd?: string;
  /** Added to the cluster's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How a command ended. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Programs of Slurm that are not on this machine. */
function missingPrograms(): string[] {
  if (process.platform !== 'linux') return PROGRAMS;
  return PROGRAMS.filter((name) => !PATH.split(':').some((folder) => folder !== '' && existsSync(join(folder, name))));
}

/** Whether Slurm can be started here. In CI it has to be: there a missing one is no reason to leave tests out. */
export function slurmIsHere(): boolean {
  return process.env['CI'] === 'true' || missingPrograms().length === 0;
}

/**
 * Starts a real Slurm on loopback: a controller, and a daemon for each node, all of them this machine. Nothing of it is outside
 * its folder, and nothing of it outlives this process.
 */
export async function startSlurm(options: SlurmOptions = {}): Promise<SlurmCluster> {
  const missing = missingPrograms();
  if (missing.length > 0) throw new Error(`Slurm lacks ${missing.join(', ')}: apt-get install slurm-wlm munge`);
  const nodes = options.nodes ?? EXERCISE_NODES;
  const ports = await reservePorts(nodes.length + 1);
  const cluster = new SlurmCluster(makeFolder(), nodes, ports, options);
  try {
    await cluster.start();
    return cluster;
  } catch (error) {
    const logs = cluster.logs();
    await cluster.stop();
    throw new Error(`Slurm did not start: ${error instanceof Error ? error.message : String(error)}\n${logs}`);
  }
}

/** munged refuses a socket in a folder that not everybody can pass: all folders above have to allow it, and ours has 0755. */
function makeFolder(): string {
  const parent = [tmpdir(), '/tmp', '/var/tmp', '/dev/shm'].map((folder) => realFolder(folder)).find(isOpen);
  if (parent === undefined) throw new Error('no folder for temporary files is open to everybody, as munged wants it');
  const folder = mkdtempSync(join(parent, 'openvino-node-slurm-'));
  chmodSync(folder, 0o755);
  for (const name of ['log', 'state', 'spool']) mkdirSync(join(folder, name), { mode: 0o755 });
  return folder;
}

function realFolder(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : '';
}

function isOpen(folder: string): boolean {
  if (folder === '' || folder.length > 60) return false;
  for (let at = folder; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

export class SlurmCluster {
  /** For SLURM_CONF. */
  readonly conf: string;
  readonly folder: string;
  /** For Slurm's commands, and what calls them. */
  readonly env: Readonly<{ PATH: string; SLURM_CONF: string; HOME: string; LANG: string }>;
  readonly #nodes: readonly SlurmNode[];
  readonly #ports: Ports;
  readonly #watchdog: ChildProcess;
  readonly #daemons = new Map<string, ChildProcess>();
  #stopped: Promise<void> | undefined;

  /** @param folder fresh, and removed by `stop()`. */
  constructor(folder: string, nodes: readonly SlurmNode[], ports: Ports, options: SlurmOptions) {
    this.folder = folder;
    this.conf = join(folder, 'slurm.conf');
    this.env = { PATH, SLURM_CONF: this.conf, HOME: userInfo().homedir, LANG: 'C.UTF-8' };
    this.#nodes = nodes;
    this.#ports = ports;
    // a session of its own: Ctrl-C ends the tests, and then it has its work to do
    this.#watchdog = spawn(process.execPath, [WATCHDOG, folder], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { PATH },
    });
    const { minJobAge = 300, settings = {}, lines = [] } = options;
    const user = userInfo().username;
    writeFileSync(this.conf, slurmConf({ folder, user, ports: ports.ports, nodes, minJobAge, settings, lines }));
    writeFileSync(join(folder, 'gres.conf'), gresConf(nodes));
    writeFileSync(join(folder, 'munge.key'), randomBytes(1024), { mode: 0o600 });
  }

  async start(): Promise<void> {
    const at = (name: string): string => join(this.folder, name);
    this.#spawn('munged', [
      '--foreground',
      `--key-file=${at('munge.key')}`,
      `--socket=${at('munge.sock')}`,
      `--pid-file=${at('munge.pid')}`,
      `--seed-file=${at('munge.seed')}`,
      `--log-file=${at('log/munged.log')}`,
    ]);
    await this.#until(() => existsSync(at('munge.sock')), 'the socket of munged');
    this.#spawnController();
    for (const { name } of this.#nodes) this.#spawnNode(name);
    await this.#until(() => this.#areIdle(), 'idle nodes');
  }

  /** Ends everything, running jobs too, and removes the folder. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  /** Ends the controller as its administrator does: it notes what it knows. Nodes and jobs go on. */
  async stopController(): Promise<void> {
    await this.#end('slurmctld', 'SIGTERM');
  }

  /** Starts the controller again, and waits until it answers. */
  async startController(): Promise<void> {
    this.#spawnController();
    await this.#until(async () => (await this.run('scontrol', ['ping'])).stdout.includes(' is UP'), 'the controller');
  }

  /** Takes a node out of service: what runs there is ended or goes back into the queue. */
  async nodeDown(name: string): Promise<void> {
    await this.#update(name, 'State=DOWN', 'Reason=test');
  }

  /** Puts a node into service again, with a daemon if it has none. */
  async nodeUp(name: string): Promise<void> {
    if (!this.#daemons.has(`slurmd.${name}`)) this.#spawnNode(name);
    const isUp = async (): Promise<boolean> => {
      const state = await this.nodeState(name);
      if (/^(down|drain|fail)/.test(state)) await this.#update(name, 'State=RESUME');
      return /^(idle|mixed|allocated)$/.test(state);
    };
    await this.#until(isUp, `node ${name}`);
  }

  /**
   * Kills a node's daemon, as a crash would. The controller finds out by itself, which took 17 s for `idle*`, and longer for
   * `down*`; what runs on the node goes on.
   */
  async killNode(name: string): Promise<void> {
    await this.#end(`slurmd.${name}`, 'SIGKILL');
  }

  /** `idle`, `allocated`, `down*`, … */
  async nodeState(name: string): Promise<string> {
    return (await this.run('sinfo', ['-h', '-N', '-n', name, '-o', '%T'])).stdout.trim();
  }

  /** Slurm's own notes of jobs that have ended, one a line. */
  completedLog(): string {
    const file = join(this.folder, 'log/jobcomp.log');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** The processes of this cluster and its jobs. */
  processes(): number[] {
    return clusterProcesses(this.folder);
  }

  /** Runs a command of Slurm with this cluster's environment; however it ends is no error. */
  run(command: string, args: readonly string[], { cwd = this.folder, env = {} }: RunOptions = {}): Promise<Ran> {
    return new Promise((resolve, reject) => {
      const settings = { cwd, env: { ...this.env, ...env }, timeout: 30_000, maxBuffer: 64 * 1024 ** 2 };
      execFile(command, args, settings, (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (typeof code === 'number') resolve({ code, stdout, stderr });
        else reject(error);
      });
    });
  }

  /** The last lines of each daemon's log. */
  logs(): string {
    const folder = join(this.folder, 'log');
    const tail = (name: string): string => readFileSync(join(folder, name), 'utf8').split('\n').slice(-15).join('\n');
    return readdirSync(folder)
      .map((name) => `--- ${name}\n${tail(name)}`)
      .join('\n');
  }

  async #stop(): Promise<void> {
    const watchdog = this.#watchdog;
    const ended = new Promise((resolve) => watchdog.once('exit', resolve));
    watchdog.stdin?.destroy();
    if (watchdog.exitCode === null && watchdog.signalCode === null) await ended;
    // there is nothing left to do, unless someone has killed the watchdog
    await endCluster(this.folder);
    this.#ports.release();
    const left = this.processes();
    if (left.length > 0) throw new Error(`processes ${left.join(', ')} of Slurm can't be ended`);
  }

  #spawnController(): void {
    this.#spawn('slurmctld', ['-D', '-f', this.conf]);
  }

  #spawnNode(name: string): void {
    mkdirSync(join(this.folder, 'spool', name), { recursive: true });
    this.#spawn('slurmd', ['-D', '-N', name, '-f', this.conf], `slurmd.${name}`);
  }

  /** In the foreground, as a child of this process: its end is seen, and nothing is left of it. */
  #spawn(program: string, args: readonly string[], name = program): void {
    if (this.#daemons.has(name)) throw new Error(`${name} runs already`);
    const output = openSync(join(this.folder, 'log', `${name}.out`), 'a');
    const child = spawn(program, args, {
      cwd: this.folder,
      env: this.env,
      stdio: ['ignore', output, output],
      detached: true,
    });
    closeSync(output);
    this.#daemons.set(name, child);
    const forget = (): void => {
      if (this.#daemons.get(name) === child) this.#daemons.delete(name);
    };
    child.once('exit', forget).once('error', forget);
  }

  async #end(name: string, signal: NodeJS.Signals): Promise<void> {
    const child = this.#daemons.get(name);
    if (child === undefined) throw new Error(`${name} does not run`);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  async #update(node: string, ...changes: readonly string[]): Promise<void> {
    const { code, stderr } = await this.run('scontrol', ['update', `NodeName=${node}`, ...changes]);
    if (code !== 0) throw new Error(`scontrol update ${node}: ${stderr}`);
  }

  async #areIdle(): Promise<boolean> {
    const running = this.#daemons.size;
    if (running < this.#nodes.length + 2) throw new Error(`only ${[...this.#daemons.keys()].join(', ')} still run`);
    const { stdout } = await this.run('sinfo', ['-h', '-N', '-t', 'idle', '-o', '%N']);
    return new Set(stdout.split('\n').filter(Boolean)).size === this.#nodes.length;
  }

  async #until(probe: () => boolean | Promise<boolean>, what: string): Promise<void> {
    for (const end = Date.now() + START_MS; !(await probe()); await delay(50)) {
      if (Date.now() > end) throw new Error(`waited ${START_MS} ms for ${what}`);
    }
  }
}
