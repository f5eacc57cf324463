// The outcome for people and for programs.

/**
 * @typedef {import('./run.mjs').Outcome} Outcome
 * @typedef {import('./summarize.mjs').Result} Result
 */

const HEAD = ['model', 'body', 'sent', '200', '503', 'other', 'lost', 'req/s', 'p50 ms', 'p99 ms', 'C inf/s', 'ratio'];
const GOAL_HEAD = ['goal', ''];
const CPU_HEAD = ['model', 'body', 'inference', 'decode', 'fill', 'rest', 'server', 'load', 'bound', 'decodes/s'];

/** @param {Outcome} outcome */
export function jsonReport(outcome) {
  return { benchmark: 'server', formatVersion: 1, ...outcome };
}

/** @param {Outcome} outcome */
export function tableReport(outcome) {
  const [main, cpu] = tables(outcome).map(aligned);
  return `${main}\n\nCPU milliseconds a request:\n${cpu}\n\n${remarks(outcome).join('\n')}\n`;
}

/** @param {Outcome} outcome */
export function markdownReport(outcome) {
  const line = (/** @type {string[]} */ row) => `| ${row.join(' | ')} |`;
  const [main, cpu] = tables(outcome).map((rows) => {
    const rule = `|${rows[0]?.map((_, column) => (column < 2 ? '---' : '---:')).join('|')}|`;
    return rows.flatMap((row, index) => (index === 0 ? [line(row), rule] : [line(row)])).join('\n');
  });
  return `${main}\n\nCPU milliseconds a request:\n\n${cpu}\n\n${remarks(outcome).join('\n')}\n`;
}

/** @param {Outcome} outcome */
function tables({ results }) {
  return [
    [[...HEAD, ...GOAL_HEAD], ...results.map(mainCells)],
    [CPU_HEAD, ...results.map(cpuCells)],
  ];
}

/** @param {string[][]} rows */
function aligned(rows) {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** @param {Result} result */
function mainCells(result) {
  const { 200: good = 0, 503: busy = 0 } = result.answered;
  const other = Object.values(result.answered).reduce((sum, count) => sum + count, 0) - good - busy;
  const { perSecond, p50Ms, p99Ms, rawPerSecond, ratio, goal, met } = result;
  return [
    result.model,
    result.body,
    ...[result.sent, good, busy, other, result.lost].map(String),
    ...[perSecond, p50Ms, p99Ms, rawPerSecond].map((one) => number(one?.median)),
    ratio === null ? '–' : `${ratio.median.toFixed(2)} [${ratio.q1.toFixed(2)}, ${ratio.q3.toFixed(2)}]`,
    `≥ ${goal.atLeast}`,
    met === null ? '–' : met ? 'met' : 'missed',
  ];
}

/** @param {Result} result */
function cpuCells({ model, body, cpu, bound, decodesPerSecond }) {
  const { inferenceMs, decodeMs, fillMs, restMs, serverMs, loadMs } = cpu;
  const parts = [inferenceMs, decodeMs, fillMs, restMs, serverMs, loadMs].map((ms) => ms.toFixed(2));
  return [model, body, ...parts, bound.toFixed(2), decodesPerSecond === null ? '–' : decodesPerSecond.toFixed(0)];
}

/** @param {Outcome} outcome */
function remarks({ quick, rounds, seconds, connections, machine, openvino }) {
  const { cpu, threads, platform, node } = machine;
  return [
    `OpenVINO ${openvino} on the CPU; Node ${node}, ${platform}, ${cpu}, ${threads} threads; ${rounds} rounds of`,
    `${seconds} s with ${connections} connections, each in turn with the C program. Medians; of the ratio with quartiles.`,
    'Inference is what the cores give the C program for one, in the same rounds; decode and fill were measured alone.',
    '"Rest" is what the server took beside them: HTTP, garbage collection, and what everything takes more on shared cores.',
    'Below 0, others had the cores while the C program ran. Bound: what the ratio can be where the cores are the limit,',
    'inference / (server + load).',
    ...(quick ? ['A quick run: figures are rough.'] : []),
  ];
}

/** @param {number | undefined} value */
function number(value) {
  if (value === undefined || Number.isNaN(value)) return '–';
  return value.toFixed(value < 100 ? 1 : 0);
}
