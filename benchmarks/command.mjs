import fs from 'node:fs';
import path from 'node:path';

/**
 * A benchmark as a command: options in, a table on stdout, files where they were asked for.
 *
 * @template {{ help: boolean, json?: string | undefined, markdown?: string | undefined }} Options
 * @template Outcome
 * @param {string} name
 * @param {object} parts
 * @param {(args: string[]) => Options} parts.parseOptions
 * @param {string} parts.usage
 * @param {(options: Options, say: (text: string) => void) => Promise<Outcome>} parts.runBenchmark
 * @param {{ table: (outcome: Outcome) => string, json: (outcome: Outcome) => unknown, markdown: (outcome: Outcome) => string }} parts.reports
 * @param {(outcome: Outcome) => void} [parts.check] throws for what is a fault and no slow figure; everything is written by then
 */
export async function benchmarkCommand(name, { parseOptions, usage, runBenchmark, reports, check }) {
  try {
    const options = parseOptions(process.argv.slice(2));
    if (options.help) {
      process.stdout.write(usage);
      return;
    }
    const outcome = await runBenchmark(options, (text) => process.stderr.write(`${text}\n`));
    process.stdout.write(reports.table(outcome));
    if (options.json !== undefined) write(options.json, `${JSON.stringify(reports.json(outcome), null, 2)}\n`);
    if (options.markdown !== undefined) write(options.markdown, reports.markdown(outcome));
    check?.(outcome);
  } catch (error) {
    process.stderr.write(`${name} failed: ${error instanceof Error ? error.message : error}\n`);
    // at once: processes that wait for a command would keep this one, and end with it
    process.exit(1);
  }
}

/**
 * @param {string} file
 * @param {string} content
 */
function write(file, content) {
  fs.mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  fs.writeFileSync(file, content);
}
