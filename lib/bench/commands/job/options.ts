import type { EngineName } from '../../jobs/engine.js';
import type { PlaceOptions, SubjectOptions } from '../../jobs/order/order-of-options.js';
import type { QsubOptions } from '../../jobs/order/qsub-order.js';

/** Options of all commands about jobs that there are. */
export interface WhichOptions {
  readonly engine?: EngineName;
}

export interface StatusOptions extends WhichOptions {
  readonly watch?: true;
  readonly interval?: number;
  readonly tasks?: true;
  readonly all?: true;
  readonly json?: true;
}

export interface ResultsOptions extends WhichOptions {
  readonly wait?: true;
  readonly out?: string;
}

export interface LogsOptions extends WhichOptions {
  readonly follow?: true;
  readonly task?: number;
}

/** Options of `job submit`, as the command line has them. */
export interface SubmitOptions extends QsubOptions, PlaceOptions, SubjectOptions {
  readonly out?: string;
  readonly check: boolean;
}
