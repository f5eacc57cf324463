import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Bell } from '../../../../lib/bench/jobs/local/bell.js';
import { Queue } from '../../../../lib/bench/jobs/local/queue.js';
import { type JobRecord, UNKNOWN_START } from '../../../../lib/bench/jobs/local/records.js';
import { runQueue } from '../../../../lib/bench/jobs/local/runner.js';
import { RunnerLock, runnerOf } from '../../../../lib/bench/jobs/local/runner-lock.js';
import { testFolder } from '../../../helpers/folder.js';
import { ENV } from './local-queue.js';

// A runner in this process, so that something can be done at the very moment that matters.

const folder = testFolder();

/** A job that leaves a file where it has run. */
function record(changes: Partial<JobRecord> = {}): JobRecord {
  const own = mkdtempSync(join(folder, 'job-'));
  mkdirSync(join(own, 'engine'));
  writeFileSync(join(own, 'job.sh'), 'echo x >>ran');
  return {
    ...{ name: 'test', token: own, folder: own, script: 'job.sh', tasks: null, mostAtOnce: null },
    ...{ exclusive: true, slots: 1, timeLimitMs: null, env: ENV },
    ...changes,
  };
}

function runs({ folder: own }: JobRecord): string {
  return readdirSync(own).includes('ran') ? readFileSync(join(own, 'ran'), 'utf8') : '';
}

async function queueOf<Q extends Queue>(made: Q): Promise<Q> {
  await made.make();
  return made;
}

async function run(queue: Queue): Promise<string[]> {
  const said: string[] = [];
  await runQueue(queue, new Bell(), (sentence) => said.push(sentence));
  return said;
}

const word = async (queue: Queue, id: number): Promise<string | undefined> =>
  (await queue.read(id))?.units[0]?.end?.word;

describe('a job that is added', () => {
  it('when the runner has found nothing more, by somebody who sees that there is one, is run', async () => {
    const late = record();
    class Late extends Queue {
      #looks = 0;
      override async ids(): Promise<number[]> {
        const ids = await super.ids();
        this.#looks++;
        if (this.#looks === 1) {
          expect(await runnerOf(this.runners)).toBeDefined();
          await this.add(late);
        }
        return ids;
      }
    }
    const queue = await queueOf(new Late(mkdtempSync(join(folder, 'queue-'))));
    await run(queue);
    expect([runs(late), await word(queue, 1)]).toEqual(['x\n', 'COMPLETED']);
    expect(await runnerOf(queue.runners)).toBeUndefined();
  });
});

describe('a job that is cancelled', () => {
  it('while it begins, by somebody who did not see that, never runs', async () => {
    class Cancelled extends Queue {
      override async noteStart(...args: Parameters<Queue['noteStart']>): Promise<void> {
        // this one looked a moment ago, when no start was there
        await this.noteCancel(args[0]);
        await super.noteStart(...args);
      }
    }
    const job = record();
    const queue = await queueOf(new Cancelled(mkdtempSync(join(folder, 'queue-'))));
    await queue.add(job);
    await run(queue);
    expect([runs(job), await word(queue, 1)]).toEqual(['', 'CANCELLED']);
  });
});

