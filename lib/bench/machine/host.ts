import os from 'node:os';
import type { Host } from '../result/result.js';
import { readMachineFacts } from './facts.js';

/** The machine that this process runs on. */
export function describeHost(): Host {
  const cpus = os.cpus();
  return {
    hostname: os.hostname(),
    platform: process.platform,
    arch: process.arch,
    osRelease: os.release(),
    cpuModel: cpus[0]?.model.trim() ?? 'unknown',
    logicalCpus: cpus.length,
    availableCpus: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    nodeVersion: process.versions.node,
    machine: readMachineFacts(),
  };
}
