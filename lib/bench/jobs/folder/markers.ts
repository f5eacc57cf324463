import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../../../runtime/printable.js';
import { EXIT_FILE, STARTED_FILE, unitFolder } from './layout.js';

/** What a unit's own script has written down, there where it ran. */
export interface Marker {
  readonly node: string;
  readonly startedAt: string;
  /** Absent while it runs, or where it was ended before it could say. */
  readonly ended?: { readonly at: string; readonly exitCode: number };
}

/** Markers of a task, and whether the folder that they would be in can be read at all. */
export interface Markers {
  readonly units: readonly Marker[];
  readonly folderGone: boolean;
}

/** Reads the markers of a task: one, or one for each node that began. */
export async function readMarkers(folder: string, task: number | undefined, nodes: number): Promise<Markers> {
  const base = unitFolder(folder, { task, node: undefined });
  if (nodes === 1) {
    const marker = await readMarker(base);
    if (marker !== undefined) return { units: [marker], folderGone: false };
  }
  const names = await readdir(base).catch((cause: unknown) => (systemCode(cause) === 'ENOENT' ? undefined : []));
  // a task's own folder is made by its job
  if (names === undefined) return { units: [], folderGone: task === undefined || !(await isThere(folder)) };
  if (nodes === 1) return { units: [], folderGone: false };
  const units = await Promise.all(
    names.filter((name) => name.startsWith('node-')).map((name) => readMarker(join(base, name))),
  );
  return { units: units.filter((unit) => unit !== undefined), folderGone: false };
}

async function isThere(folder: string): Promise<boolean> {
  return readdir(folder).then(
    () => true,
    (cause: unknown) => systemCode(cause) !== 'ENOENT',
  );
}

async function readMarker(unit: string): Promise<Marker | undefined> {
  const end = parse(await readFile(join(unit, EXIT_FILE), 'utf8').catch(() => ''));
  if (end !== undefined) return end;
  return parse(await readFile(join(unit, STARTED_FILE), 'utf8').catch(() => ''));
}

/** It was written by a job, which may be anybody's script: nothing is believed that is not of its form. */
function parse(text: string): Marker | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof content !== 'object' || content === null) return undefined;
  const { node, startedAt, endedAt, exitCode } = content as Record<string, unknown>;
  if (typeof node !== 'string' || typeof startedAt !== 'string') return undefined;
  if (typeof endedAt !== 'string' || !Number.isInteger(exitCode)) return { node, startedAt };
  return { node, startedAt, ended: { at: endedAt, exitCode: Number(exitCode) } };
}
