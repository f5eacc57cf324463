/** A step that failed, with what a reader needs to mend it: what failed, what was tried, what to do. */
export class StepError extends Error {
  /**
   * @param {string} step
   * @param {{ failed: string, tried: string, todo: string, output?: string, logFile?: string }} facts
   */
  constructor(step, facts) {
    super(facts.failed);
    this.step = step;
    this.facts = facts;
  }

  report() {
    const { failed, tried, todo, output, logFile } = this.facts;
    const lines = [`Set-up stopped at: ${this.step}`, `  failed:  ${failed}`, `  tried:   ${tried}`];
    if (output) lines.push('  it said:', ...output.split('\n').map((line) => `    ${line}`));
    if (logFile) lines.push(`  log:     ${logFile}`);
    lines.push(`  to do:   ${todo}`, '  Then run the same command again: what is done already is not done twice.');
    return lines.join('\n');
  }
}
