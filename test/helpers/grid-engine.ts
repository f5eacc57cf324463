import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where Debian has it (gridengine-master, gridengine-exec, gridengine-client). */
const PROGRAMS = '/usr/lib/gridengine';
const SHARED = '/usr/share/gridengine';
const NEEDED = ['sge_qmaster', 'sge_execd', 'sge_shepherd', 'spoolinit', 'spooldefaults', 'qconf', 'qsub', 'qacct'];

/** Why no Grid Engine can be started here; undefined where it can. */
export function withoutGridEngine(): string | undefined {
  const missing = NEEDED.find((name) => !existsSync(join(PROGRAMS, name)));
  if (missing !== undefined)
    return `${join(PROGRAMS, missing)} is not here: gridengine-master, -exec and -client are not installed`;
  try {
    execFileSync(join(PROGRAMS, 'gethostname'), { stdio: 'ignore' });
    return undefined;
  } catch {
    return `this machine's name, ${hostname()}, has no address, which Grid Engine can not do without`;
  }
}

/** Names of boolean complexes: the one host has the first two. */
export const FEATURES = ['tank-870', 'intel-ncs2', 'iei_mustang'] as const;

/**
 * A cluster of this machine alone in a folder of its own: a qmaster, an execution daemon and a queue of three slots, as the user who
 * runs the tests. Nothing of it outlives `stop`.
 */
export class GridEngineCluster {
  readonly env: Readonly<Record<string, string>>;
  readonly host = hostname().toLowerCase();
  readonly #root = mkdtempSync(join(tmpdir(), 'openvino-node-sge-'));
  readonly #daemons = new Map<string, ChildProcess>();

  private constructor(ports: readonly number[]) {
    this.env = {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '/',
      SGE_ROOT: this.#root,
      SGE_CELL: 'default',
      SGE_QMASTER_PORT: String(ports[0]),
      SGE_EXECD_PORT: String(ports[1]),
    };
  }

