import { join } from 'node:path';

/** Files of the three bar charts, without their endings. */
export const BAR_NAMES = { load: 'model_load_time', time: 'inference_time', fps: 'frames_per_second' } as const;
export const REPORT_NAME = 'report.html';

/** What an exercise's folder of results will hold besides its stats files, as far as it is known before the run. */
export function chartFiles(folder: string): string[] {
  const bars = Object.values(BAR_NAMES).flatMap((name) => [`${name}.svg`, `${name}.png`]);
  return [...bars, REPORT_NAME].map((name) => join(folder, name));
}
