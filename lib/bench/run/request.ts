import type { Demands } from '../checks/index.js';
import type { Outputs } from '../files/outputs.js';
import type { BenchResult } from '../result/result.js';
import type { SimulationChoice } from '../simulation/choice.js';
import type { BenchOptions, ModelChoice } from './plan.js';

/** A benchmark that the command line asked for. */
export interface BenchRequest {
  readonly options: BenchOptions;
  /** Finds the model; the default one may be downloaded, so it is asked for once all else is known to be right. */
  readonly findModel: (signal: AbortSignal) => Promise<ModelChoice>;
  readonly outputs: Outputs;
  /** Devices to simulate in place of the machine's. */
  readonly simulation: SimulationChoice | undefined;
  /** Whether a requested device that did not run is no failure. */
  readonly allowDropped: boolean;
  /** What else is to be done with the result, once it is reported. */
  readonly afterwards?: (result: BenchResult) => Promise<void>;
  /** What must hold of the figures. */
  readonly demands?: Demands;
  /** What the model is called where several are measured. */
  readonly name?: string;
  /** The folder that gets the summary of several models; each model's own is in `outputs`. */
  readonly summaryFolder?: string | undefined;
}

/** Runs one benchmark or several, reports them and sets the exit code: main.ts has it. */
export type Bench = (...requests: BenchRequest[]) => Promise<void>;
