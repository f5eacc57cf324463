import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../../lib/bench/cli.js';
import { exitCodeFor, tell } from '../../../lib/bench/errors-told.js';
import type { BenchRequest } from '../../../lib/bench/run/request.js';
import { runCli } from '../../helpers/cli.js';

/** Parses arguments as the command does; gives the request they make, or the exit code and what was said. */
async function parse(...args: string[]): Promise<{ request?: BenchRequest; code?: number; said: string }> {
  let request: BenchRequest | undefined;
  let said = '';
  const write = (text: string): void => {
    said += text;
  };
  const program = createProgram(async (given) => {
    request = given;
  });
  for (const command of [program, ...program.commands])
    command.configureOutput({ writeOut: write, writeErr: write, getOutHelpWidth: () => 80 });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    tell(error, { write });
    return { code: exitCodeFor(error), said };
  }
  return request === undefined ? { said } : { request, said };
}

describe('arguments become a request', () => {
  it('run: defaults', async () => {
    const { request } = await parse('run', '--model', 'm.xml');
    expect(request).toMatchObject({
      options: {
        form: 'run',
        input: { kind: 'files', files: [] },
        devices: ['CPU'],
        apis: ['async'],
        properties: [],
        iterations: undefined,
        timeMs: undefined,
      },
      outputs: { json: undefined, stats: undefined },
      allowDropped: false,
    });
    expect(await request?.findModel(new AbortController().signal)).toEqual({ path: 'm.xml', standIn: false });
  });

  it('run: all of them', async () => {
    const { request } = await parse(
      ...[
        'run',
        '--model',
        'm.onnx',
        '--device',
        'CPU',
        '--device=MULTI:CPU,GPU',
        '--input',
        'a:1.npy',
        '--input',
        'b:2.png',
      ],
      ...[
        '--time',
        '2m',
        '--api',
        'sync',
        '--hint',
        'none',
        '--property',
        'A=1',
        '--property',
        'B=2=3',
        '--warmup',
        '0',
      ],
      ...['--shape', 'a:[1,2]', '--json', '-', '--allow-dropped'],
    );
    expect(request).toMatchObject({
      options: {
        input: { kind: 'files', files: ['a:1.npy', 'b:2.png'] },
        devices: ['CPU', 'MULTI:CPU,GPU'],
        apis: ['sync'],
        hint: 'none',
        properties: [
          ['A', '1'],
          ['B', '2=3'],
        ],
        shapes: [{ input: 'a', shape: [1, 2] }],
        timeMs: 120_000,
        warmup: 0,
      },
      outputs: { json: '-' },
      allowDropped: true,
    });
  });

  it("the exercise's own form: the model without its extension, ./output", async () => {
    const { request } = await parse(
      '--model_path',
      'models/FP16/det',
      '--device',
      'MULTI:CPU,MYRIAD',
      '--path',
      'cpu_vpu_stats',
    );
    expect(request).toMatchObject({
      options: { form: 'exercise-form', devices: ['MULTI:CPU,MYRIAD'], apis: ['sync'] },
      outputs: { stats: { folder: './output', rows: [{ device: 'MULTI:CPU,MYRIAD', name: 'cpu_vpu_stats' }] } },
    });
    expect(await request?.findModel(new AbortController().signal)).toEqual({
      path: 'models/FP16/det.xml',
      standIn: false,
    });
  });

  it('the exercise: both ways, mapped devices, a model of its own', async () => {
    const { request } = await parse('exercise', '--model', 'm.xml', '--map', 'MYRIAD=NPU', '--iterations', '100');
    expect(request?.options).toMatchObject({
      form: 'exercise',
      devices: undefined,
      mappings: [['MYRIAD', 'NPU']],
      apis: ['sync', 'async'],
      iterations: 100,
      input: { kind: 'default-image' },
    });
    expect(await request?.findModel(new AbortController().signal)).toEqual({ path: 'm.xml', standIn: false });
    expect((await parse('exercise', '--precision', 'fp16-int8', '--api', 'sync')).request?.options.apis).toEqual([
      'sync',
    ]);
  });
});

