import type { Command } from 'commander';
import { parseBound, parseRate } from '../modes/arrivals.js';
import { withModes } from '../modes/choose.js';
import type { ModeChoice } from '../modes/expand.js';
import type { LatencyBound } from '../modes/mode.js';
import { parseScenario, SCENARIOS, type ScenarioName } from '../modes/scenario.js';
import { parseSweep, type Sweep } from '../modes/sweep.js';
import { collect, offering, usageError, wholeNumber } from '../options.js';
import type { BenchOptions } from '../run/plan.js';
import { addOptions, option } from './measuring-options.js';

/** Options of `run` for what is no plain closed loop. */
export interface ModeOptions {
  readonly sweep?: readonly Sweep[];
  readonly batch?: number;
  readonly rate?: ReturnType<typeof parseRate>;
  readonly findRate?: LatencyBound;
  readonly backlog?: number;
  readonly rateSeed?: number;
  readonly samplesPerQuery?: number;
  readonly loadOnly?: true;
  readonly cacheDir?: string;
  readonly endToEnd?: true;
  readonly scenario?: ScenarioName;
}

/** Adds them; their meaning is told in docs/benchmarking.md. */
export function addModeOptions(command: Command): void {
  addOptions(command, 'Sweeps and batches:', [
    option(
      '--sweep <KEY=VALUES>',
      'a row for each value of requests, streams, batch, hint or a property: requests=1,2,4..8; several multiply',
      collect(parseSweep),
    ),
    option('--batch <n>', 'frames of an inference; FPS counts frames', wholeNumber('--batch', 1, 4096)),
  ]);
  addOptions(command, 'Ways to measure (default: a closed loop):', [
    option(
      '--rate <rate>',
      'open loop: 100 or poisson:100 requests a second, latency from the scheduled arrival',
      parseRate,
    ),
    option('--find-rate <bound>', 'the highest rate of Poisson arrivals with "p99<20ms"', parseBound),
    option('--backlog <n>', 'requests that may wait; others are refused (default: 1000)', wholeNumber('--backlog', 0)),
    option(
      '--rate-seed <n>',
      'of random arrivals; the same one gives the same arrivals',
      wholeNumber('--rate-seed', 0, 2 ** 32 - 1),
    ),
    option('--load-only', 'load the model and run nothing'),
    option('--cache-dir <dir>', 'a model cache; with --load-only a cold load, then a warm one, in a folder within it'),
    option('--end-to-end', 'from picture files to boxes, stage by stage; --image may name a folder'),
    option(
      '--samples-per-query <n>',
      'inferences that start together; the latency is of the last of them',
      wholeNumber('--samples-per-query', 1, 4096),
    ),
    option('--scenario <name>', `one of LoadGen's: ${SCENARIOS.join(', ')}`, offering(parseScenario, SCENARIOS)),
  ]);
}

/**
 * The benchmark's options with the modes that were asked for.
 *
 * @param apiGiven Whether --api was; the way of driving follows the mode otherwise.
 * @throws OpenVINOError `USAGE`.
 */
export function withModeOptions(options: BenchOptions, given: ModeOptions, apiGiven: boolean): BenchOptions {
  const { sweep, batch, rate, findRate, backlog, rateSeed, samplesPerQuery, loadOnly, cacheDir, endToEnd, scenario } =
    given;
  const modes: ModeChoice = {
    ...(sweep !== undefined && { sweeps: sweep }),
    ...(batch !== undefined && { batch }),
    ...(rate !== undefined && { rate }),
    ...(findRate !== undefined && { find: findRate }),
    ...(backlog !== undefined && { backlog }),
    ...(rateSeed !== undefined && { seed: rateSeed }),
    ...(samplesPerQuery !== undefined && { samplesPerQuery }),
    ...(loadOnly !== undefined && { loadOnly }),
    ...(cacheDir !== undefined && { cacheDir }),
    ...(endToEnd !== undefined && { endToEnd: picturesOf(options) }),
    ...(scenario !== undefined && { scenario }),
  };
  return withModes(options, modes, apiGiven);
}

function picturesOf({ input }: BenchOptions): string[] {
  if (input.kind === 'image') return [input.path];
  throw usageError('--end-to-end needs --image FILE, or a folder of pictures: decoding them is its first stage.');
}
