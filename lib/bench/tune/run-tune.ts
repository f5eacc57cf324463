import { availableParallelism } from 'node:os';
import { printable } from '../../runtime/printable.js';
import { EXIT } from '../exit-code.js';
import { checkOutputs, STDOUT } from '../files/outputs.js';
import { describeHost } from '../machine/host.js';
import type { Stream } from '../report/index.js';
import { styleFor } from '../report/style.js';
import { NARROWEST } from '../report/table.js';
import { writeReports } from '../report/write.js';
import { watchInterrupts } from '../run/interrupt.js';
import type { SimulationChoice } from '../simulation/choice.js';
import type { Goal } from './goal.js';
import { tuningScreen } from './report.js';
import { tuningJson } from './result.js';
import { type TuneOptions, type Tuning, tune } from './tune.js';
import type { Subject } from './workshop.js';

/** A tuning that the command line asked for. */
export interface TuneRequest {
  readonly subject: Subject;
  readonly goal: Goal;
  readonly budgetMs: number;
  /** File of the JSON; `-` is stdout. */
  readonly json: string | undefined;
  readonly simulation: SimulationChoice | undefined;
}

/** Width of what is not a terminal. */
const PLAIN_WIDTH = 120;
const CLEAR_LINE = '\r\u001b[2K';

/** Tunes, reports, and gives the exit code: 0 with a confirmed outcome, 1 without one, the signal's where one came. */
export async function runTune({ subject, goal, budgetMs, json, simulation: choice }: TuneRequest): Promise<number> {
  const { stdout, stderr, env } = process;
  const { resolveSimulation } = await import('../simulation/resolve.js');
  const simulation = choice && (await resolveSimulation(choice));
  await checkOutputs({ json, stats: undefined }, simulation !== undefined);
  const interrupts = watchInterrupts();
  const clear = (): void => void (stderr.isTTY === true && stderr.write(CLEAR_LINE));
  try {
    const circumstances = { createdAt: new Date(), host: describeHost(), simulation };
    const cores = availableParallelism();
    const onTrial = progressLine(stderr, budgetMs);
    const tuning = await tune(subject, { goal, budgetMs, cores, simulation, signal: interrupts.signal, onTrial });
    clear();
    // nothing was measured: then there is nothing to keep
    if (tuning.interrupted && tuning.trace.length === 0) throw interrupts.signal.reason;
    if (json !== undefined && json !== STDOUT) await writeReports([[json, tuningJson(tuning, circumstances)]]);
    if (json === STDOUT) stdout.write(tuningJson(tuning, circumstances));
    const human: Stream = json === STDOUT ? stderr : stdout;
    const width = Math.max(human.isTTY === true ? (human.columns ?? 80) : PLAIN_WIDTH, NARROWEST);
    human.write(tuningScreen(tuning, circumstances, width, styleFor(human, env)));
    return interrupts.exitCode() ?? exitCodeOf(tuning);
  } catch (error) {
    clear();
    throw error;
  } finally {
    interrupts.stop();
  }
}

function exitCodeOf({ outcome }: Tuning): number {
  return outcome.kind === 'winner' || outcome.kind === 'default' ? EXIT.ok : EXIT.failed;
}

/** What is being measured, on a terminal's last line; on anything else nothing. */
function progressLine(stream: Stream, budgetMs: number): NonNullable<TuneOptions['onTrial']> {
  if (stream.isTTY !== true) return () => {};
  return ({ name }, phase, spentMs) => {
    const text = `[${Math.round(spentMs / 1000)} of ${Math.round(budgetMs / 1000)} s] ${phase}: ${name}`;
    stream.write(CLEAR_LINE + printable(text).slice(0, (stream.columns ?? 80) - 1));
  };
}
