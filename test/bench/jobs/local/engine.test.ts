import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fateOf, identityOf } from '../../../../lib/bench/machine/process-identity.js';
import { expectRejection } from '../../../helpers/expect-error.js';
import { testFolder } from '../../../helpers/folder.js';
import { eventually, LocalQueue, refOf } from './local-queue.js';

const folder = testFolder();
const fresh = (options = {}): LocalQueue => new LocalQueue(folder, options);

describe('a local job', () => {
  it('runs in its folder, with what it is told and nothing else, and leaves what it printed', async () => {
    const queue = fresh();
    const job = await queue.submit('pwd; env | sort; echo "bad news" >&2; read -r line && echo "$line"; exit 7');
    expect(job.id).toBe('1');
    const [sighting, ...others] = await queue.ended(job);
    expect(others).toEqual([]);
    expect(sighting).toEqual({
      ...{ task: undefined, letter: 'C', word: 'FAILED', well: false, node: hostname(), reason: '' },
      ...{ elapsedMs: expect.any(Number), ending: { exitCode: 7, signal: undefined } },
    });
    const printed = readFileSync(join(job.folder, 'engine/stdout.log'), 'utf8').trim().split('\n');
    expect(printed[0]).toBe(job.folder);
    expect(printed.filter((line) => !/^(PWD|OLDPWD|SHLVL|_)=/.test(line)).slice(1)).toEqual([
      ...['OV_BENCH_LOCAL_JOB_ID=1', `OV_BENCH_LOCAL_NODE=${hostname()}`, 'OV_BENCH_LOCAL_TASK='],
      `PATH=${process.env.PATH}`,
    ]);
    expect(readFileSync(join(job.folder, 'engine/stderr.log'), 'utf8')).toBe('bad news\n');
    await queue.idle();
    expect(await queue.words(job)).toBe('FAILED');
  });

  it('is found by its token, and no other one is taken for it', async () => {
    const queue = fresh();
    const jobs = [await queue.submit('exit 0'), await queue.submit('exit 0')];
    for (const job of jobs) expect(await queue.engine.find(job.token)).toBe(job.id);
    expect(await queue.engine.find('another')).toBeUndefined();
    const [job] = jobs as [(typeof jobs)[number]];
    expect(await queue.sightings({ ...job, token: 'another' })).toEqual([]);
    expect(await queue.sightings({ ...job, id: '../1' })).toEqual([]);
    await queue.engine.cancel([{ ...job, token: 'another' }]);
    expect((await queue.ended(job))[0]).toMatchObject({ word: 'COMPLETED', well: true, ending: { exitCode: 0 } });
  });

  it('that can not begin has failed, and says why', async () => {
    const queue = fresh();
    const job = await queue.submit('exit 0', { folder: join(folder, 'gone'), script: join(folder, 'gone', 'job.sh') });
    expect((await queue.ended(job))[0]).toMatchObject({
      word: 'FAILED',
      reason: expect.stringMatching(/could not be started in its folder: ENOENT/),
    });
  });

  it('is told from one that nobody knows, before and after there is a queue', async () => {
    const queue = fresh();
    const unknown = refOf('1', queue.spec(''));
    expect(await queue.engine.look([unknown])).toEqual({ kind: 'answered', jobs: new Map() });
    expect(await queue.engine.find('token')).toBeUndefined();
    await queue.engine.cancel([unknown]);
    expect(existsSync(queue.state)).toBe(false);
  });

  it('is refused where it asks for what this machine is not', async () => {
    const queue = fresh();
    const asking = (changes: object) => () => queue.engine.submit(queue.spec('exit 0', changes));
    await expectRejection('JOB_REJECTED', asking({ nodes: 2 }), /asks for 2 nodes, and this machine is one/);
    await expectRejection('JOB_REJECTED', asking({ nodelist: 'node\u001b' }), /the node node\\x1b/);
    expect(existsSync(queue.state)).toBe(false);
    const job = await queue.submit('exit 0', { nodelist: hostname(), features: ['gpu'] });
    expect((await queue.ended(job))[0]?.word).toBe('COMPLETED');
  });
});

