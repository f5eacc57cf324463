import { CommanderError } from 'commander';
import { OpenVINOError } from '../index.js';
import { printable } from '../runtime/printable.js';
import { EXIT } from './exit-code.js';
import { Interrupted } from './run/interrupt.js';

/** The exit code that an error ends the program with. */
export function exitCodeFor(error: unknown): number {
  if (error instanceof CommanderError) return isNoError(error) ? EXIT.ok : EXIT.usage;
  if (error instanceof OpenVINOError && error.code === 'USAGE') return EXIT.usage;
  if (error instanceof Interrupted) return error.exitCode;
  return EXIT.failed;
}

/** Says what went wrong, in one sentence and a code; a stack only while debugging. */
export function tell(error: unknown, stderr: { write(text: string): unknown }): void {
  if (error instanceof CommanderError) {
    // the help that was shown says it
    if (!isNoError(error) && error.code !== 'commander.help') stderr.write(`ov-bench: ${usageSentence(error)}\n`);
  } else if (error instanceof OpenVINOError) {
    stderr.write(`ov-bench: ${printableLines(error.message)}${error.code === 'USAGE' ? '' : ` (${error.code})`}\n`);
  } else if (!(error instanceof Interrupted)) {
    stderr.write(
      `ov-bench: internal error: ${printable(error instanceof Error ? error.message : String(error))}; please report it.\n`,
    );
  }
  if (process.env.OV_BENCH_DEBUG === '1' && error instanceof Error) stderr.write(`${error.stack}\n`);
}

/** A sentence may be followed by lines, such as the places that were searched. */
export function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line, 1000))
    .join('\n');
}

/** `--help` and `--version` leave the parser as errors, too. */
function isNoError({ exitCode }: CommanderError): boolean {
  return exitCode === 0;
}

/** Commander's "error: unknown option '--x'\n(Did you mean …?)" on one line. */
function usageSentence({ message }: CommanderError): string {
  return `${printable(message.replace(/^error: /, '').replaceAll('\n', ' '))} (--help lists the options)`;
}
