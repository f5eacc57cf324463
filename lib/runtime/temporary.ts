import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { systemCode } from './printable.js';

/** An owner on another host can't be asked whether it still runs: what it left is taken for stale after this time. */
const FOREIGN_AGE_MS = 24 * 60 * 60 * 1000;

const NAME = /^\.tmp-([0-9a-f]{8})-(\d+)-[0-9a-f]{12}(?:-.*)?$/;

function hostToken(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}

/**
 * A path in `folder` that no one else uses, for something that is renamed when it is whole. Its name tells the host and
 * the process that own it, so that `sweepStale` can remove what a killed process left.
 */
export function temporaryPath(folder: string, label = ''): string {
  const suffix = label === '' ? '' : `-${label}`;
  return join(folder, `.tmp-${hostToken()}-${process.pid}-${randomBytes(6).toString('hex')}${suffix}`);
}

/** Removes the temporary paths in `folder` whose owner is gone. Whatever can't be removed is left. */
export async function sweepStale(folder: string): Promise<void> {
  for (const name of stalePaths(folder)) await rm(name, { recursive: true, force: true }).catch(() => undefined);
}

/** The temporary paths in `folder` whose owner is gone: dead on this host, or on another one and a day old. */
export function stalePaths(folder: string, now: number = Date.now()): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names.filter((name) => isStale(folder, name, now)).map((name) => join(folder, name));
}

function isStale(folder: string, name: string, now: number): boolean {
  const match = NAME.exec(name);
  if (match === null) return false;
  if (match[1] === hostToken() && !isAlive(Number(match[2]))) return true;
  try {
    return now - statSync(join(folder, name)).mtimeMs > FOREIGN_AGE_MS;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