describe('local jobs', () => {
  it('run in their order, one at a time', async () => {
    const queue = fresh();
    const log = queue.file('log');
    const jobs = [];
    for (const name of ['a', 'b', 'c', 'd'])
      jobs.push(await queue.submit(`echo "${name} begins" >>'${log}'; sleep 0.15; echo "${name} ends" >>'${log}'`));
    expect(jobs.map(({ id }) => id)).toEqual(['1', '2', '3', '4']);
    expect(await queue.words(jobs[3] as (typeof jobs)[number])).toBe('QUEUED');
    for (const job of jobs) expect((await queue.ended(job))[0]?.word).toBe('COMPLETED');
    expect(queue.lines('log')).toEqual(['a', 'b', 'c', 'd'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  it('that are shared run beside each other, and none beside an exclusive one', async () => {
    const queue = fresh();
    const log = queue.file('log');
    const meet = (own: string, other: string): string => `
      echo "${own} begins" >>'${log}'; : >'${queue.file(own)}'
      for _ in $(seq 200); do [ -e '${queue.file(other)}' ] && break; sleep 0.05; done
      [ -e '${queue.file(other)}' ] && echo met >>'${log}'`;
    const jobs = [
      await queue.submit(meet('a', 'b'), { exclusive: false }),
      await queue.submit(meet('b', 'a'), { exclusive: false }),
      await queue.submit(`echo "alone" >>'${log}'; sleep 0.3; echo "alone ends" >>'${log}'`),
      await queue.submit(`echo "after" >>'${log}'`, { exclusive: false }),
    ];
    for (const job of jobs) expect((await queue.ended(job))[0]?.word).toBe('COMPLETED');
    const lines = queue.lines('log');
    expect(lines.slice(0, 4).sort()).toEqual(['a begins', 'b begins', 'met', 'met']);
    expect(lines.slice(4)).toEqual(['alone', 'alone ends', 'after']);
  });
});

describe('an array', () => {
  /** How many tasks were running when each began. */
  const counting = (queue: LocalQueue): string => `
    : >'${queue.file('running')}'.$OV_BENCH_LOCAL_TASK
    echo "$OV_BENCH_LOCAL_TASK $(ls '${queue.file('.')}' | grep -c '^running')" >>'${queue.file('log')}'
    sleep 0.3; rm '${queue.file('running')}'.$OV_BENCH_LOCAL_TASK
    echo "task $OV_BENCH_LOCAL_TASK"; [ "$OV_BENCH_LOCAL_TASK" != 2 ]`;

  it('has its tasks run one after the other, each with a number and an end of its own', async () => {
    const queue = fresh();
    const job = await queue.submit(counting(queue), { tasks: 3 });
    const next = await queue.submit('exit 0');
    const sightings = await queue.ended(job);
    expect(sightings.map(({ task, word, ending }) => [task, word, ending?.exitCode])).toEqual([
      ...[
        [1, 'COMPLETED', 0],
        [2, 'FAILED', 1],
      ],
      [3, 'COMPLETED', 0],
    ]);
    expect(queue.lines('log')).toEqual(['1 1', '2 1', '3 1']);
    for (const task of [1, 2, 3])
      expect(readFileSync(join(job.folder, `engine/${task}.stdout.log`), 'utf8')).toBe(`task ${task}\n`);
    expect((await queue.ended(next))[0]?.word).toBe('COMPLETED');
  });

  it('that is shared has as many of them at once as it may', async () => {
    const queue = fresh({ sharedSlots: 3 });
    const job = await queue.submit(counting(queue), { tasks: 6, exclusive: false, mostAtOnce: 2 });
    await queue.ended(job);
    const atOnce = queue.lines('log').map((line) => Number(line.split(' ')[1]));
    expect(Math.max(...atOnce)).toBe(2);
    expect(atOnce).toHaveLength(6);
  });

  it('that is cancelled ends the task that runs, and begins no other one', async () => {
    const queue = fresh();
    const job = await queue.submit(`echo x >>'${queue.file('log')}'; sleep 60`, { tasks: 3 });
    await eventually(() => queue.lines('log').length === 1, 'the first task');
    await queue.engine.cancel([job]);
    expect((await queue.ended(job)).map(({ word }) => word)).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
    await queue.idle();
    expect(queue.lines('log')).toEqual(['x']);
  });
});

describe('cancelling', () => {
  it('a job that waits: it never starts', async () => {
    const queue = fresh();
    const first = await queue.submit('sleep 0.5');
    const second = await queue.submit(`echo x >>'${queue.file('log')}'`);
    await queue.engine.cancel([second]);
    expect((await queue.sightings(second))[0]).toMatchObject({ letter: 'C', word: 'CANCELLED', well: false, node: '' });
    await queue.ended(first);
    await queue.idle();
    expect(queue.lines('log')).toEqual([]);
    // what has ended is no error, and stays what it is
    await queue.engine.cancel([first, second]);
    expect([await queue.words(first), await queue.words(second)]).toEqual(['COMPLETED', 'CANCELLED']);
  });

  it('a job that runs asks all its processes to end, and gives them time to', async () => {
    const queue = fresh();
    const log = queue.file('log');
    const job = await queue.submit(`
      sh -c 'trap "sleep 0.3; echo saved >>\\"${log}\\"; exit 0" TERM; echo $$ >>"${log}"; while :; do sleep 0.1; done' &
      trap 'echo asked >>"${log}"; exit 0' TERM
      wait`);
    await eventually(() => queue.lines('log').length === 1, 'its process');
    const process = await identityOf(Number(queue.lines('log')[0]));
    await sleep(100);
    await queue.engine.cancel([job]);
    expect((await queue.ended(job))[0]).toMatchObject({ word: 'CANCELLED', ending: { exitCode: 0 } });
    expect(queue.lines('log').slice(1)).toEqual(['asked', 'saved']);
    expect(await fateOf(process)).toBe('gone');
  });
});

describe('a time limit', () => {
  it('ends a job with all its processes', async () => {
    const queue = fresh();
    const log = queue.file('log');
    const job = await queue.submit(`sleep 60 & echo $! >'${log}'; wait`, { timeLimitMs: 400 });
    const [sighting] = await queue.ended(job);
    expect(sighting).toMatchObject({ letter: 'C', word: 'TIMEOUT', well: false });
    expect(sighting?.elapsedMs).toBeGreaterThanOrEqual(400);
    expect(sighting?.elapsedMs).toBeLessThan(3000);
    expect(await fateOf(await identityOf(Number(queue.lines('log')[0])))).toBe('gone');
  });

  it('leaves alone a job that keeps it', async () => {
    const queue = fresh();
    const job = await queue.submit('sleep 0.2', { timeLimitMs: 30 * 24 * 3600 * 1000 });
    expect((await queue.ended(job))[0]?.word).toBe('COMPLETED');
  });
});

// processes are looked at in /proc
describe.runIf(process.platform === 'linux')('what a job leaves running', () => {
  it('is ended before the next one begins', async () => {
    const queue = fresh();
    const log = queue.file('log');
    await queue.submit(`sleep 60 & echo $! >'${log}'; exit 0`);
    // one that has ended may wait for its parent to ask
    const second = await queue.submit(`cat "/proc/$(cat '${log}')/stat" || echo "gone Z"`);
    await queue.ended(second);
    expect(readFileSync(join(second.folder, 'engine/stdout.log'), 'utf8')).toMatch(/ Z/);
  });
});

describe('a state folder that can not be used', () => {
  it('is one clear error, and leaves nothing', async () => {
    const queue = fresh();
    writeFileSync(queue.state, 'a file');
    const submit = (): Promise<string> => queue.engine.submit(queue.spec('exit 0'));
    await expectRejection('NOT_WRITABLE', submit, /cannot be created: a part of its path is not a folder/);
    expect(readFileSync(queue.state, 'utf8')).toBe('a file');
  });

  it('for something else is in its place: what the system says, in a sentence', async () => {
    const queue = fresh();
    const job = await queue.submit('exit 0');
    await queue.ended(job);
    await queue.idle();
    const jobs = join(queue.queue, 'jobs');
    rmSync(jobs, { recursive: true });
    writeFileSync(jobs, 'a file');
    const sentence =
      /^The queue of local jobs in \S+ can't be used: ENOTDIR.*; name another folder with OV_BENCH_STATE_DIR\.$/;
    await expectRejection('SCHEDULER_UNAVAILABLE', () => queue.engine.find('token'), sentence);
    // nothing follows for its jobs
    expect(await queue.engine.look([job])).toEqual({ kind: 'silent', reason: expect.stringMatching(/^ENOTDIR/) });
  });

  const mounted = join(folder, 'small');
  mkdirSync(mounted);
  const isRoot = process.getuid?.() === 0;
  const mounts = isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', mounted]).status === 0;
  it.runIf(mounts)(
    'for the disk is full: nothing of the job is there, and the queue goes on when there is room',
    async () => {
      try {
        const queue = new LocalQueue(mounted);
        const first = await queue.submit('exit 0');
        await queue.ended(first);
        await queue.idle();
        const spec = queue.spec('exit 0');
        const filler = join(mounted, 'filler');
        expect(() => writeFileSync(filler, Buffer.alloc(1 << 17))).toThrow(/ENOSPC/);
        await expectRejection(
          'NOT_WRITABLE',
          () => queue.engine.submit(spec),
          /cannot be written: the disk is full\.$/,
        );
        expect(readdirSync(join(queue.queue, 'jobs'))).toEqual(['1']);
        rmSync(filler);
        const id = await queue.engine.submit(spec);
        expect(id).toBe('2');
        expect((await queue.ended(refOf(id, spec)))[0]?.word).toBe('COMPLETED');
        await queue.idle();
      } finally {
        // lazily: the runner's process has given up the queue, and may still be ending in it
        execFileSync('umount', ['-l', mounted]);
      }
    },
  );
});
