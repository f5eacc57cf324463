import { section } from '../help-texts.js';

/** Environment variables of commands about jobs, for the end of a help text. */
export function jobEnvironmentHelp(): string {
  return section('Environment', [
    [
      'OV_BENCH_STATE_DIR',
      'where the list of submitted jobs and the local queue are kept (default: ov-bench in $XDG_STATE_HOME, or ~/.local/state/ov-bench)',
    ],
    ['OV_BENCH_DEBUG=1', 'show stack traces'],
    ['NO_COLOR', 'no colours on a terminal'],
  ]);
}
