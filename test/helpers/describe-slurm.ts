import { describe } from 'vitest';
import { slurmIsHere } from './slurm-cluster.js';

/** Tests that need a Slurm: left out where none is installed, and the title says why. */
export function describeWithSlurm(title: string, tests: () => void): void {
  const here = slurmIsHere();
  describe.skipIf(!here)(here ? title : `${title} (left out: needs Slurm, apt-get install slurm-wlm munge)`, tests);
}
