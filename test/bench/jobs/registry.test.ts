import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { newManifest, type SubmittedJob, writeManifest } from '../../../lib/bench/jobs/folder/manifest.js';
import { Registry } from '../../../lib/bench/jobs/registry.js';
import { testFolder } from '../../helpers/folder.js';

const folder = testFolder();
const env = { OV_BENCH_STATE_DIR: join(folder, 'state') };

async function jobAt(name: string, id: string, submittedAt: string, cluster = 'lab'): Promise<SubmittedJob> {
  const at = join(folder, name);
  mkdirSync(at, { recursive: true });
  const facts = { name, engine: 'slurm', cluster, id, submittedAt, fingerprint: 'f', tasks: null } as const;
  const manifest = await newManifest({
    ...facts,
    nodes: 1,
    features: [],
    exclusive: true,
    strictDevices: false,
    titles: [''],
  });
  const job = { folder: at, manifest: { ...manifest, id, submittedAt } };
  await writeManifest(job);
  return job;
}

beforeEach(() => rmSync(env.OV_BENCH_STATE_DIR, { recursive: true, force: true }));

describe('the registry of jobs', () => {
  it('of an id that was given twice the newest job is meant; the other one is found by its folder', async () => {
    const registry = new Registry(env);
    await registry.add(await jobAt('newer', '7', '2026-11-26T10:00:00.000Z'));
    await registry.add(await jobAt('older', '7', '2026-11-25T10:00:00.000Z'));
    expect((await registry.find('7')).folder).toBe(join(folder, 'newer'));
    expect((await registry.find(join(folder, 'older'))).manifest.name).toBe('older');
    expect((await registry.entries()).map(({ name }) => name)).toEqual(['newer', 'older']);
  });

  it('keeps jobs of two clusters and of the same second apart', async () => {
    const registry = new Registry(env);
    const time = '2026-11-26T10:00:00.000Z';
    for (const cluster of ['a', 'b', '../c', 'd/e'])
      await registry.add(await jobAt(`on-${cluster.length}${cluster.at(-1)}`, '7', time, cluster));
    expect(readdirSync(join(env.OV_BENCH_STATE_DIR, 'jobs'))).toHaveLength(4);
    expect(readdirSync(env.OV_BENCH_STATE_DIR)).toEqual(['jobs']);
  });

  it('tells of a folder that has gone, or has another job by now', async () => {
    const registry = new Registry(env);
    await registry.add(await jobAt('moved', '8', '2026-11-26T10:00:00.000Z'));
    renameSync(join(folder, 'moved'), join(folder, 'elsewhere'));
    await expect(registry.find('8')).rejects.toMatchObject({
      code: 'JOB_NOT_FOUND',
      message: /moved" of job 8 .* is gone/,
    });
    expect((await registry.find(join(folder, 'elsewhere'))).manifest.id).toBe('8');
    await jobAt('moved', '9', '2026-11-26T11:00:00.000Z');
    await expect(registry.find('8')).rejects.toMatchObject({ message: /has another job in it by now, 9/ });
  });

  it('passes over what is damaged or not its own', async () => {
    const registry = new Registry(env);
    await registry.add(await jobAt('well', '1', '2026-11-26T10:00:00.000Z'));
    const at = join(env.OV_BENCH_STATE_DIR, 'jobs');
    writeFileSync(join(at, 'half.json'), '{"engine":"slurm"');
    writeFileSync(
      join(at, 'other.json'),
      '{"engine":"lsf","cluster":"","submittedAt":"","id":"1","name":"","folder":"/"}',
    );
    writeFileSync(
      join(at, 'relative.json'),
      '{"engine":"slurm","cluster":"","submittedAt":"2030-01-01","id":"1","name":"","folder":"x"}',
    );
    mkdirSync(join(at, 'folder.json'));
    expect((await registry.find('1')).manifest.name).toBe('well');
    await expect(registry.find('2')).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
  });

  it('a manifest that was cut short or is of no job is told as such', async () => {
    const registry = new Registry(env);
    const job = await jobAt('cut', '5', '2026-11-26T10:00:00.000Z');
    await writeManifest({ folder: job.folder, manifest: { ...job.manifest, id: null, submittedAt: null } });
    await expect(registry.find(job.folder)).rejects.toMatchObject({ message: /was not submitted to its end/ });
    for (const text of ['{', '[]', '{"version":2}', JSON.stringify({ ...job.manifest, id: '--help' })]) {
      writeFileSync(join(job.folder, 'ov-bench-job.json'), text);
      await expect(registry.find(job.folder)).rejects.toMatchObject({ code: 'FILE_NOT_READABLE' });
    }
  });
});
