import { printable } from '../../runtime/printable.js';
import { foundation } from '../compare/words.js';
import { counted, duration, significant, wrap } from '../report/format.js';
import type { Style } from '../report/style.js';
import { type Column, fitTable, leftOutText } from '../report/table.js';
import type { Collection } from './collect.js';
import { differencesOf, failuresOf } from './differences.js';
import type { Group, Line, Work } from './group.js';
import { nodeOf } from './job-of-result.js';
import { placesOf } from './places.js';
import { againstWords, fpsWords, inputWords, marksOf, modelWords, ranOn, workName } from './words.js';

/** The comparison for people. */
export function collectionScreen(collection: Collection, width: number, style: Style): string {
  const { works, rows, unverified } = collection;
  const placeOf = placesOf(rows);
  const blocks = [
    titleLines(collection, width, style),
    ...works.flatMap((work, index) => [
      [
        ...workLines(work, works.length > 1 ? workName(index) : '', width, style),
        ...tableOf(work, placeOf, width, style),
      ],
      noteLines(work, width, style),
    ]),
    unverified.length === 0 ? [] : unverifiedLines(collection, width, style),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function titleLines({ rows, works }: Collection, width: number, style: Style): string[] {
  if (rows.length === 0) return [];
  const results = new Set(rows.map(({ result }) => result));
  const nodes = new Set([...results].map(nodeOf));
  const what = `${counted(rows.length, 'row')} of ${counted(results.size, 'result')} on ${counted(nodes.size, 'node')}`;
  const apart =
    works.length > 1
      ? `They are of ${works.length} different works, which are not compared with each other: see their models and inputs.`
      : '';
  return [
    ...wrap(`ov-bench job collect  ${what}`, width, '  ').map(style.strong),
    ...(apart === '' ? [] : wrap(apart, width, '  ')),
  ];
}

function workLines({ first, groups }: Work, name: string, width: number, style: Style): string[] {
  const marks = groups.some(({ lines }) => lines.some((line) => marksOf(line).includes('SIMULATED')));
  const text = `${name === '' ? '' : `${name}  `}${marks ? 'SIMULATED  ' : ''}Model ${modelWords(first)}, input ${inputWords(first)}`;
  return wrap(printable(text, 1000), width, '  ').map(marks ? style.warning : style.strong);
}

/** One table of all groups: the name of a group stands in its first line. */
function tableOf({ groups }: Work, placeOf: (line: Line) => string, width: number, style: Style): string[] {
  const all = groups.flatMap((group) => group.lines.map((line) => ({ group, line })));
  const column = (
    title: string,
    align: Column['align'],
    dispensability: number,
    cell: (line: Line, group: Group) => string,
  ): Column => ({
    title,
    align,
    dispensability,
    cells: all.map(({ line, group }) => printable(cell(line, group), 200)),
  });
  const columns = [
    column('row', 'left', 0, (line, { name, lines }) => (line === lines[0] ? name : '')),
    column('node', 'left', 0, ({ result }) => nodeOf(result)),
    column('job', 'left', 2, placeOf),
    column('ran on', 'left', 1, ranOn),
    column('load', 'right', 3, ({ row }) => duration(row.loadMs)),
    column('p50', 'right', 4, ({ row }) => duration(row.latencyMs?.p50 ?? null)),
    column('FPS', 'right', 0, fpsWords),
    column('', 'left', 0, (line) => marksOf(line).join(', ')),
    column('against the first', 'left', 0, againstWords),
  ].filter(({ title, cells }) => title !== '' || cells.some((text) => text !== ''));
  const { lines, leftOut } = fitTable(columns, width);
  const [titles = [], ...others] = lines;
  return [...titles.map(style.faint), ...others.flat(), ...leftOutText(leftOut).map(style.faint)];
}

function noteLines(work: Work, width: number, style: Style): string[] {
  const note = (mark: string, sentence: string): string[] => wrap(printable(`${mark} ${sentence}`, 2000), width, '  ');
  const lines = work.groups.flatMap((group) => group.lines);
  const comparisons = lines.flatMap(({ comparison }) => comparison ?? []);
  const several = lines.every(({ row }) => row.processes !== undefined);
  return [
    ...foundation(comparisons, several).flatMap((sentence) => note('~', sentence).map(style.faint)),
    ...failuresOf(work).flatMap((sentence) => note('x', sentence).map(style.failure)),
    ...differencesOf(work).flatMap((sentence) => note('!', sentence).map(style.warning)),
  ];
}

/** What old files of three numbers say; nothing of it is compared. */
function unverifiedLines({ unverified }: Collection, width: number, style: Style): string[] {
  const cells = (of: (each: (typeof unverified)[number]) => string): string[] =>
    unverified.map((each) => printable(of(each), 200));
  const number = (value: number | undefined, unit: string): string =>
    value === undefined ? '-' : `${significant(value)}${unit}`;
  const columns: Column[] = [
    { title: 'file', align: 'left', dispensability: 0, cells: cells(({ file }) => file) },
    {
      title: 'load',
      align: 'right',
      dispensability: 0,
      cells: cells(({ entry }) => number(entry.values.load?.value, ' s')),
    },
    {
      title: 'time',
      align: 'right',
      dispensability: 0,
      cells: cells(({ entry }) => number(entry.values.time?.value, ' s')),
    },
    {
      title: 'FPS',
      align: 'right',
      dispensability: 0,
      cells: cells(({ entry }) => number(entry.values.fps?.value, '')),
    },
    {
      title: '',
      align: 'left',
      dispensability: 0,
      cells: cells(({ entry }) => `${entry.simulated ? 'SIMULATED, ' : ''}devices unverified`),
    },
  ];
  const [titles = [], ...others] = fitTable(columns, width).lines;
  return [
    ...wrap(
      'Stats files alone: nobody knows on what they were measured, so nothing is compared with them.',
      width,
      '  ',
    ).map(style.strong),
    ...titles.map(style.faint),
    ...others.flat(),
  ];
}
