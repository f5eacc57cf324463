import { quote, usageError } from '../../options.js';

const UNIT_S: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const LONGEST_S = 365 * 86_400;

/**
 * A job's time limit: `10m`, `1.5h`, `2d`, or as schedulers have it `1:30:00`, `90:00`.
 *
 * @throws OpenVINOError `USAGE`
 */
export function parseTimeLimit(text: string): number {
  const [, number, unit] = /^(\d{1,6}(?:\.\d+)?)([smhd])$/.exec(text) ?? [];
  const parts = /^\d{1,6}(:\d{1,2}){1,2}$/.test(text) ? text.split(':').map(Number) : undefined;
  const seconds =
    unit === undefined ? (parts?.reduce((sum, part) => sum * 60 + part, 0) ?? 0) : Number(number) * (UNIT_S[unit] ?? 0);
  if (seconds >= 1 && seconds <= LONGEST_S) return seconds * 1000;
  throw usageError(
    `--time takes a limit from 1 s to 365 days with its unit, such as 10m, 2h or 1:30:00 (hours), not ${quote(text)}.`,
  );
}