  static async start(): Promise<GridEngineCluster> {
    const cluster = new GridEngineCluster(await freePorts(2));
    try {
      cluster.#layOut();
      await cluster.startMaster();
      cluster.#configure();
      cluster.#spawn('sge_execd');
      await cluster.#until('its host does not report', () => /lx-/.test(cluster.run('qhost')));
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** Runs one of its commands, and gives what it wrote. */
  run(name: string, ...args: readonly string[]): string {
    return execFileSync(join(PROGRAMS, name), args, { env: this.env, cwd: '/', encoding: 'utf8', stdio: 'pipe' });
  }

  async startMaster(): Promise<void> {
    this.#spawn('sge_qmaster');
    await this.#until('its qmaster does not answer', () => this.run('qconf', '-sss') !== '');
  }

  /** As a crash does: it takes five seconds to end by itself. What it knew of is on disk. */
  async stopMaster(): Promise<void> {
    await this.#end('sge_qmaster');
  }

  async stop(): Promise<void> {
    await this.#end('sge_execd');
    await this.#end('sge_qmaster');
    for (const pid of this.#jobProcesses()) killGroup(pid);
    rmSync(this.#root, { recursive: true, force: true, maxRetries: 10 });
  }

  #layOut(): void {
    const [common, master] = [join(this.#root, 'default/common'), join(this.#root, 'spool/qmaster')];
    for (const folder of [
      common,
      join(master, 'job_scripts'),
      join(this.#root, 'spool/execd'),
      join(this.#root, 'tmp'),
    ]) {
      mkdirSync(folder, { recursive: true });
    }
    for (const name of ['bin', 'lib', 'utilbin']) {
      mkdirSync(join(this.#root, name));
      symlinkSync(PROGRAMS, join(this.#root, name, this.#architecture()));
    }
    symlinkSync(join(SHARED, 'util'), join(this.#root, 'util'));
    writeFileSync(
      join(common, 'bootstrap'),
      table({
        // the daemons are those of the user
        admin_user: userInfo().uid === 0 ? 'none' : userInfo().username,
        default_domain: 'none',
        ignore_fqdn: 'false',
        spooling_method: 'classic',
        spooling_lib: 'libspoolc',
        spooling_params: `${common};${master}`,
        binary_path: PROGRAMS,
        qmaster_spool_dir: master,
        security_mode: 'none',
        listener_threads: '2',
        worker_threads: '2',
        scheduler_threads: '1',
      }),
    );
    writeFileSync(join(common, 'act_qmaster'), `${this.host}\n`);
    // it refuses a host whose address is that of the loopback, unless both bear one name
    writeFileSync(join(common, 'host_aliases'), `${this.host} localhost\n`);
    this.run('spoolinit', 'classic', 'libspoolc', `${common};${master}`, 'init');
    const configuration = readFileSync(join(SHARED, 'default-configuration'), 'utf8')
      // seconds of waiting, and no jobs of root
      .replace(/^load_report_time .*/m, 'load_report_time 00:00:01')
      .replace('flush_time=00:00:15', 'flush_time=00:00:01 accounting_flush_time=00:00:00')
      .replace(/^(min_[ug]id) .*/gm, '$1 0')
      .replace(/^execd_spool_dir .*/m, `execd_spool_dir ${join(this.#root, 'spool/execd')}`);
    this.run('spooldefaults', 'configuration', this.#file('configuration', configuration));
    this.run('spooldefaults', 'complexes', join(SHARED, 'util/resources/centry'));
    this.run('spooldefaults', 'usersets', join(SHARED, 'util/resources/usersets'));
    this.run('spooldefaults', 'managers', userInfo().username);
  }

  #configure(): void {
    this.run('qconf', '-as', this.host);
    const rows = FEATURES.map((name) => `${name} ${name} BOOL == YES NO FALSE 0`);
    const complexes = [this.run('qconf', '-sc'), ...rows, 'exclusive excl BOOL EXCL YES YES 0 1000', ''].join('\n');
    this.run('qconf', '-Mc', this.#file('complexes', complexes));
    const none = 'load_scaling user_lists xuser_lists projects xprojects usage_scaling report_variables';
    const values = `${FEATURES[0]}=true,${FEATURES[1]}=true,exclusive=true`;
    const host = { hostname: this.host, ...all(none, 'NONE'), complex_values: values };
    this.run('qconf', '-Ae', this.#file('host', table(host)));
    this.run('qconf', '-Aq', this.#file('queue', table(queue(this.host, join(this.#root, 'tmp')))));
    const schedule = this.run('qconf', '-ssconf')
      .replace(/^schedule_interval .*/m, 'schedule_interval 0:0:1')
      .replace(/^(flush_\w+_sec) .*/gm, '$1 1')
      .replace(/^schedd_job_info .*/m, 'schedd_job_info true');
    this.run('qconf', '-Msconf', this.#file('schedule', schedule));
  }

  #file(name: string, text: string): string {
    const file = join(this.#root, name);
    writeFileSync(file, text);
    return file;
  }

  #architecture(): string {
    return execFileSync(join(SHARED, 'util/arch'), { encoding: 'utf8' }).trim();
  }

  /** In the foreground: as a child of this process, so that its end is seen. */
  #spawn(name: string): void {
    const daemon = spawn(join(PROGRAMS, name), { env: { ...this.env, SGE_ND: '1' }, cwd: '/', stdio: 'ignore' });
    this.#daemons.set(name, daemon);
  }

  async #end(name: string): Promise<void> {
    const daemon = this.#daemons.get(name);
    this.#daemons.delete(name);
    if (daemon === undefined || daemon.exitCode !== null || daemon.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => daemon.once('exit', () => resolve()));
    daemon.kill('SIGKILL');
    await ended;
  }

  async #until(complaint: string, done: () => boolean): Promise<void> {
    for (const end = Date.now() + 20_000; Date.now() < end; await sleep(100)) {
      try {
        if (done()) return;
      } catch {
        // not yet
      }
    }
    throw new Error(`Grid Engine was started, but ${complaint}`);
  }

  /** Shepherds and the jobs they watch, which outlive their daemon. */
  #jobProcesses(): number[] {
    const spool = join(this.#root, 'spool/execd');
    const files = existsSync(spool) ? readdirSync(spool, { recursive: true, encoding: 'utf8' }) : [];
    const pids = files.filter((file) => /\/active_jobs\/[^/]+\/(job_pid|pid)$/.test(file));
    return pids.map((file) => Number(readFileSync(join(spool, file), 'utf8'))).filter((pid) => pid > 1);
  }
}

function killGroup(pid: number): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL');
    } catch {
      // it has ended
    }
  }
}

function queue(host: string, tmp: string): Record<string, string> {
  const none =
    'load_thresholds suspend_thresholds ckpt_list pe_list prolog epilog starter_method suspend_method resume_method terminate_method ' +
    'owner_list user_lists xuser_lists subordinate_list complex_values projects xprojects calendar';
  const limits =
    's_rt h_rt s_cpu h_cpu s_fsize h_fsize s_data h_data s_stack h_stack s_core h_core s_rss h_rss s_vmem h_vmem';
  return {
    ...{ qname: 'all.q', hostlist: host, seq_no: '0', nsuspend: '1', suspend_interval: '00:05:00', priority: '0' },
    ...{
      min_cpu_interval: '00:05:00',
      processors: 'UNDEFINED',
      qtype: 'BATCH',
      rerun: 'FALSE',
      slots: '3',
      tmpdir: tmp,
    },
    ...{ shell: '/bin/sh', shell_start_mode: 'posix_compliant', notify: '00:00:60', initial_state: 'default' },
    ...all(none, 'NONE'),
    ...all(limits, 'INFINITY'),
  };
}

function all(names: string, value: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, value]));
}

function table(rows: Readonly<Record<string, string>>): string {
  return `${Object.entries(rows)
    .map((row) => row.join(' '))
    .join('\n')}\n`;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = servers.map(
    (server) =>
      new Promise<number>((resolve, reject) => {
        server.once('error', reject).listen(0, () => {
          const address = server.address();
          resolve(typeof address === 'object' && address !== null ? address.port : 0);
        });
      }),
  );
  const found = await Promise.all(ports);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return found;
}
