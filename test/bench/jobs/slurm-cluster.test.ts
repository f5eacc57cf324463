import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { childrenOf, until } from '../../helpers/cli.js';
import { describeWithSlurm } from '../../helpers/describe-slurm.js';
import { testFolder } from '../../helpers/folder.js';
import { type SlurmCluster, startSlurm } from '../../helpers/slurm-cluster.js';
import { clusterProcesses } from '../../helpers/slurm-watchdog.mjs';

const folder = testFolder();

async function submit(cluster: SlurmCluster, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await cluster.run('sbatch', ['--parsable', ...args]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout.trim();
}

async function untilState(cluster: SlurmCluster, id: string, state: string): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    const { stdout } = await cluster.run('squeue', ['-h', '-t', 'all', '-j', id, '-o', '%T']);
    if (stdout.trim() === state) return;
  }
  throw new Error(`job ${id} is not ${state}: ${cluster.logs()}`);
}

const completed = (cluster: SlurmCluster, id: string): true | undefined =>
  new RegExp(`^JobId=${id} .*JobState=COMPLETED`, 'm').test(cluster.completedLog()) || undefined;

describeWithSlurm('a Slurm for tests', () => {
  it('runs a job on a node with the features asked for, and leaves nothing behind', async () => {
    const cluster = await startSlurm();
    try {
      const output = join(cluster.folder, 'out.txt');
      const script = 'hostname; echo $SLURMD_NODENAME';
      const id = await submit(cluster, '--constraint=tank-870&iei-mustang-v100-mx8', '-o', output, '--wrap', script);
      await until(() => completed(cluster, id), 'the job');
      expect(readFileSync(output, 'utf8')).toMatch(/^.+\ntank-870-02\n$/);
      expect(cluster.processes().length).toBeGreaterThanOrEqual(5);
    } finally {
      await cluster.stop();
    }
    expect(cluster.processes()).toEqual([]);
    expect(existsSync(cluster.folder)).toBe(false);
  });

  it('ends jobs that run, and what they have started, within two seconds', async () => {
    const cluster = await startSlurm({ nodes: [{ name: 'one', cpus: 3 }] });
    try {
      const lost = join(cluster.folder, 'lost');
      const script = `(trap '' TERM HUP; setsid sh -c 'echo $$ >${lost}$SLURM_JOB_ID; sleep 300; :' &); exec sleep 300`;
      for (let job = 0; job < 3; job++) await submit(cluster, '--wrap', script);
      const pid = await until(() => (existsSync(`${lost}1`) && Number(readFileSync(`${lost}1`))) || undefined, 'a job');
      expect(cluster.processes()).toContain(pid);
      const start = Date.now();
      await cluster.stop();
      expect(Date.now() - start).toBeLessThan(2000);
    } finally {
      await cluster.stop();
    }
    expect(cluster.processes()).toEqual([]);
  });

  it('goes on with its jobs while the controller is away, and knows them when it is back', async () => {
    const cluster = await startSlurm({ nodes: [{ name: 'one', features: ['a'] }] });
    try {
      const go = join(cluster.folder, 'go');
      const id = await submit(cluster, '--wrap', `while [ ! -e ${go} ]; do sleep 0.1; done`);
      await untilState(cluster, id, 'RUNNING');
      await cluster.stopController();
      writeFileSync(go, '');
      expect((await cluster.run('scontrol', ['ping'])).stdout).toContain('DOWN');
      await cluster.startController();
      await until(() => completed(cluster, id), 'the job');
    } finally {
      await cluster.stop();
    }
  });

  it('takes nodes out of service and back', async () => {
    const cluster = await startSlurm({ nodes: [{ name: 'one', gres: 'ncs2:2' }, { name: 'two' }] });
    try {
      await cluster.nodeDown('one');
      expect(await cluster.nodeState('one')).toBe('down');
      const id = await submit(cluster, '--gres=ncs2:2', '--wrap', 'true');
      await untilState(cluster, id, 'PENDING');
      await cluster.nodeUp('one');
      await until(() => completed(cluster, id), 'the job');
      await cluster.killNode('two');
      await cluster.nodeUp('two');
      expect(await cluster.nodeState('two')).toBe('idle');
    } finally {
      await cluster.stop();
    }
  });

  it('may have other settings, partitions, and an environment for a command', async () => {
    const lines = ['PartitionName=short Nodes=two MaxTime=1 State=UP'];
    const nodes = [{ name: 'one' }, { name: 'two' }];
    const cluster = await startSlurm({ nodes, lines, settings: { MaxArraySize: '5' } });
    try {
      expect((await cluster.run('sbatch', ['--array=1-5', '--wrap', 'true'])).code).toBe(1);
      expect((await cluster.run('sinfo', ['-h', '-p', 'short', '-o', '%N %l'])).stdout).toBe('two 1:00\n');
      const { stdout } = await cluster.run('sh', ['-c', 'echo $A; pwd'], { env: { A: '1' }, cwd: '/' });
      expect(stdout).toBe('1\n/\n');
    } finally {
      await cluster.stop();
    }
  });

  it('ends without its watchdog as well', async () => {
    const cluster = await startSlurm({ nodes: [{ name: 'one' }] });
    try {
      const watchdog = childrenOf(process.pid).find((pid) =>
        readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`slurm-watchdog.mjs\0${cluster.folder}`),
      );
      if (watchdog === undefined) throw new Error('no watchdog');
      process.kill(watchdog, 'SIGKILL');
    } finally {
      await cluster.stop();
    }
    expect(cluster.processes()).toEqual([]);
    expect(existsSync(cluster.folder)).toBe(false);
  });

  it('runs several times at once', async () => {
    const started = await Promise.allSettled([startSlurm(), startSlurm(), startSlurm()]);
    await Promise.all(started.map((one) => (one.status === 'fulfilled' ? one.value.stop() : undefined)));
    expect(started.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
  });

  // nobody's user and group have this number wherever there is a Slurm to install; a plain user tests as itself
  const users = process.getuid?.() === 0 ? [{ uid: 0 }, { uid: 65_534, gid: 65_534 }] : [{}];
  it.each(users)('is ended by its watchdog where the process that started it is killed (%j)', async (user) => {
    const program = await compiledProgram(
      `import { startSlurm } from './slurm-cluster.js';
process.stdin.on('end', () => process.exit()).resume();
const cluster = await startSlurm();
const { code, stderr } = await cluster.run('sbatch', ['-n', '1', '--wrap', 'exec sleep 300']);
if (code !== 0) throw new Error(stderr);
while (!(await cluster.run('squeue', ['-h', '-o', '%T'])).stdout.includes('RUNNING'));
process.stdout.write(cluster.folder);`,
    );
    const child = spawn(process.execPath, [program], { ...user, stdio: 'pipe', cwd: '/' });
    let errors = '';
    child.stderr.on('data', (text) => {
      errors += text;
    });
    let where = '';
    try {
      where = await new Promise<string>((resolve, reject) => {
        child.stdout.once('data', (text) => resolve(String(text)));
        child.once('exit', () => reject(new Error(errors)));
      });
      // munged, slurmctld with a helper, three slurmd, and a moment after the job is said to be running what runs it
      await until(() => clusterProcesses(where).length >= 8 || undefined, 'the processes of the job');
    } finally {
      child.kill('SIGKILL');
    }
    await until(() => (clusterProcesses(where).length === 0 && !existsSync(where)) || undefined, 'the watchdog');
  });
});

let programs = 0;

/** A program beside the compiled helper: a process to be killed can't be one of Vitest's. */
async function compiledProgram(text: string): Promise<string> {
  const { default: ts } = await import('typescript');
  const helpers = fileURLToPath(new URL('../../helpers/', import.meta.url));
  const target = join(folder, String(programs++));
  mkdirSync(target);
  for (const name of ['slurm-cluster', 'slurm-conf', 'free-ports']) {
    const compilerOptions = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext };
    const { outputText } = ts.transpileModule(readFileSync(join(helpers, `${name}.ts`), 'utf8'), { compilerOptions });
    writeFileSync(join(target, `${name}.js`), outputText);
  }
  copyFileSync(join(helpers, 'slurm-watchdog.mjs'), join(target, 'slurm-watchdog.mjs'));
  writeFileSync(join(target, 'package.json'), '{ "type": "module" }');
  const program = join(target, 'program.mjs');
  writeFileSync(program, text);
  for (const open of [dirname(target), target]) chmodSync(open, 0o755);
  return program;
}
