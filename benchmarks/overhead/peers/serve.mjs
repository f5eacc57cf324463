// What the peers in JavaScript have in common. A peer is a process that does one task. It reads a command a line from
// stdin and answers a line on stdout:
//
//   {"do":"prepare","task":"async","model":"…","hint":"THROUGHPUT","requests":2,…}  → {"requests":2}
//                                                                       or {"unavailable":"why"}
//   {"do":"run","iterations":300}  → {"iterations":300,"nanoseconds":430117666,"peakBytes":90877952,…}

import readline from 'node:readline';

/**
 * What a peer is to do: what `prepare` brings.
 * @typedef {object} Preparation
 * @property {string} task
 * @property {string} [way] one of several ways to do it
 * @property {string} model path of its .xml
 * @property {string} hint PERFORMANCE_HINT
 * @property {number} requests in flight; 0 for as many as the model says are optimal
 * @property {number} [live] tensors that are there beside those in use
 * @property {boolean} [keepLast] whether the last result is kept while the next is made
 *
 * A task, made ready.
 * @typedef {object} Ready
 * @property {number} [requests] in flight
 * @property {string} [unavailable] why it can't be done
 * @property {(iterations: number) => Facts | Promise<Facts>} [run] what is measured
 *
 * What a run tells besides its time.
 * @typedef {Record<string, number> | void} Facts
 *
 * @typedef {(preparation: Preparation) => Ready | Promise<Ready>} Task
 */

/** @param {Record<string, Task>} tasks */
export async function serve(tasks) {
  /** @type {Ready['run']} */
  let run;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const command = JSON.parse(line);
    if (command.do === 'prepare') {
      const task = tasks[command.task];
      if (task === undefined) throw new Error(`there is no task ${command.task}`);
      const ready = await task(command);
      run = ready.run;
      answer({
        requests: ready.requests ?? 1,
        ...(ready.unavailable !== undefined && { unavailable: ready.unavailable }),
      });
    } else {
      answer(await measure(/** @type {NonNullable<Ready['run']>} */ (run), command.iterations));
    }
  }
}

/**
 * @param {NonNullable<Ready['run']>} run
 * @param {number} iterations
 */
async function measure(run, iterations) {
  const started = process.hrtime.bigint();
  const facts = run(iterations);
  // a synchronous task must not pay for a turn of the event loop
  const synchronous = facts instanceof Promise ? undefined : process.hrtime.bigint();
  const settled = await facts;
  const ended = synchronous ?? process.hrtime.bigint();
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  return { iterations, nanoseconds: Number(ended - started), peakBytes, ...settled };
}

/** @param {object} reply */
function answer(reply) {
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
