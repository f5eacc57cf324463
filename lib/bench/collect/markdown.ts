import { foundation } from '../compare/words.js';
import { duration, significant } from '../report/format.js';
import { code, escaped, table } from '../report/markdown.js';
import type { Collection } from './collect.js';
import { differencesOf, failuresOf } from './differences.js';
import type { Group, Line, Work } from './group.js';
import { nodeOf } from './job-of-result.js';
import { placesOf } from './places.js';
import { againstWords, fpsWords, inputWords, marksOf, modelWords, ranOn, workName } from './words.js';

type Column = readonly [title: string, align: 'left' | 'right', cell: (line: Line, group: Group) => string];

/** The comparison to paste: a table for each work, and what has to be known of it. */
export function collectionMarkdown(collection: Collection): string {
  const { works } = collection;
  const placeOf = placesOf(collection.rows);
  const parts = [
    ...works.flatMap((work, index) => [
      headingOf(work, works.length > 1 ? `${workName(index)} · ` : ''),
      tableOf(work, placeOf),
      notesOf(work),
    ]),
    unverifiedOf(collection),
    list(collection.warnings),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function headingOf({ first, groups }: Work, name: string): string {
  const isSimulated = groups.some(({ lines }) => lines.some((line) => marksOf(line).includes('SIMULATED')));
  const mark = isSimulated ? '**SIMULATED** · ' : '';
  return `${name}${mark}${code(modelWords(first))} · ${code(inputWords(first))}\n`;
}

function tableOf({ groups }: Work, placeOf: (line: Line) => string): string {
  const columns: readonly Column[] = [
    ['row', 'left', (_, { name }) => code(name)],
    ['node', 'left', ({ result }) => code(nodeOf(result))],
    ['job', 'left', (line) => code(placeOf(line))],
    ['ran on', 'left', (line) => (line.row.status === 'failed' ? '**failed**' : code(ranOn(line)))],
    ['load', 'right', ({ row }) => duration(row.loadMs)],
    ['p50', 'right', ({ row }) => duration(row.latencyMs?.p50 ?? null)],
    ['FPS', 'right', fpsWords],
    [
      'marks',
      'left',
      (line) =>
        marksOf(line)
          .map((mark) => `**${escaped(mark)}**`)
          .join(', '),
    ],
    ['against the first', 'left', againstWords],
  ];
  const all = groups.flatMap((group) => group.lines.map((line) => [line, group] as const));
  const cells = columns.map(([, , cell]) => all.map(([line, group]) => cell(line, group)));
  const shown = columns.map((_, index) => index).filter((index) => cells[index]?.some((text) => text !== ''));
  return table(
    shown.map((index) => [columns[index]?.[0] ?? '', columns[index]?.[1] ?? 'left']),
    all.map((_, row) => shown.map((index) => cells[index]?.[row] ?? '')),
  );
}

function notesOf(work: Work): string {
  const lines = work.groups.flatMap((group) => group.lines);
  const several = lines.every(({ row }) => row.processes !== undefined);
  return list([
    ...foundation(
      lines.flatMap(({ comparison }) => comparison ?? []),
      several,
    ),
    ...failuresOf(work),
    ...differencesOf(work),
  ]);
}

function unverifiedOf({ unverified }: Collection): string {
  if (unverified.length === 0) return '';
  const number = (value: number | undefined): string => (value === undefined ? '-' : significant(value));
  return `Stats files alone; nobody knows on what they were measured:\n\n${table(
    [
      ['file', 'left'],
      ['load s', 'right'],
      ['time s', 'right'],
      ['FPS', 'right'],
      ['marks', 'left'],
    ],
    unverified.map(({ file, entry: { values, simulated } }) => [
      code(file),
      number(values.load?.value),
      number(values.time?.value),
      number(values.fps?.value),
      `${simulated ? '**SIMULATED**, ' : ''}devices unverified`,
    ]),
  )}`;
}

function list(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${escaped(sentence)}\n`).join('');
}
