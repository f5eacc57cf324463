import { OpenVINOError } from '../errors.js';
import { describe } from './describe.js';

/** setTimeout takes 32 bits; 24 days are as good as no limit. */
const LONGEST_MS = 0x7fffffff;

/**
 * What `done` gives, or false when it takes longer.
 *
 * @throws OpenVINOError (rejects) `INVALID_ARGUMENT` for a limit that is no number from 0.
 */
export async function withinTime(limitMs: number, done: Promise<true>): Promise<boolean> {
  if (!(typeof limitMs === 'number' && limitMs >= 0)) {
    done.catch(() => {});
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `A timeout is a number of milliseconds from 0, not ${describe(limitMs)}.`,
    );
  }
  if (limitMs > LONGEST_MS) return done;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, limitMs, false);
  });
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}
