import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { localEngine } from '../../../../lib/bench/jobs/local/engine.js';
import { fateOf, identityOf } from '../../../../lib/bench/machine/process-identity.js';
import { expectRejection } from '../../../helpers/expect-error.js';
import { testFolder } from '../../../helpers/folder.js';
import { ENV, eventually, LocalQueue, refOf } from './local-queue.js';

const folder = testFolder();
const fresh = (options = {}): LocalQueue => new LocalQueue(folder, options);
const ENGINE = new URL('../../../../dist/bench/jobs/local/engine.js', import.meta.url).href;

/** A program that submits what it is given and then has nothing more to do; it prints the id. */
const submitter = join(folder, 'submit.mjs');
writeFileSync(
  submitter,
  `import { localEngine } from ${JSON.stringify(ENGINE)};
   const { stateFolder, env, spec, stay } = JSON.parse(process.argv[2]);
   console.log(await localEngine({ stateFolder, env }).submit(spec));
   if (stay) setInterval(() => {}, 1000);`,
);

/** Submits by another process. */
function submitElsewhere(
  queue: LocalQueue,
  spec: ReturnType<LocalQueue['spec']>,
  options: { stay?: boolean; detached?: boolean } = {},
): ChildProcess {
  const { stay = false, detached = false } = options;
  const args = [submitter, JSON.stringify({ stateFolder: queue.state, env: ENV, spec, stay })];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], detached });
}

async function idOf(child: ChildProcess): Promise<string> {
  const [text] = (await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data')) as [Buffer];
  return text.toString().trim();
}

async function runnerIn(queue: LocalQueue): Promise<number> {
  const pid = await queue.runner();
  if (pid === undefined) throw new Error('there is no runner');
  return pid;
}

describe('jobs that are submitted at once', () => {
  it('by twenty processes get twenty ids, and all run, one at a time', async () => {
    const queue = fresh();
    const log = queue.file('log');
    const specs = Array.from({ length: 20 }, () =>
      queue.spec(`echo "begin $OV_BENCH_LOCAL_JOB_ID" >>'${log}'; echo "end $OV_BENCH_LOCAL_JOB_ID" >>'${log}'`),
    );
    const children = specs.map((spec) => submitElsewhere(queue, spec));
    const codes = children.map((child) => once(child, 'close'));
    const ids = await Promise.all(children.map(idOf));
    expect((await Promise.all(codes)).map(([code]) => code)).toEqual(Array(20).fill(0));
    expect([...ids].sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 20 }, (_, index) => String(index + 1)),
    );
    for (const [index, spec] of specs.entries()) {
      const job = refOf(ids[index] as string, spec);
      expect((await queue.ended(job, 60_000))[0]?.word).toBe('COMPLETED');
    }
    const lines = queue.lines('log');
    expect(lines).toHaveLength(40);
    for (let at = 0; at < 40; at += 2) expect(lines[at]?.replace('begin', 'end')).toBe(lines[at + 1]);
    await queue.idle();
    expect(readdirSync(join(queue.queue, 'jobs')).filter((name) => name.startsWith('.'))).toEqual([]);
  }, 120_000);

  it('while a runner leaves are run by it or by another one', async () => {
    const queue = fresh();
    for (let round = 0; round < 25; round++) {
      const job = await queue.submit('exit 0');
      // no one looks, which would start another runner: only the queue's own files are read
      const end = join(queue.queue, 'jobs', job.id, 'end.json');
      await eventually(() => existsSync(end), `job ${job.id}`, 10_000);
    }
  }, 60_000);
});

describe('the end of the terminal', () => {
  it('reaches whoever submitted a job, and not the job', async () => {
    const queue = fresh();
    const spec = queue.spec('sleep 1; echo done');
    const child = submitElsewhere(queue, spec, { stay: true, detached: true });
    const job = refOf(await idOf(child), spec);
    const gone = once(child, 'exit');
    process.kill(-(child.pid as number), 'SIGHUP');
    expect((await gone)[1]).toBe('SIGHUP');
    expect((await queue.ended(job))[0]?.word).toBe('COMPLETED');
    expect(readFileSync(join(job.folder, 'engine/stdout.log'), 'utf8')).toBe('done\n');
  });

  it('is not waited for: whoever has submitted has nothing left to do, and ends', async () => {
    const queue = fresh();
    const spec = queue.spec('sleep 5');
    const child = submitElsewhere(queue, spec);
    const begin = performance.now();
    const job = refOf(await idOf(child), spec);
    // close comes when nobody holds its output any more, a runner neither
    await once(child, 'close');
    expect(performance.now() - begin).toBeLessThan(4000);
    expect(await queue.words(job)).toMatch(/RUNNING|QUEUED/);
    await queue.engine.cancel([job]);
    await queue.ended(job);
  });
});

