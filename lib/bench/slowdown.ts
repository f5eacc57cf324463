import { percentile } from './stats.js';

/** Fewer samples than this tell nothing of how a run went on. */
const FEWEST_SAMPLES = 100;
/** Medians of a quiet run's quarters differ by a few per cent, on a busy machine by a fifth. */
const CLEAR = 1.5;

/** How many times as long inferences took in the last quarter of a run as in the first, by their medians; undefined where that is not clearly longer. */
export function slowdownOf(latenciesMs: Float64Array): number | undefined {
  if (latenciesMs.length < FEWEST_SAMPLES) return undefined;
  const quarter = Math.floor(latenciesMs.length / 4);
  const first = median(latenciesMs.slice(0, quarter));
  const last = median(latenciesMs.slice(-quarter));
  return first > 0 && last / first >= CLEAR ? last / first : undefined;
}

function median(samples: Float64Array): number {
  return percentile(samples.sort(), 50);
}
