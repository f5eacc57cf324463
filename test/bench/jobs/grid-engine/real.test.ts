import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine, JobRef, JobSpec, Sighting } from '../../../../lib/bench/jobs/engine.js';
import { gridEngine } from '../../../../lib/bench/jobs/grid-engine/engine.js';
import { expectRejection } from '../../../helpers/expect-error.js';
import { testFolder } from '../../../helpers/folder.js';
import { GridEngineCluster, withoutGridEngine } from '../../../helpers/grid-engine.js';
import { jobRef, jobSpec } from '../specs.js';

const reason = withoutGridEngine();

const title = `a real Grid Engine${reason === undefined ? '' : ` (${reason})`}`;
// a job takes a second and a half, or five on a machine that does other things as well
describe.skipIf(reason !== undefined)(title, { timeout: 90_000 }, () => {
  const folder = testFolder();
  let cluster: GridEngineCluster;
  let engine: Engine;
  let jobs = 0;

  beforeAll(async () => {
    cluster = await GridEngineCluster.start();
    engine = gridEngine({ ...process.env, ...cluster.env, SECRET: 'x', SGE_DEBUG_LEVEL: '2 0 0 0 0 0 0 0' });
  });
  afterAll(() => cluster?.stop());

  /** Submits a script in a folder of its own. */
  async function submit(script: string, options: Partial<JobSpec> = {}): Promise<JobRef> {
    const own = join(folder, options.folder ?? `job ${String(++jobs)}`);
    mkdirSync(join(own, 'engine'), { recursive: true });
    writeFileSync(join(own, 'job.sh'), `#!/bin/sh\n${script}\n`);
    const spec = jobSpec(own, { ...options, folder: own });
    const submittedAt = new Date();
    return jobRef(await engine.submit(spec), { name: spec.name, token: spec.token, submittedAt, folder: own });
  }

  async function sightings(job: JobRef): Promise<readonly Sighting[]> {
    const look = await engine.look([job]);
    if (look.kind === 'silent') throw new Error(look.reason);
    return look.jobs.get(job.id) ?? [];
  }

  async function until(job: JobRef, done: (seen: readonly Sighting[]) => boolean): Promise<readonly Sighting[]> {
    for (const end = Date.now() + 25_000; ; await sleep(200)) {
      const seen = await sightings(job);
      if (done(seen)) return seen;
      if (Date.now() > end) throw new Error(`the last that was seen is ${JSON.stringify(seen)}`);
    }
  }

  const ended = (seen: readonly Sighting[]): boolean =>
    seen.length > 0 && seen.every(({ letter, ending }) => letter === 'C' && ending);
  const waits = (seen: readonly Sighting[]): boolean => seen[0]?.letter === 'Q' && seen[0].reason !== '';
  const runs = (seen: readonly Sighting[]): boolean => seen[0]?.word === 'r';

  it('is here, and has a name', async () => {
    expect(await engine.isHere()).toBe(true);
    expect(await engine.cluster()).toBe(`default@${cluster.host}`);
    expect(await gridEngine({ ...cluster.env, SGE_CLUSTER_NAME: 'lab' }).cluster()).toBe('lab');
    expect(await gridEngine({ PATH: folder }).isHere()).toBe(false);
  });

  it('runs a job that ends well, with what the dialect says, and keeps its output', async () => {
    const { id: jobId, task, node } = engine.dialect;
    const job = await submit(`echo "<${jobId}> <${task}> <${node}> $(pwd -P)"; echo wrong >&2; set -u; : "${task}"`, {
      features: ['tank-870', 'intel-ncs2'],
      timeLimitMs: 60_000,
    });
    const [sighting] = await until(job, ended);
    expect(sighting).toMatchObject({
      task: undefined,
      letter: 'C',
      word: 'finished',
      well: true,
      node: cluster.host,
      reason: '',
    });
    expect(sighting?.ending).toEqual({ exitCode: 0, signal: undefined });
    expect(readFileSync(join(job.folder, 'engine/stderr.log'), 'utf8')).toBe(
      `<${job.id}> <> <${cluster.host}> ${job.folder}\nwrong\n`,
    );
  });

  it('tells of an exit code, of a signal and of a time that is over', async () => {
    const failing = await submit('exit 7');
    const crashing = await submit('kill -SEGV $$');
    const long = await submit('sleep 60', { timeLimitMs: 900 });
    expect((await until(failing, ended))[0]).toMatchObject({
      well: false,
      reason: '',
      ending: { exitCode: 7, signal: undefined },
    });
    expect((await until(crashing, ended))[0]).toMatchObject({ well: false, ending: { exitCode: 139, signal: 11 } });
    const over = (await until(long, ended))[0];
    expect(over).toMatchObject({ well: false, reason: expect.stringContaining('h_rt'), ending: { signal: 9 } });
  });

  it('runs an array, some tasks at once, and tells of each', async () => {
    const { task } = engine.dialect;
    const job = await submit(`echo ${task}; [ ${task} = 1 ] || sleep 1; [ ${task} != 2 ]`, { tasks: 3, mostAtOnce: 2 });
    let most = 0;
    const seen = await until(job, (all) => {
      most = Math.max(most, all.filter(({ letter }) => letter === 'R').length);
      return all.length === 3 && ended(all);
    });
    expect(seen.map(({ task: number, well, ending }) => [number, well, ending?.exitCode])).toEqual([
      [1, true, 0],
      [2, false, 1],
      [3, true, 0],
    ]);
    expect(most).toBeLessThanOrEqual(2);
    expect(readFileSync(join(job.folder, 'engine/3.stderr.log'), 'utf8')).toBe('3\n');
  });

  it('gives a host to one job alone, and says why another one waits', async () => {
    const alone = await submit('sleep 60', { exclusive: true });
    await until(alone, runs);
    const other = await submit('true', { name: '870' });
    const [waiting] = await until(other, waits);
    expect(waiting).toMatchObject({ letter: 'Q', word: 'qw', ending: undefined, node: '' });
    await engine.cancel([alone, other]);
    const [cancelled] = await until(alone, ended);
    expect(cancelled).toMatchObject({ letter: 'C', well: false, ending: { exitCode: 137, signal: 9 } });
    // it has never run: there is no record of how it ended
    const [gone] = await until(other, (seen) => seen[0]?.letter === 'C');
    expect(gone).toMatchObject({ word: 'z', well: false, ending: undefined });
    await engine.cancel([alone, other, jobRef('4711')]);
  });

  it('finds a job by its token', async () => {
    const busy = await submit('sleep 60', { exclusive: true, token: 'token-a' });
    const job = await submit('true', { token: 'token-b', tasks: 2 });
    expect(await engine.find('token-b')).toBe(job.id);
    expect(await engine.find('token-')).toBeUndefined();
    await engine.cancel([busy, job]);
    expect(await sightings({ ...job, name: 'another' })).toEqual([]);
  });

  it('says why a job is in error, and cancels it', async () => {
    const busy = await submit('sleep 60', { exclusive: true });
    await until(busy, runs);
    const job = await submit('true');
    rmSync(job.folder, { recursive: true });
    await engine.cancel([busy]);
    const [sighting] = await until(job, (seen) => seen[0]?.word === 'Eqw' && seen[0].reason !== '');
    expect(sighting).toMatchObject({ letter: 'Q', reason: expect.stringMatching(/^can't chdir to .*: No such file/) });
    await engine.cancel([job]);
    await until(job, (seen) => seen[0]?.letter === 'C');
  });

  it('takes no options from files and scripts, and gives the job nothing of the environment', async () => {
    const own = join(folder, 'defaults');
    mkdirSync(own);
    writeFileSync(join(own, '.sge_request'), '-N other -h -l iei_mustang -b y -sync y -t 1-5 -o /dev/null\n');
    const job = await submit('#$ -N other\n#$ -nonsense\necho ran; env | grep "SECRET\\|DEBUG"', {
      folder: 'defaults',
    });
    expect((await until(job, ended))[0]).toMatchObject({ task: undefined, ending: { exitCode: 1 } });
    expect(readFileSync(join(own, 'engine/stderr.log'), 'utf8')).toBe('ran\n');
  });

  it('submits where qsub waits for the end of a job', async () => {
    const own = join(folder, 'waits');
    mkdirSync(own);
    writeFileSync(join(own, '.sge_request'), '-sync y\n');
    const job = await submit('exit 3', { folder: 'waits' });
    expect((await until(job, ended))[0]?.ending?.exitCode).toBe(3);
    engine = gridEngine(cluster.env, { timeoutMs: 1500 });
    const long = await submit('sleep 60', { folder: 'waits', token: 'token-c' });
    engine = gridEngine(cluster.env);
    expect((await until(long, runs))[0]).toMatchObject({ letter: 'R' });
    await engine.cancel([long]);
  });

  it('runs in folders of all names but those with a $', async () => {
    const jobs: JobRef[] = [];
    for (const name of ['a b', 'c,d', 'e:f', `q'u"o`, 'ü', '~root', 'x\\y'])
      jobs.push(await submit('pwd -P', { folder: name }));
    for (const job of jobs) {
      expect((await until(job, ended))[0]).toMatchObject({ well: true });
      expect(readFileSync(join(job.folder, 'engine/stderr.log'), 'utf8')).toBe(`${job.folder}\n`);
    }
    await expectRejection('JOB_REJECTED', () => submit('true', { folder: 'g$HOME' }), /path has a \$ or a line break/);
  });

  it('refuses features that no host has', async () => {
    const refused = (features: string[]) => expectRejection('JOB_REJECTED', () => submit('true', { features }));
    const { message } = await refused(['tank-870', 'iei_mustang', 'no-such']);
    expect(message).toMatch(/^no queue of Grid Engine has iei_mustang or no-such; features are boolean complexes/);
  });

  it('passes on why qsub refuses a job', async () => {
    const refused = (options: Partial<JobSpec>, words: RegExp) =>
      expectRejection('JOB_REJECTED', () => submit('true', options), words);
    await refused(
      { partition: 'nosuch.q' },
      /^Grid Engine refuses the job: Job was rejected because job requests unknown queue "nosuch.q"\.$/,
    );
    await refused({ partition: 'nosuch.q', features: ['tank-870'] }, /unknown queue "nosuch.q"/);
    await refused({ gres: 'ncs2:1' }, /unknown resource "ncs2"/);
    await refused({ nodelist: 'no-such-host' }, /can't resolve hostname/);
  });

  it('charges a project where there is one of the name, and writes the account into the accounting otherwise', async () => {
    writeFileSync(join(folder, 'project'), 'name lab\noticket 0\nfshare 0\nacl NONE\nxacl NONE\n');
    cluster.run('qconf', '-Aprj', join(folder, 'project'));
    const [charged, noted] = [
      await submit('true', { account: 'lab' }),
      await submit('true', { account: 'lab2', nodelist: cluster.host }),
    ];
    await until(charged, ended);
    await until(noted, ended);
    expect(cluster.run('qacct', '-j', charged.id)).toMatch(/^project +lab *$/m);
    expect(cluster.run('qacct', '-j', noted.id)).toMatch(/^account +lab2 *$/m);
  });

  it('tells how to have a host for one job alone where that has not been set up', async () => {
    const refused = (words: RegExp) =>
      expectRejection('JOB_REJECTED', () => submit('true', { exclusive: true }), words);
    cluster.run('qconf', '-dattr', 'exechost', 'complex_values', 'exclusive', cluster.host);
    await refused(
      /none of the hosts in question offers it; let an administrator .*exclusive=true .* or pass --shared\.$/,
    );
    const complexes = cluster.run('qconf', '-sc').replace(/^exclusive .*\n/m, '');
    writeFileSync(join(folder, 'complexes'), complexes);
    cluster.run('qconf', '-Mc', join(folder, 'complexes'));
    await refused(/needs a complex with the relation EXCL; .* or pass --shared\.$/);
  });

  // the last one: the execution daemon looks for the new qmaster after half a minute only
  it('says nothing of jobs while there is no qmaster, and knows them when it is back', async () => {
    const job = await submit('sleep 60');
    await until(job, runs);
    await cluster.stopMaster();
    expect(await engine.look([job])).toEqual({
      kind: 'silent',
      reason: expect.stringMatching(/unable to send message to qmaster/),
    });
    for (const run of [
      () => submit('true'),
      () => engine.cancel([job]),
      () => engine.find('x'),
      () => engine.cluster(),
    ]) {
      await expectRejection(
        'SCHEDULER_UNAVAILABLE',
        run,
        /^Grid Engine can not be asked \(.*qmaster.*\); see whether its qmaster runs/,
      );
    }
    await cluster.startMaster();
    expect((await sightings(job))[0]).toMatchObject({ letter: 'R', node: cluster.host });
  });
});