// processes of killed runners are found in /proc
describe.runIf(process.platform === 'linux')('a runner that is killed', () => {
  it('leaves a job that goes on, is waited for and keeps its exit code', async () => {
    const queue = fresh();
    const log = queue.file('log');
    const first = await queue.submit(`echo begins >>'${log}'; sleep 1.5; echo ends >>'${log}'; exit 3`);
    const second = await queue.submit(`echo second >>'${log}'`);
    await eventually(() => queue.lines('log').length === 1, 'the first job');
    process.kill(await runnerIn(queue), 'SIGKILL');
    await eventually(async () => (await queue.runner()) === undefined, 'its end');
    // looking starts another runner
    expect(await queue.words(first)).toBe('RUNNING');
    await runnerIn(queue);
    expect((await queue.ended(second))[0]?.word).toBe('COMPLETED');
    expect(queue.lines('log')).toEqual(['begins', 'ends', 'second']);
    expect((await queue.ended(first))[0]).toMatchObject({ word: 'FAILED', ending: { exitCode: 3 } });
    expect(readFileSync(join(queue.queue, 'runner.log'), 'utf8')).toMatch(/job 1 goes on without the runner/);
  });

  it('leaves a time limit that the next one keeps, and a job that can be cancelled', async () => {
    const queue = fresh();
    const script = `echo x >>'${queue.file('log')}'; sleep 60`;
    for (const [limit, word] of [
      [1500, 'TIMEOUT'],
      [undefined, 'CANCELLED'],
    ] as const) {
      const before = queue.lines('log').length;
      const job = await queue.submit(script, { timeLimitMs: limit });
      await eventually(() => queue.lines('log').length > before, 'the job');
      await eventually(async () => (await queue.words(job)) === 'RUNNING', 'its start');
      process.kill(await runnerIn(queue), 'SIGKILL');
      await eventually(async () => (await queue.runner()) === undefined, 'its end');
      if (word === 'CANCELLED') await queue.engine.cancel([job]);
      expect((await queue.ended(job))[0]?.word).toBe(word);
    }
  });

  it('together with its job leaves one that is lost', async () => {
    const queue = fresh();
    const log = queue.file('log');
    const job = await queue.submit(`echo $PPID >'${log}'; sleep 60`);
    await eventually(() => queue.lines('log').length === 1, 'the job');
    process.kill(await runnerIn(queue), 'SIGKILL');
    process.kill(-Number(queue.lines('log')[0]), 'SIGKILL');
    await eventually(async () => (await queue.runner()) === undefined, 'its end');
    // the first look says so
    const [sighting] = await queue.sightings(job);
    expect(sighting).toMatchObject({ letter: 'C', word: 'LOST', well: false, ending: undefined });
    expect(sighting?.reason).toMatch(/how it ended is not known/);
    const next = await queue.submit('exit 0');
    expect((await queue.ended(next))[0]?.word).toBe('COMPLETED');
    expect(await queue.words(job)).toBe('LOST');
  });

  it('together with the first process of its job: the others are waited for', async () => {
    const queue = fresh();
    const log = queue.file('log');
    const job = await queue.submit(`echo $PPID >>'${log}'; sleep 1.2; echo ends >>'${log}'`);
    const next = await queue.submit(`echo next >>'${log}'`);
    await eventually(() => queue.lines('log').length === 1, 'the job');
    process.kill(await runnerIn(queue), 'SIGKILL');
    process.kill(Number(queue.lines('log')[0]), 'SIGKILL');
    expect((await queue.ended(next))[0]?.word).toBe('COMPLETED');
    expect(queue.lines('log').slice(1)).toEqual(['ends', 'next']);
    expect(await queue.words(job)).toBe('LOST');
  });

  it('by the end of the machine leaves jobs that are lost, and others that then run', async () => {
    const queue = fresh();
    const running = await queue.submit('sleep 60');
    const waiting = await queue.submit('exit 0');
    await eventually(async () => (await queue.words(running)) === 'RUNNING', 'its start');
    const start = join(queue.queue, 'jobs', '1', 'start.json');
    const { leader, startedAt } = JSON.parse(readFileSync(start, 'utf8'));
    process.kill(await runnerIn(queue), 'SIGKILL');
    process.kill(-leader.pid, 'SIGKILL');
    await eventually(async () => (await fateOf(leader)) === 'gone', 'its end');
    // by another boot the number is that of something else, which must be left alone
    const other = spawn('sleep', ['60'], { detached: true });
    const stranger = await identityOf(other.pid as number);
    writeFileSync(start, JSON.stringify({ leader: { ...stranger, boot: 'another' }, startedAt }));
    expect((await queue.ended(waiting))[0]?.word).toBe('COMPLETED');
    expect(await queue.words(running)).toBe('LOST');
    expect(await fateOf(stranger)).toBe('alive');
    other.kill('SIGKILL');
  });

  it('before it had noted a job leaves no process that would run it', async () => {
    const queue = fresh();
    const log = queue.file('log');
    // many short jobs, and a runner that is killed at any time
    const jobs = [];
    for (let index = 0; index < 12; index++) jobs.push(await queue.submit(`echo ${index} >>'${log}'`));
    for (let kill = 0; kill < 8; kill++) {
      await sleep(5 + kill * 7);
      const pid = await queue.runner();
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
      await queue.sightings(jobs[11] as (typeof jobs)[number]);
    }
    for (const job of jobs) await queue.ended(job);
    await queue.idle();
    // none has run twice
    const lines = queue.lines('log');
    expect(new Set(lines).size).toBe(lines.length);
    for (const job of jobs) expect(await queue.words(job)).toMatch(/COMPLETED|LOST/);
  });
});

