#!/usr/bin/env node
import { createProgram } from './cli.js';
import { exitCodeFor, tell } from './errors-told.js';
import { notWritable } from './files/atomic-write.js';
import { Interrupted } from './run/interrupt.js';

// What measures and reports is loaded once there is something to measure: --help and usage errors wait for nothing.
const program = createProgram(async (...requests) => {
  const { bench } = await import('./run/bench.js');
  process.exitCode = await bench(requests, process);
});

for (const [name, stream] of [
  ['The standard output', process.stdout],
  ['The standard error output', process.stderr],
] as const) {
  stream.on('error', (cause: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`ov-bench … | head`) is no error: what it did not want is dropped, files and exit
    // code are what they would have been.
    if (cause.code === 'EPIPE' || cause.code === 'ERR_STREAM_DESTROYED') return;
    const error = notWritable(name, cause);
    if (stream !== process.stderr) tell(error, process.stderr);
    process.exit(exitCodeFor(error));
  });
}

try {
  await program.parseAsync();
} catch (error) {
  tell(error, process.stderr);
  process.exitCode = exitCodeFor(error);
  // nothing that is still under way is waited for
  if (error instanceof Interrupted) process.exit();
}
