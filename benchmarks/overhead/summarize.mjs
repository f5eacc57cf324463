import { spread } from './statistics.mjs';

/**
 * @typedef {import('./statistics.mjs').Spread} Spread
 *
 * A row of the report, as the JSON has it.
 * @typedef {object} Result
 * @property {string} case
 * @property {string | null} model
 * @property {number | null} requests in flight, where there are several
 * @property {string} unit
 * @property {Record<'c' | 'floor' | 'ours' | 'python', Spread | null>} values
 * @property {Record<'floor' | 'ours' | 'python', Spread | null>} ratios to C, each of its own round
 * @property {Spread | null} goalValue what the goal is compared with
 * @property {{ of: string, to: string | null, atMost?: number, atLeast?: number }} goal
 * @property {boolean | null} met null where there is nothing to compare
 * @property {Record<string, string>} missing why a peer has no value
 */

/**
 * @param {import('./cases.mjs').Group} group
 * @param {import('./cases.mjs').Row} row
 * @param {import('./measure.mjs').Measured} measured
 * @param {string | null} model
 * @returns {Result}
 */
export function summarize(group, row, measured, model) {
  const keys = { c: row.c ?? 'c', floor: 'floor', ours: row.ours ?? 'ours', python: 'python' };
  const { metric, goal } = row;
  const values = mapped(keys, (key) => spread(samples(measured, (round) => answerOf(round, key, metric.of))));
  const to = row.against ?? keys.c;
  const toC = (/** @type {string} */ key) => ratio(measured, metric.of, key, keys.c);
  const goalValue = spread(samples(measured, (round) => compared(round, row, keys.ours, to)));
  return {
    case: row.name,
    model,
    requests: (group.requests ?? 1) === 1 ? null : measured.requests,
    unit: metric.unit,
    values,
    ratios: { floor: toC(keys.floor), ours: toC(keys.ours), python: toC(keys.python) },
    goalValue,
    goal: { ...goal, to: goal.of === 'ratio' ? (row.againstName ?? nameOf(to)) : null },
    met: goalValue === null ? null : isMet(goal, goalValue.median),
    missing: missingOf(group, keys, measured),
  };
}

/**
 * @param {import('./measure.mjs').Round} round
 * @param {import('./cases.mjs').Row} row
 * @param {string} ours
 * @param {string} to
 */
function compared(round, { goal, metric }, ours, to) {
  const value = answerOf(round, ours, metric.of);
  if (value === undefined || goal.of === 'value') return value;
  const other = goal.of === 'ratio' ? answerOf(round, to, metric.of) : answerOf(round, ours, metric.idle);
  if (other === undefined) return undefined;
  return goal.of === 'ratio' ? value / other : value - other;
}

/**
 * @param {import('./measure.mjs').Measured} measured
 * @param {import('./metrics.mjs').Metric['of']} of
 * @param {string} key
 * @param {string} to
 */
function ratio(measured, of, key, to) {
  return spread(
    samples(measured, (round) => {
      const [value, other] = [answerOf(round, key, of), answerOf(round, to, of)];
      return value === undefined || other === undefined ? undefined : value / other;
    }),
  );
}

/**
 * @param {import('./measure.mjs').Round} round
 * @param {string} key
 * @param {import('./metrics.mjs').Metric['of'] | undefined} of
 */
function answerOf(round, key, of) {
  const reply = round[key];
  return reply === undefined ? undefined : of?.(reply);
}

/**
 * @param {import('./measure.mjs').Measured} measured
 * @param {(round: import('./measure.mjs').Round) => number | undefined} of
 * @returns {number[]}
 */
function samples(measured, of) {
  return measured.rounds.map(of).filter((value) => value !== undefined);
}

/**
 * @param {import('./metrics.mjs').Goal} goal
 * @param {number} value
 */
function isMet({ atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY }, value) {
  return value <= atMost && value >= atLeast;
}

/** @param {string} key */
const nameOf = (key) => (key === 'floor' ? 'the N-API floor' : 'C');

/**
 * @param {import('./cases.mjs').Group} group
 * @param {Record<string, string>} keys
 * @param {import('./measure.mjs').Measured} measured
 */
function missingOf(group, keys, measured) {
  /** @type {Record<string, string>} */
  const missing = {};
  for (const [peer, key] of Object.entries(keys)) {
    const why = measured.missing[key];
    if (why !== undefined) missing[peer] = why;
    else if (group.entries[key] === undefined) missing[peer] = 'not part of this case';
  }
  return missing;
}

/**
 * @template {string} K, T, U
 * @param {Record<K, T>} record
 * @param {(value: T) => U}  turn
 */
function mapped(record, turn) {
  return /** @type {Record<K, U>} */ (
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, turn(/** @type {T} */ (value))]))
  );
}