describe('a disk that is full for a while', () => {
  it('neither has a job run unseen nor twice, and its end is noted when it can be', async () => {
    class Full extends Queue {
      #starts = 0;
      #ends = 0;
      override async noteStart(...args: Parameters<Queue['noteStart']>): Promise<void> {
        if (this.#starts++ === 0) throw new Error('the disk is full');
        await super.noteStart(...args);
      }
      override async noteEnd(...args: Parameters<Queue['noteEnd']>): Promise<void> {
        if (this.#ends++ === 0) throw new Error('the disk is full');
        await super.noteEnd(...args);
      }
    }
    const [job, next] = [record(), record()];
    const queue = await queueOf(new Full(mkdtempSync(join(folder, 'queue-'))));
    await queue.add(job);
    await queue.add(next);
    const said = await run(queue);
    expect([runs(job), runs(next)]).toEqual(['x\n', 'x\n']);
    expect([await word(queue, 1), await word(queue, 2)]).toEqual(['COMPLETED', 'COMPLETED']);
    expect(said).toEqual([
      "job 1 can't be begun yet: the disk is full",
      "the end of job 1 can't be noted yet: the disk is full",
    ]);
  }, 30_000);
});

describe('who runs the jobs', () => {
  it('is one, however many want to', async () => {
    const runners = mkdtempSync(join(folder, 'runners-'));
    for (let round = 1; round <= 15; round++) {
      const claims = await Promise.all(Array.from({ length: 8 }, () => RunnerLock.claim(runners)));
      const [lock, ...others] = claims.filter((claim) => claim !== undefined);
      expect(others).toEqual([]);
      expect(await RunnerLock.claim(runners)).toBeUndefined();
      await lock?.release();
      await lock?.prune();
      expect(await runnerOf(runners)).toBeUndefined();
    }
    expect(
      readdirSync(runners)
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  });

  it('is nobody any more, where a runner of another container has long been silent', async () => {
    const runners = mkdtempSync(join(folder, 'runners-'));
    const lock = await RunnerLock.claim(runners);
    const file = join(runners, '1', 'runner.json');
    const own = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...own, namespace: 'pid:[1]' }));
    expect(await runnerOf(runners)).toBeDefined();
    utimesSync(file, new Date(), new Date(Date.now() - 120_000));
    expect(await runnerOf(runners)).toBeUndefined();
    await lock?.touch();
    expect(await runnerOf(runners)).toBeDefined();
  });
});

describe('a queue', () => {
  it('forgets what ended long ago, and never gives an id twice', async () => {
    const queue = await queueOf(new Queue(mkdtempSync(join(folder, 'queue-'))));
    for (let count = 0; count < 5; count++) await queue.add(record());
    for (const id of [1, 2, 4, 5])
      await queue.noteEnd(id, undefined, {
        ...{ word: 'COMPLETED', endedAt: new Date().toISOString(), exitCode: 0, signal: null, reason: '' },
      });
    await queue.prune(1, Date.now() - 60_000);
    expect(await queue.ids()).toEqual([1, 2, 3, 4, 5]);
    await sleep(20);
    const jobs = join(queue.folder, 'jobs');
    const old = new Date(Date.now() - 2 * 24 * 3600 * 1000);
    for (const name of ['.new-killed', '.new-now', '.gone-killed']) {
      mkdirSync(join(jobs, name));
      if (name !== '.new-now') utimesSync(join(jobs, name), old, old);
    }
    await queue.prune(1, Date.now());
    // 3 has not ended, and 5 is the newest
    expect(await queue.ids()).toEqual([3, 5]);
    expect(await queue.add(record())).toBe(6);
    expect(readdirSync(jobs).sort()).toEqual(['.new-now', '3', '5', '6']);
  });

  it('does not know jobs whose files are damaged, and knows what else there is of others', async () => {
    const queue = await queueOf(new Queue(mkdtempSync(join(folder, 'queue-'))));
    const ids = [await queue.add(record()), await queue.add(record({ tasks: 2 })), await queue.add(record())];
    writeFileSync(join(queue.folderOf(1), 'job.json'), '{"name": 7');
    rmSync(join(queue.folderOf(3), 'job.json'));
    writeFileSync(join(queue.folderOf(2), 'start.1.json'), 'null');
    writeFileSync(join(queue.folderOf(2), 'end.2.json'), '{"word":"FINE","endedAt":"2026-01-01T00:00:00Z"}');
    mkdirSync(join(queue.folder, 'jobs', 'lost+found'));
    const [first, second, third] = await Promise.all(ids.map((id) => queue.read(id)));
    expect([first, third]).toEqual([undefined, undefined]);
    expect(second?.units).toEqual([
      { task: 1, start: UNKNOWN_START, end: undefined },
      { task: 2, start: undefined, end: undefined },
    ]);
    expect(await queue.ids()).toEqual([1, 2, 3]);
    // what has begun is not begun again
    await run(queue);
    const words = (await queue.read(2))?.units.map(({ end }) => end?.word);
    expect([words, second && runs(second.record)]).toEqual([['LOST', 'COMPLETED'], 'x\n']);
  });
});
