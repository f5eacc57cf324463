import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Manifest, newManifest, type SubmittedJob } from '../../../../lib/bench/jobs/folder/manifest.js';

/** A job's folder as somebody else may have made it: nobody has to be asked of it, where its ends are in it. */
export async function jobFolder(root: string, changes: Partial<Manifest> = {}): Promise<SubmittedJob> {
  const folder = mkdtempSync(join(root, 'job-'));
  const manifest = await newManifest({
    ...{ name: 'bench', engine: 'local', cluster: 'here', fingerprint: 'x', tasks: null, nodes: 1, features: [] },
    ...{ exclusive: true, strictDevices: false, titles: [], id: '7', submittedAt: '2026-11-26T04:00:00Z' },
  });
  const job = { folder, manifest: { ...manifest, id: '7', submittedAt: '2026-11-26T04:00:00Z', ...changes } };
  put(folder, { 'ov-bench-job.json': JSON.stringify(job.manifest) });
  return job as SubmittedJob;
}

/** Writes files, and the folders that they lie in. */
export function put(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** The content of `ov-bench-ends.json`. */
export function endsOf(...states: readonly object[]): Readonly<Record<string, string>> {
  const blank = {
    task: null,
    letter: 'C',
    word: 'COMPLETED',
    node: 'n1',
    reason: '',
    outcome: 'completed',
    exitCode: 0,
  };
  return { 'ov-bench-ends.json': JSON.stringify(states.map((state) => ({ ...blank, ...state }))) };
}
