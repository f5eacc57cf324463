import type { Command } from 'commander';
import { OpenVINOError } from '../../index.js';
import { oneOf } from '../options.js';
import { watchInterrupts } from '../run/interrupt.js';
import { needSubcommand } from './help.js';
import { examplesHelp } from './help-texts.js';

const PRECISIONS = ['fp16', 'fp32', 'fp16-int8'] as const;

interface ModelOptions {
  readonly precision: 'FP16' | 'FP32' | 'FP16-INT8';
  readonly dir?: string;
  readonly json?: true;
}

const parsePrecision = (text: string): string => oneOf('--precision', PRECISIONS)(text).toUpperCase();

/** `ov-bench model install | where`: the exercise's detector. */
export function registerModel(program: Command): void {
  const model = program
    .command('model')
    .description("the default model, the exercise's detector: download it, or tell where it is");
  model
    .command('install')
    .description(
      'download vehicle-license-plate-detection-barrier-0106 of Open Model Zoo, checked by its published SHA-256',
    )
    .option('--precision <precision>', 'FP16, FP32 or FP16-INT8', parsePrecision, 'FP16')
    .option('--dir <folder>', "the folder for it, to be named by OV_BENCH_MODEL_DIR (default: the package's cache)")
    .addHelpText('after', examplesHelp([['the quantised one', 'ov-bench model install --precision FP16-INT8']]))
    .action(install);
  model
    .command('where')
    .description('tell where the default model is')
    .option('--precision <precision>', 'FP16, FP32 or FP16-INT8', parsePrecision, 'FP16')
    .option('--json', 'as JSON: { path, precision, source }')
    .action(where);
  needSubcommand(model);
}

async function install({ precision, dir }: ModelOptions): Promise<void> {
  const { installDefaultModel } = await import('../model/default-model.js');
  const interrupts = watchInterrupts();
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  try {
    const { xml, installed } = await installDefaultModel({ precision, dir, log, signal: interrupts.signal });
    process.stdout.write(`${xml}${installed ? '' : ' was there already'}\n`);
  } catch (error) {
    // Cancelled by Ctrl-C: nothing half-written is left, and the signal's exit code says it all.
    if (error instanceof OpenVINOError && error.code === 'CANCELLED') interrupts.signal.throwIfAborted();
    throw error;
  } finally {
    interrupts.stop();
  }
}

async function where({ precision, json }: ModelOptions): Promise<void> {
  const { locateDefaultModel } = await import('../model/default-model.js');
  const found = await locateDefaultModel({ precision });
  if (found === undefined) {
    throw new OpenVINOError(
      'MODEL_NOT_FOUND',
      `The default model (${precision}) is not installed: \`ov-bench model install\` downloads it, or OV_BENCH_MODEL_DIR names a ` +
        'folder that has it. Without it a built-in stand-in is measured.',
    );
  }
  const { xml, source } = found;
  process.stdout.write(json ? `${JSON.stringify({ path: xml, precision, source }, null, 2)}\n` : `${xml}\n`);
}
