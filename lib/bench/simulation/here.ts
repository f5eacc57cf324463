import { tmpdir } from 'node:os';
import { openWorld } from '../child/world.js';
import { makeOwnedFolder, removeOwnedFolder } from '../files/owned-folder.js';
import { VIRTUAL_TIME } from './choice.js';
import { resolveSimulation } from './resolve.js';
import { inspectionJob } from './simulation.js';

/** Simulates devices in this very process, for what takes no time. */
export async function withSimulatedWorld<T>(source: string, use: () => T): Promise<T> {
  const simulation = await resolveSimulation({ source, time: VIRTUAL_TIME, seed: undefined });
  const folder = await makeOwnedFolder(tmpdir());
  try {
    const world = await openWorld(inspectionJob(simulation), folder);
    try {
      return use();
    } finally {
      world.close();
    }
  } finally {
    // Windows keeps a library that is in use: then it is left to the system
    await removeOwnedFolder(folder).catch(() => {});
  }
}
