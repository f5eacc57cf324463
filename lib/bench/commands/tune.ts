import type { Command } from 'commander';
import { parseDuration, type ShapeOption, usageError } from '../options.js';
import type { InputChoice } from '../run/plan.js';
import { DEFAULT_TOLERANCE, LEAST_COSINE } from '../tune/accuracy.js';
import { type Goal, parseGoal } from '../tune/goal.js';
import { environmentHelp, examplesHelp, section } from './help-texts.js';
import { addOptions, addOutputOptions, deviceOption, inputOptions, option } from './measuring-options.js';
import { chooseSimulation, SIMULATION_GROUP, type SimulationOptions, simulationOptions } from './simulation-options.js';

interface TuneCommandOptions extends SimulationOptions {
  readonly model: string;
  readonly device?: readonly string[];
  readonly goal: Goal;
  readonly tolerance: number;
  readonly budget: number;
  readonly image?: string;
  readonly input?: readonly string[];
  readonly shape?: readonly ShapeOption[];
  readonly json?: string;
}

const DESCRIPTION = [
  'Find the fastest trustworthy configuration of a model on this machine: precision, streams, threads, pinning, hint, requests in flight, batch and device, of what the devices say that they support.',
  'Short trials of all, longer ones of the best third, and so on, each in a fresh process. Settings whose outputs stray from a reference in full precision are refused. The best is then measured against the default again, by fresh processes in turns: no setting beating the default is an outcome, too.',
].join('\n\n');

const BUDGET_MS = 120_000;
/** Setting up and confirming alone take some seconds. */
const LEAST_BUDGET_MS = 5000;

/** `ov-bench tune`: the fastest trustworthy configuration. */
export function registerTune(program: Command): void {
  const command = program
    .command('tune')
    .usage('--model FILE [--device D]... [--goal GOAL] [options]')
    .summary('find the fastest trustworthy configuration of a model')
    .description(DESCRIPTION)
    .addHelpText(
      'after',
      examplesHelp([
        ['the highest throughput of the CPU', 'ov-bench tune --model model.xml --image car.png --device CPU'],
        ['with a bound on latency', 'ov-bench tune --model model.xml --goal "latency p99 < 20ms" --budget 5m'],
      ]) +
        section('Exit codes', [
          ['0', 'a setting that beats the default, or none does: both are confirmed'],
          ['1', 'no setting is known to meet the goal, the budget was too short, or nothing could be measured'],
          ['2', 'usage: an option is wrong'],
          ['130', 'interrupted by Ctrl-C: the best so far is told and written, as unconfirmed'],
        ]) +
        environmentHelp(),
    )
    .action(async (options: TuneCommandOptions) => {
      const { runTune } = await import('../tune/run-tune.js');
      process.exitCode = await runTune({
        subject: {
          model: options.model,
          input: chooseInput(options),
          shapes: options.shape ?? [],
          devices: [...new Set(options.device ?? [])],
          tolerance: options.tolerance,
        },
        goal: options.goal,
        budgetMs: options.budget,
        json: options.json,
        simulation: chooseSimulation(options),
      });
    });
  addSubjectOptions(command);
  addSearchOptions(command);
  addOptions(command, SIMULATION_GROUP, simulationOptions());
  addOutputOptions(command);
}

function addSubjectOptions(command: Command): void {
  addOptions(command, 'What to tune:', [
    option('--model <file>', 'the model: an .xml (OpenVINO IR) with its .bin, or an .onnx file').makeOptionMandatory(),
    deviceOption(
      '--device <device>',
      'a device string to try; the first one as it is by itself is the default that others are compared with; repeatable (default: all devices, AUTO, and their combinations)',
    ),
    ...inputOptions(),
  ]);
}

function addSearchOptions(command: Command): void {
  addOptions(command, 'How to search:', [
    option(
      '--goal <goal>',
      'throughput; or "latency p99 < 20ms" (p50, p90, p95, p99): the highest throughput under that bound',
      parseGoal,
    ).default({ kind: 'throughput' }, 'throughput'),
    option(
      '--tolerance <share>',
      `how far an output may stray from the f32 reference, as a share of its range (the cosine must be ${LEAST_COSINE} besides; integers must be equal)`,
      parseTolerance,
    ).default(DEFAULT_TOLERANCE, String(DEFAULT_TOLERANCE)),
    option('--budget <duration>', 'how long all of it may take: 30s, 5m (default: 2m)', parseBudget).default(
      BUDGET_MS,
      '2m',
    ),
  ]);
}

function parseTolerance(text: string): number {
  const value = Number(text);
  if (/^\d*\.?\d+(e-?\d+)?$/i.test(text) && value >= 0 && value <= 0.5) return value;
  throw usageError(`--tolerance takes a share from 0 to 0.5, such as 0.02, not ${JSON.stringify(text.slice(0, 80))}.`);
}

function parseBudget(text: string): number {
  const milliseconds = parseDuration('--budget', text);
  if (milliseconds >= LEAST_BUDGET_MS) return milliseconds;
  throw usageError(
    `--budget takes at least ${LEAST_BUDGET_MS / 1000}s, not ${text}: the confirmation alone is ten processes.`,
  );
}

function chooseInput({ image, input }: TuneCommandOptions): InputChoice {
  if (image !== undefined && input !== undefined) {
    throw usageError('--image and --input exclude each other: --input PORT:FILE takes pictures, too.');
  }
  return image === undefined ? { kind: 'files', files: input ?? [] } : { kind: 'image', path: image };
}