describe('usage errors: one sentence, exit code 2', () => {
  it.each([
    [['run'], /required option '--model <file>' not specified/],
    [['run', '--model'], /argument missing/],
    [['run', '--model', 'm', '--iterations', '-3'], /--iterations takes a whole number from 1 to 10000000, not "-3"\./],
    [['run', '--model', 'm', '--iterations', 'ten'], /not "ten"/],
    [['run', '--model', 'm', '--nonsense'], /unknown option '--nonsense'/],
    [['run', '--model', 'm', '--iteration', '3'], /Did you mean --iterations\?/],
    [['run', '--model', 'm', '--time', '10'], /--time takes a time with its unit/],
    [['run', '--model', 'm', '--api', 'both'], /--api takes sync or async, not "both"/],
    [['run', '--model', 'm', '--image', 'a.png', '--input', 'x:b.png'], /--image and --input exclude each other/],
    [['run', '--model', 'm', '--shape', '1,2'], /--shape takes dimensions/],
    [['run', '--model', 'm', '--json', ''], /--json takes the name of a file, or '-' for stdout\./],
    ...(
      [
        ['run', '--model', 'm', '--output'],
        ['run', '--model', 'm', '--image'],
        ['run', '--model', 'm', '--baseline'],
        ['run', '--model', 'm', '--cache-dir'],
        ['run', '--model'],
        ['run', '--config'],
        ['exercise', '--output'],
        ['exercise', '--model'],
        ['tune', '--model'],
        ['plot', 'a.json', '--output'],
        ['image', 'a.png', '--size', '1x1', '--output'],
        ['model', 'install', '--dir'],
        ['runtime', 'install', '--dir'],
        ['--model_path', 'm', '--device', 'CPU', '--path', 'x', '--output'],
      ] as const
    ).map((args): [string[], RegExp] => [
      [...args, ''],
      /^ov-bench: --\w+(-\w+)? takes the name of a (file|folder), and is given/,
    ]),
    [['app', '-m', ''], /-m takes the name of a file or folder, and is given an empty text\./],
    [['run', '--model', 'm', 'extra'], /too many arguments/],
    [['exercise', '--precision', 'FP8'], /--precision takes fp16, fp32 or fp16-int8/],
    [['exercise', '--map', 'MYRIAD'], /--map takes FROM=TO/],
    [['--model_path', 'm', '--device', 'CPU'], /needs --model_path BASE, --device D and --path NAME/],
    [['--model_path', 'm', '--device', 'CPU', '--path', 'a/b'], /--path takes the name of the result/],
    [['rum'], /There is no command "rum": did you mean run\?/],
    [
      ['nothing-near'],
      /the commands are run, exercise, plot, compare, .*devices, runtime, model, image, completion, help\./,
    ],
    [['runtime'], /ov-bench runtime takes install or where, as in `ov-bench runtime install` \(--help/],
    [['runtime', 'instal'], /There is no command "instal": did you mean install\?/],
    [['model'], /ov-bench model takes install or where, as in/],
    [['help', 'rum'], /There is no command "rum": did you mean run\?/],
    [['help', 'runtime', 'nothing-near'], /the commands are install, where\./],
    [['run', '--model', 'm', '--time', '25h'], /from 1ms to 24h/],
  ])('%j', async (args, says) => {
    const { code, said } = await parse(...args);
    expect(said).toMatch(says);
    expect(said).toMatch(/^ov-bench: [^\n]+\n$/);
    expect(code).toBe(2);
  });

  it('options that contradict each other are found before anything is looked for', async () => {
    const { code, stderr } = await runCli(['run', '--model', '/none.xml', '--iterations', '5', '--time', '10s']);
    expect([code, stderr]).toEqual([
      2,
      'ov-bench: --iterations and --time exclude each other: give the number of inferences, or how long to run.\n',
    ]);
    const hints = await runCli(['exercise', '--hint', 'latency', '--property', 'PERFORMANCE_HINT=LATENCY']);
    expect([hints.code, hints.stdout]).toEqual([2, '']);
  });
});

describe('help', () => {
  it.each([
    [['--help'], ['--model_path', 'run [options]', 'exercise [options]', 'devices', 'runtime', 'model', 'image']],
    [
      ['exercise', '--help'],
      ['--map', '--precision', 'MULTI:CPU,MYRIAD', 'default: 1000', 'default: FP16'],
    ],
    [
      ['run', '--help'],
      ['--input', '--shape', 'default: async', '10 s', '--allow-dropped'],
    ],
  ])('%j has examples, defaults, exit codes and the environment', async (args, mentions) => {
    const { code, said } = await parse(...args);
    expect(code).toBe(0);
    for (const text of [...mentions, 'Examples:', 'Exit codes:', 'Environment:', 'OPENVINO_NODE_LIBRARY', '130'])
      expect(said).toContain(text);
    // sections with aligned columns of their own may be wider; what commander lays out keeps to the screen
    for (const line of said.split('\nExamples:')[0]?.split('\n') ?? []) expect(line.length).toBeLessThanOrEqual(80);
  });

  it.each([
    [['help'], /^Usage: ov-bench <command> \[options\]/],
    [['help', 'run'], /^Usage: ov-bench run --model FILE/],
    [['help', 'runtime', 'install'], /^Usage: ov-bench runtime install/],
    [['help', 'help'], /^Usage: ov-bench help/],
  ])('%j is the same', async (args, says) => {
    const { code, stdout, stderr } = await runCli(args);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(says);
  });

  it('nothing to do at all is told of by the help', async () => {
    const { code, stdout, stderr } = await runCli([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^Usage: ov-bench <command> \[options\]/);
    expect(stderr).not.toMatch(/outputHelp|^ov-bench: /m);
  });

  it('the built command prints it, and its version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
    const [help, told] = await Promise.all([runCli(['exercise', '--help']), runCli(['--version'])]);
    expect([help.code, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toMatch(/^Usage: ov-bench exercise/);
    expect([told.code, told.stdout]).toEqual([0, `${version}\n`]);
  });
});
