import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { machineLine } from '../report/terminal.js';
import type { BenchResult } from '../result/result.js';
import { captionsOf } from './captions.js';
import { tailsOf } from './distinct.js';
import { type Entry, gapOf } from './entry.js';
import { escapeText } from './escape.js';
import { type Chart, svgOf } from './frame.js';
import { PAGE_SCRIPT, pageCss } from './page-style.js';
import { pageTable } from './page-table.js';

/** What a report shows. */
export interface PageContent {
  /** The bars. */
  readonly entries: readonly Entry[];
  /** All rows, for the table. */
  readonly rows: readonly Entry[];
  readonly charts: readonly Chart[];
  /** Charts of single rows, one beside the other. */
  readonly timelines: readonly Chart[];
}

/**
 * The report as one HTML file. It asks for nothing from outside: its policy forbids that, and lets no script run but its own,
 * whatever the names in it hold.
 */
export function reportPage(content: PageContent): string {
  const css = pageCss();
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(css)}'`,
    `script-src '${hashOf(PAGE_SCRIPT)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>ov-bench: ${escapeText(titleOf(content.rows))}</title>
<style>${css}</style>
</head>
<body>
${body(content)}
<div id="tip" role="tooltip" hidden></div>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function titleOf(rows: readonly Entry[]): string {
  const names = new Set(rows.flatMap(({ result }) => (result === undefined ? [] : [modelName(result)])));
  const [name] = names;
  return names.size === 1 && name !== undefined ? name : 'OpenVINO benchmark';
}

function modelName({ model }: BenchResult): string {
  return model.name === '' ? basename(model.path) : model.name;
}

function body({ entries, rows, charts, timelines }: PageContent): string {
  const captions = captionsOf([...entries, ...rows]);
  const figure = (chart: Chart): string => `<figure>${svgOf(chart, false)}</figure>`;
  return [
    `<header><h1>${escapeText(titleOf(rows))}</h1>`,
    captions.marks.map((mark) => `<span class="marks">${escapeText(mark)}</span>`).join(''),
    ...captionsOf(entries).headlines.map((line) => `<p class="headline">${escapeText(line)}</p>`),
    facts(rows),
    '</header>',
    '<main>',
    ...charts.map(figure),
    ...(timelines.length === 0
      ? []
      : [
          '<h2>Latency over Iterations</h2><p class="faint">The line is the median of neighbouring inferences; the band goes from their least to their most.</p><div class="small">',
          ...timelines.map(figure),
          '</div>',
        ]),
    '<h2>All Rows</h2>',
    pageTable(rows),
    warnings(rows),
    '</main>',
    `<p class="faint">Made by ov-bench. ${escapeText(captions.notes.join(' '), 4000)}</p>`,
  ].join('\n');
}

/** What was measured, where and when; once for each result that rows are of. */
function facts(rows: readonly Entry[]): string {
  const results = [...new Set(rows.flatMap(({ result }) => result ?? []))];
  const pairs = (of: (result: BenchResult) => string): string[] => [...new Set(results.map(of))];
  const list: [term: string, values: string[]][] = [
    [
      'Model',
      pairs((result) => `${modelName(result)} (${result.model.path}, sha256 ${result.model.sha256.slice(0, 16)}…)`),
    ],
    [
      'Inputs',
      pairs(({ model }) =>
        model.inputs.map(({ elementType, shape }) => `${elementType} [${shape.join(', ')}]`).join('; '),
      ),
    ],
    ['Shown', pairs(inputText)],
    ['Runtime', pairs(({ openvinoVersion }) => `OpenVINO ${openvinoVersion}`)],
    ['Machine', pairs(machineLine)],
    [
      'Host',
      pairs(({ host }) => `${host.hostname}, ${host.platform} ${host.osRelease ?? ''}, Node.js ${host.nodeVersion}`),
    ],
    ['Begun', pairs(({ createdAt }) => createdAt)],
    ['Files', [...tailsOf(rows.flatMap(({ file }) => file ?? [])).values()]],
  ];
  const lines = list.flatMap(([term, values]) =>
    values.length === 0
      ? []
      : [
          `<dt>${term}</dt>${values
            .slice(0, 12)
            .map((value) => `<dd>${escapeText(value)}</dd>`)
            .join('<dt></dt>')}`,
        ],
  );
  const interrupted = results.some((result) => result.interrupted === true);
  return `<dl>${lines.join('\n')}</dl>${interrupted ? '<p class="headline">The run was interrupted: rows may be missing.</p>' : ''}`;
}

function inputText({ input }: BenchResult): string {
  const names = {
    image: 'a picture',
    drawn: 'the built-in drawing',
    file: 'files',
    random: 'random elements (seeded)',
  };
  const size = input.width === null ? '' : `, ${input.width}×${input.height}`;
  return `${input.path === null ? names[input.kind] : basename(input.path)}${size}`;
}

/** Failures and warnings, each once, with the rows that they are about. */
function warnings(rows: readonly Entry[]): string {
  const about = new Map<string, Set<string>>();
  const add = (sentence: string, label: string): void => {
    about.set(sentence, (about.get(sentence) ?? new Set<string>()).add(label));
  };
  for (const entry of rows) {
    const gap = gapOf(entry, 'fps');
    if (entry.gap !== undefined && gap !== undefined) add(gap, entry.label);
    for (const note of [...entry.notes, ...(entry.row?.warnings ?? [])]) add(note, entry.label);
  }
  if (about.size === 0) return '';
  const all = new Set(rows.map(({ label }) => label)).size;
  const items = [...about].map(([sentence, labels]) => {
    const who = labels.size === all && all > 1 ? '' : `<strong>${escapeText([...labels].join('; '), 600)}:</strong> `;
    return `<li>${who}${escapeText(sentence, 2000)}</li>`;
  });
  return `<h2>Warnings</h2><ul>${items.join('\n')}</ul>`;
}
