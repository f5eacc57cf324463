import { printable } from '../../runtime/printable.js';
import { verdictWords } from '../compare/words.js';
import { duration, significant, wrap } from '../report/format.js';
import type { Style } from '../report/style.js';
import { type Column, tableLines } from '../report/table.js';
import { headerLines } from '../report/terminal.js';
import { SCHEMA_VERSION } from '../result/result.js';
import type { Accuracy } from './accuracy.js';
import type { Candidate } from './candidate.js';
import { codeFor, configurationLine } from './code.js';
import { type Confirmed, isDuel } from './confirm.js';
import { goalText } from './goal.js';
import { type Circumstances, candidateResult, commonResult, configurationOf, roughTail } from './result.js';
import type { Standing } from './trial.js';
import type { Tuning } from './tune.js';

/** The tuning for people: what was searched, the last round, the confirmation, the outcome, and the code for it. */
export function tuningScreen(tuning: Tuning, circumstances: Circumstances, width: number, style: Style): string {
  const { outcome } = tuning;
  const common = commonResult(tuning, circumstances);
  const note = (mark: string, sentence: string): string[] => wrap(printable(`${mark} ${sentence}`, 2000), width, '  ');
  const blocks = [
    [
      ...headerLines({ ...common, schemaVersion: SCHEMA_VERSION, results: [] }, width).map((line, index) =>
        index === 0 ? style.strong(line.replace(/^ov-bench/, 'ov-bench tune')) : line,
      ),
      ...wrap(settings(tuning), width, '  '),
    ],
    tuning.search.standings.length === 0 ? [] : ['Last round:', ...lastRound(tuning, width, style)],
    confirmationLines(tuning, width, style),
    droppedSentences(tuning).flatMap((line) => note('x', line).map(style.failure)),
    [
      ...note('>', outcome.sentence).map(
        outcome.kind === 'winner' || outcome.kind === 'default' ? style.strong : style.warning,
      ),
      ...(common.simulated === true
        ? note('!', 'SIMULATED: no device of this machine ran, and nothing of this is true of it.').map(style.warning)
        : []),
    ],
    outcome.choice === null ? [] : choiceLines(outcome.choice, tuning),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function settings({ goal, tolerance, budgetMs, spentMs, candidates, search }: Tuning): string {
  const tried = candidates.length - search.untried.length;
  const sizes = search.rounds.map((round) => round.candidates).join(', ');
  return `goal ${goalText(goal)}; tolerance ${tolerance}; ${tried} of ${candidates.length} configurations in rounds of ${sizes}; ${significant(spentMs / 1000)} of ${significant(budgetMs / 1000)} s`;
}

function lastRound(tuning: Tuning, width: number, style: Style): string[] {
  const { search, goal, trace } = tuning;
  const rows = search.standings;
  const facts = (each: Standing<Candidate>) =>
    trace.findLast(({ candidate, fps }) => candidate === each.candidate && fps !== null);
  const column = (
    title: string,
    align: Column['align'],
    dispensability: number,
    cell: (each: Standing<Candidate>) => string,
  ): Column => ({ title, align, dispensability, cells: rows.map((each) => printable(cell(each))) });
  const columns = [
    column('configuration', 'left', 0, ({ candidate }) => candidate.name),
    column('ran on', 'left', 3, (each) => facts(each)?.executionDevices.join(',') ?? '-'),
    column('prec', 'left', 2, (each) => facts(each)?.inferencePrecision ?? '-'),
    column('streams', 'right', 4, (each) => String(facts(each)?.streams ?? '-')),
    column('requests', 'right', 4, (each) => String(facts(each)?.requests ?? '-')),
    column('FPS', 'right', 0, ({ fps }) => significant(fps)),
    ...(goal.kind === 'latency' ? [column(`p${goal.percent}`, 'right', 0, ({ tailMs }) => duration(tailMs))] : []),
    column('max error', 'right', 1, (each) => accuracyWords(candidateResult(each.candidate, tuning).accuracy)),
    column('processes', 'right', 5, ({ trials }) => String(trials.length)),
  ];
  return shown(tableLines(columns, width), style);
}

function shown([titles = [], ...others]: string[][], style: Style): string[] {
  return [...titles.map(style.faint), ...others.flat()];
}

/** Of the range of the reference; of a detector, what its boxes were. */
function accuracyWords(accuracy: Accuracy | null): string {
  if (accuracy === null) return '-';
  const { maxError, boxes } = accuracy;
  const error = Number.isFinite(maxError) ? `${(100 * maxError).toPrecision(2)} %` : 'not finite';
  return boxes === undefined ? error : `${error}, boxes ${boxes.leastOverlap.toFixed(3)}`;
}

function confirmationLines({ confirmations, goal }: Tuning, width: number, style: Style): string[] {
  return confirmations.filter(isDuel).flatMap(({ challenger, baseline, ratio }) => {
    const sides = [baseline, challenger];
    const column = (title: string, align: Column['align'], cell: (each: Confirmed<Candidate>) => string): Column => ({
      title,
      align,
      dispensability: 0,
      cells: sides.map((each) => printable(cell(each))),
    });
    const columns = [
      column('configuration', 'left', ({ candidate }) => candidate.name),
      column('FPS', 'right', ({ fps }) => significant(fps)),
      ...(goal.kind === 'latency'
        ? [
            column(`p${goal.percent}`, 'right', (each) =>
              each.tailMs === null ? `${duration(roughTail(each, goal))} ?` : duration(each.tailMs),
            ),
            column('samples', 'right', ({ samples }) => String(samples)),
          ]
        : []),
      column('', 'left', (each) => (each === baseline ? 'default' : verdictWords(ratio))),
    ];
    return [
      `Confirmation, ${challenger.trials.length} fresh processes each, in turns, 95 % interval:`,
      ...shown(tableLines(columns, width), style),
    ];
  });
}

/** One sentence a reason: many configurations may have the same. */
function droppedSentences({ search, confirmations }: Tuning): string[] {
  const byReason = new Map<string, string[]>();
  const add = (reason: string, name: string): void => {
    byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  };
  for (const { candidate, kind, reason } of search.dropped) {
    add(`${kind === 'refused' ? 'Refused' : 'Failed'}: ${reason}`, candidate.name);
  }
  for (const each of confirmations) {
    if (!isDuel(each) && (each.why === 'failed' || each.why === 'refused'))
      add(`Failed in the confirmation: ${each.reason}`, each.candidate.name);
  }
  return [...byReason].map(([reason, names]) => {
    const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
    return `${reason.replace(/\.$/, '')} (${names.slice(0, 3).join('; ')}${more}).`;
  });
}

function choiceLines(choice: Candidate, tuning: Tuning): string[] {
  const configuration = configurationOf(choice, tuning);
  const { path } = tuning.inspection.model;
  return [
    ...codeFor(path, configuration).map((line) => printable(line, 4000)),
    '',
    `JSON: ${printable(configurationLine(configuration), 4000)}`,
  ];
}
