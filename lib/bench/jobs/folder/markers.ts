import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../../../runtime/printable.js';
import { plainTextOf } from '../../files/plain-file.js';
import { obstacleBelow } from '../../files/without-links.js';
import { EXIT_FILE, STARTED_FILE, unitFolder } from './layout.js';

/** What a unit's own script has written down, there where it ran. */
export interface Marker {
  readonly node: string;
  /** Empty where it can't be true. */
  readonly startedAt: string;
  /** Absent while it runs, or where it was ended before it could say. */
  readonly ended?: { readonly at: string; readonly exitCode: number };
}

/** Markers of a task, and whether the folder that they would be in can be read at all. */
export interface Markers {
  readonly units: readonly Marker[];
  readonly folderGone: boolean;
}

/** No job runs for longer. */
const YEAR_MS = 366 * 86_400_000;

/**
 * Reads the markers of a task: one, or one for each node that began. Links are taken for what is not there, and so are markers
 * of another submission into the same folder.
 */
export async function readMarkers(
  folder: string,
  task: number | undefined,
  { nodes, token }: { readonly nodes: number; readonly token: string },
): Promise<Markers> {
  const base = unitFolder(folder, { task, node: undefined });
  if ((await obstacleBelow(folder, base).catch(() => undefined)) !== undefined) return { units: [], folderGone: false };
  if (nodes === 1) {
    const marker = await readMarker(base, token);
    if (marker !== undefined) return { units: [marker], folderGone: false };
  }
  const entries = await readdir(base, { withFileTypes: true }).catch((cause: unknown) =>
    systemCode(cause) === 'ENOENT' ? undefined : [],
  );
  // a task's own folder is made by its job
  if (entries === undefined) return { units: [], folderGone: task === undefined || !(await isThere(folder)) };
  if (nodes === 1) return { units: [], folderGone: false };
  const units = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory() && entry.name.startsWith('node-'))
      .map(({ name }) => readMarker(join(base, name), token)),
  );
  return { units: units.filter((unit) => unit !== undefined), folderGone: false };
}

async function isThere(folder: string): Promise<boolean> {
  return readdir(folder).then(
    () => true,
    (cause: unknown) => systemCode(cause) !== 'ENOENT',
  );
}

async function readMarker(unit: string, token: string): Promise<Marker | undefined> {
  const parsed = async (name: string) => parse(await plainTextOf(join(unit, name)), token);
  return (await parsed(EXIT_FILE)) ?? (await parsed(STARTED_FILE));
}

/** It was written by a job, which may be anybody's script: nothing is believed that is not of its form. */
function parse(text: string | undefined, token: string): Marker | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
  if (typeof content !== 'object' || content === null) return undefined;
  const { token: own = token, node, startedAt, endedAt, exitCode } = content as Record<string, unknown>;
  if (own !== token) return undefined;
  if (typeof node !== 'string' || typeof startedAt !== 'string') return undefined;
  if (endedAt === undefined && exitCode === undefined) return { node, startedAt };
  // what no shell says of how something ended does not say that it ended
  if (typeof endedAt !== 'string' || !isExitCode(exitCode)) return undefined;
  const elapsedMs = Date.parse(endedAt) - Date.parse(startedAt);
  return { node, startedAt: isJobTime(elapsedMs) ? startedAt : '', ended: { at: endedAt, exitCode } };
}

/** Of a process as its shell tells it. */
export function isExitCode(code: unknown): code is number {
  return typeof code === 'number' && Number.isInteger(code) && code >= 0 && code <= 255;
}

/** A time in milliseconds that a job can have taken. */
export function isJobTime(elapsedMs: unknown): elapsedMs is number {
  return typeof elapsedMs === 'number' && elapsedMs >= 0 && elapsedMs <= YEAR_MS;
}
