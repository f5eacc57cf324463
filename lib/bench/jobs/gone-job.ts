import type { SubmittedJob } from './folder/manifest.js';
import type { Entry } from './registry.js';

/**
 * A job whose folder is gone, by its entry in the registry: enough to ask its engine after it, and to end it. Undefined where
 * the entry says too little.
 */
export function jobOf(entry: Entry): SubmittedJob | undefined {
  const { engine, cluster, submittedAt, id, name, folder, token, tasks } = entry;
  if (token === undefined || tasks === undefined) return undefined;
  return {
    folder,
    manifest: {
      version: 1,
      ...{ engine, cluster, submittedAt, id, name, token, tasks },
      createdAt: submittedAt,
      fingerprint: '',
      nodes: 1,
      features: [],
      exclusive: false,
      strictDevices: false,
      titles: [],
      submitter: { pid: 0, start: null, boot: null, namespace: null, host: '' },
    },
  };
}
