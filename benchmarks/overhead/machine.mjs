import os from 'node:os';

/** What figures depend on. */
export function machine() {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    threads: cpus.length,
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
  };
}
