import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PropertyValue } from '../../index.js';
import type { LoadFacts, LoadPhase } from '../modes/mode.js';
import type { Clock } from './clock.js';

type LoadStage = keyof LoadFacts['stagesMs'];

/** What the stages of a load took. */
export interface Laps {
  /** Ends a stage; the next one begins. */
  end(stage: LoadStage): void;
  readonly all: LoadFacts['stagesMs'];
  total(): number;
}

export function lapsOf(clock: Clock): Laps {
  const begin = clock.now();
  const all = { core: 0, read: 0, compile: 0, request: 0 };
  let last = begin;
  return {
    all,
    end: (stage) => {
      const now = clock.now();
      all[stage] = now - last;
      last = now;
    },
    total: () => last - begin,
  };
}

/** What a load tells of the cache. */
export function loadFacts(
  phase: LoadPhase,
  stagesMs: LoadFacts['stagesMs'],
  loadedFromCache: PropertyValue | undefined,
  cacheDir: string | undefined,
): { readonly kind: 'load' } & LoadFacts {
  const files = cacheDir === undefined ? undefined : sizesIn(cacheDir);
  return {
    kind: 'load',
    phase,
    loadedFromCache: truth(loadedFromCache),
    cacheFiles: files?.length ?? null,
    cacheBytes: files?.reduce((sum, size) => sum + size, 0) ?? null,
    stagesMs,
  };
}

/** Booleans of properties come as such, or as YES and NO. */
function truth(value: PropertyValue | undefined): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  return /^(yes|true|1)$/i.test(value) ? true : /^(no|false|0)$/i.test(value) ? false : null;
}

function sizesIn(folder: string): number[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).size);
  } catch {
    return [];
  }
}
