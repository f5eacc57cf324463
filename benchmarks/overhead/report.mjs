// The outcome for people and for programs. docs/overhead.md describes the JSON.

/**
 * @typedef {import('./run.mjs').Outcome} Outcome
 * @typedef {import('./summarize.mjs').Result} Result
 */

const HEAD = ['case', 'model', 'unit', 'C', 'N-API floor', 'this package', 'Python', 'compared', 'goal', ''];

/** @param {Outcome} outcome */
export function jsonReport(outcome) {
  return { benchmark: 'overhead', formatVersion: 1, ...outcome };
}

/** @param {Outcome} outcome */
export function tableReport(outcome) {
  const rows = [HEAD, ...outcome.results.map((result) => cells(result, outcome))];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column < 3 || column === 9 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n\n${remarks(outcome).join('\n')}\n`;
}

/** @param {Outcome} outcome */
export function markdownReport(outcome) {
  const line = (/** @type {string[]} */ row) => `| ${row.join(' | ')} |`;
  const rows = outcome.results.map((result) => line(cells(result, outcome)));
  const rule = `|${HEAD.map((_, column) => (column < 3 || column === 9 ? '---' : '---:')).join('|')}|`;
  return `${[line(HEAD), rule, ...rows, '', ...remarks(outcome)].join('\n')}\n`;
}

/**
 * @param {Result} result
 * @param {Outcome} outcome
 * @returns {string[]}
 */
function cells(result, outcome) {
  const { values, ratios, missing } = result;
  const versionsDiffer = outcome.python !== null && outcome.python !== outcome.openvino;
  /** @param {'floor' | 'ours' | 'python'} peer */
  const beside = (peer) => {
    const value = values[peer];
    if (value === null) return missing[peer] === 'not part of this case' ? '–' : (missing[peer] ?? '–');
    const ratio = ratios[peer];
    const times = ratio === null || result.unit === 'bytes' ? '' : ` (${number(ratio.median)}×)`;
    return `${number(value.median)}${times}${peer === 'python' && versionsDiffer ? '*' : ''}`;
  };
  return [
    result.case,
    `${result.model ?? '–'}${result.requests === null ? '' : `, ${result.requests} in flight`}`,
    result.unit,
    values.c === null ? '–' : number(values.c.median),
    beside('floor'),
    beside('ours'),
    beside('python'),
    compared(result),
    goalText(result),
    result.met === null ? '–' : result.met ? 'met' : 'missed',
  ];
}

/** @param {Result} result */
function compared({ goalValue, goal }) {
  if (goalValue === null) return '–';
  const { median, q1, q3 } = goalValue;
  const sign = goal.of === 'ratio' ? '×' : '';
  return `${goal.of === 'excess' ? '+' : ''}${number(median)}${sign} [${number(q1)}, ${number(q3)}]`;
}

/** @param {Result} result */
function goalText({ goal, unit }) {
  const { atLeast, atMost } = goal;
  const bound =
    atMost === undefined ? `≥ ${atLeast}` : atLeast === undefined ? `≤ ${atMost}` : `${atLeast} to ${atMost}`;
  if (goal.of === 'ratio') return `${bound}× ${goal.to}`;
  if (goal.of === 'excess') return `${bound.replace('≤ ', '≤ idle + ')} ${unit}`;
  return `${bound} ${unit}`.trim();
}

/** @param {Outcome} outcome */
function remarks({ quick, rounds, machine, openvino, python }) {
  const { cpu, threads, platform, node } = machine;
  return [
    `OpenVINO ${openvino} on the CPU; Node ${node}, ${platform}, ${cpu}, ${threads} threads; ${rounds} rounds.`,
    'Medians; in parentheses the ratio to C within a round; "compared" is what the goal is about, with its quartiles.',
    ...(python !== null && python !== openvino ? [`* Python has another release: OpenVINO ${python}.`] : []),
    ...(quick ? ['A quick run: figures are rough.'] : []),
  ];
}

/**
 * Three digits, as they are read at a glance.
 * @param {number} value
 */
function number(value) {
  if (value === 0) return '0';
  const digits = Math.min(5, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return value.toFixed(digits);
}
