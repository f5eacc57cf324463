import { expected, isOver, type LoopOptions, type LoopResult, type Runnable } from './loops.js';
import { Pauses } from './pauses.js';
import { Samples } from './samples.js';

/**
 * Queries of several inferences each, one after the other: all of a query start at once, on as many requests as there are,
 * and its latency is that of the last one to end.
 */
export async function runQueries(
  requests: readonly Runnable[],
  samples: number,
  { clock, stop, onProgress, devices }: LoopOptions,
): Promise<LoopResult> {
  const latencies = new Samples(expected(stop));
  const start = clock.now();
  const pauses = new Pauses({ onProgress: onProgress && ((done) => onProgress(done * samples)), devices }, start);
  let end = start;
  let failure: { readonly error: unknown } | undefined;
  while (failure === undefined && !isOver(stop, latencies.count, end - start)) {
    const begin = clock.now();
    let [next, latest] = [0, 0];
    const drive = async (request: Runnable): Promise<void> => {
      while (failure === undefined && next < samples) {
        next++;
        const from = clock.now() - begin;
        latest = Math.max(latest, from + (await request.inferAsync()));
      }
    };
    await Promise.all(
      requests.map((request) =>
        drive(request).catch((error: unknown) => {
          failure ??= { error };
        }),
      ),
    );
    if (failure !== undefined) break;
    latencies.add(latest);
    end = clock.now();
    if (end >= pauses.dueAt) pauses.take(latencies.count, end, end - start);
  }
  return { ...latencies.take(), totalMs: end - start, error: failure?.error };
}
