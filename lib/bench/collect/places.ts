import { dirname, sep } from 'node:path';
import { tailsOf } from '../chart/distinct.js';
import type { CollectedRow } from './read.js';

/**
 * What tells jobs apart in tables: the job's id where the result has it, and of the path of its folder, or of the folder of a
 * result without a job, as much as no other has.
 */
export function placesOf(rows: readonly CollectedRow[]): (row: CollectedRow) => string {
  const tails = tailsOf(rows.map(folderOf));
  return (row) => {
    const tail = tails.get(folderOf(row)) ?? folderOf(row);
    return row.job?.id ? `${row.job.id} ${tail}` : tail;
  };
}

function folderOf({ unit, file }: CollectedRow): string {
  return unit ?? dirname(file).replace(new RegExp(`\\${sep}output$`), '');
}
