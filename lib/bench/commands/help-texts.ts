/** Exit codes, for the end of a help text. */
export function exitCodesHelp(exercise = false): string {
  const rows: [string, string][] = exercise
    ? [
        ['0', 'at least one row ran; rows that failed and devices that did not run are in the table'],
        [
          '1',
          'nothing ran, a process of a row that ran failed, or the model or image could not be used or was replaced',
        ],
      ]
    : [
        ['0', 'all rows ran, on the devices asked for'],
        ['1', 'a row or a process of it failed, or the model, input or output could not be used'],
      ];
  const shared: [string, string][] = [
    ['2', 'usage: an option is wrong'],
    ...(exercise
      ? []
      : ([
          ['3', 'a requested device did not run (MULTI, AUTO and HETERO drop devices silently); --allow-dropped: 0'],
        ] as [string, string][])),
    ['4', 'a condition of --fail-if holds, or a row is slower than --baseline allows'],
    ['5', '--strict: processes of a row differ too much, or there was one alone'],
    ['130', 'interrupted by Ctrl-C; rows that were finished are reported and written'],
  ];
  return section('Exit codes', [...rows, ...shared]);
}

/** Environment variables, for the end of a help text. */
export function environmentHelp(): string {
  return section('Environment', [
    ['OPENVINO_NODE_LIBRARY', 'the OpenVINO library to use: libopenvino_c, or a folder that holds it'],
    ['OPENVINO_NODE_CACHE_DIR', 'where installed runtimes and models are kept'],
    ['OV_BENCH_MODEL_DIR', 'a folder with the default model, instead of downloading it'],
    ['OV_BENCH_IMAGE', 'the default image, instead of the built-in drawing'],
    ['OV_BENCH_DEBUG=1', 'show what the measuring processes print, and stack traces'],
    ['NO_COLOR', 'no colours on a terminal'],
  ]);
}

/** Example commands, for the end of a help text. */
export function examplesHelp(examples: readonly (readonly [comment: string, command: string])[]): string {
  return `\nExamples:\n${examples.map(([comment, command]) => `  # ${comment}\n  $ ${command}\n`).join('')}`;
}

/** A heading and two columns. */
export function section(title: string, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return `\n${title}:\n${rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}\n`).join('')}`;
}