describe('a runner that can not be had', () => {
  it('is one error with its last words, and the job does not wait for ever', async () => {
    const queue = fresh();
    const broken = queue.file('broken.mjs');
    writeFileSync(broken, 'console.error("no luck\\u001b"); process.exit(9);');
    const engine = localEngine({ stateFolder: queue.state, env: ENV, runnerModule: new URL(`file://${broken}`) });
    const spec = queue.spec('exit 0');
    await expectRejection(
      'SCHEDULER_UNAVAILABLE',
      () => engine.submit(spec),
      /can't be started: it ended with 9; its last words: no luck\\x1b\. Its log is .*runner\.log\.$/,
    );
    const job = refOf('1', spec);
    expect(await queue.words(job)).toBe('CANCELLED');
  });

  it('is told of where one looks at jobs that wait for it', async () => {
    const queue = fresh();
    const job = await queue.submit('sleep 60');
    const next = await queue.submit('exit 0');
    process.kill(await runnerIn(queue), 'SIGKILL');
    await eventually(async () => (await queue.runner()) === undefined, 'its end');
    const missing = new URL(`file://${queue.file('missing.mjs')}`);
    const engine = localEngine({ stateFolder: queue.state, env: ENV, runnerModule: missing });
    const look = await engine.look([next]);
    expect(look.kind === 'answered' && look.jobs.get('2')?.[0]).toMatchObject({
      letter: 'Q',
      reason: expect.stringMatching(/can't be started: it ended with 1/),
    });
    await queue.engine.cancel([job, next]);
    await queue.ended(job);
  });
});

describe('a queue whose folder is taken away', () => {
  it('is one of no job, and its runner ends with what it ran', async () => {
    const queue = fresh();
    const job = await queue.submit('sleep 0.5');
    const runner = await identityOf(await runnerIn(queue));
    await eventually(async () => (await queue.words(job)) === 'RUNNING', 'its start');
    rmSync(queue.state, { recursive: true, force: true });
    expect(await queue.sightings(job)).toEqual([]);
    await eventually(async () => (await fateOf(runner)) === 'gone', 'the end of the runner');
    const again = await queue.submit('exit 0');
    expect(again.id).toBe('1');
    expect((await queue.ended(again))[0]?.word).toBe('COMPLETED');
  });
});
