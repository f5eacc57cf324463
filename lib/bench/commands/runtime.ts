import type { Command } from 'commander';
import { OpenVINOError } from '../../index.js';
import { findRuntime, LIBRARY_VARIABLE } from '../../runtime/find.js';
import { printable } from '../../runtime/printable.js';
import { oneOf, usageError } from '../options.js';
import { watchInterrupts } from '../run/interrupt.js';
import { needSubcommand } from './help.js';
import { examplesHelp } from './help-texts.js';

interface InstallArguments {
  readonly version?: string;
  readonly dir?: string;
  readonly from?: 'pip' | 'archive';
}

/** `ov-bench runtime install | where`: the OpenVINO library. */
export function registerRuntime(program: Command): void {
  // Else --version after the subcommand would be taken for the program's own.
  program.enablePositionalOptions();
  const runtime = program
    .command('runtime')
    .description('the OpenVINO library: install one, or tell which one is used')
    .enablePositionalOptions();
  runtime
    .command('install')
    .description('install OpenVINO: its Python wheel through pip, or else its archive; every file is checked')
    .option(
      '--version <version>',
      '2026.4.1, or 2026.4 for its newest patch; 2024.3 is the oldest (default: the newest)',
    )
    .option('--dir <folder>', "the folder that gets <version>/openvino/libs (default: the package's cache)")
    .option(
      '--from <way>',
      'pip or archive only (default: pip, then the archive)',
      oneOf('--from', ['pip', 'archive'] as const),
    )
    .addHelpText(
      'after',
      examplesHelp([
        ['the newest', 'ov-bench runtime install'],
        ['a given one', 'ov-bench runtime install --version 2024.6.0'],
      ]) +
        '\nEnvironment:\n  OPENVINO_NODE_MIRROR  a mirror of storage.openvinotoolkit.org for the archive\n' +
        '  pip goes by its own settings (PIP_INDEX_URL, pip.conf); both use http_proxy, https_proxy and no_proxy\n',
    )
    .action(install);
  runtime
    .command('where')
    .description('tell which OpenVINO library is used')
    .option('--json', 'as JSON: { path, version, source }')
    .action(where);
  needSubcommand(runtime);
}

async function install({ version, dir, from }: InstallArguments): Promise<void> {
  const { installRuntime } = await import('../../runtime/install.js');
  const { isReleaseVersion } = await import('../../runtime/version.js');
  if (version !== undefined && !isReleaseVersion(version)) {
    throw usageError(`--version takes a version of OpenVINO, such as 2026.4.1 or 2026.4, not "${printable(version)}".`);
  }
  const interrupts = watchInterrupts();
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const startMs = performance.now();
  try {
    const result = await installRuntime({ version, dir, from, log, signal: interrupts.signal });
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
    const how = result.installed ? `installed in ${seconds} s` : 'was there already';
    log(noteOnUse(result.path, dir));
    process.stdout.write(`OpenVINO ${result.version} ${how}: ${result.path}\n`);
  } catch (error) {
    // Cancelled by Ctrl-C: everything is tidied up by now, and the signal's exit code says it all.
    if (error instanceof OpenVINOError && error.code === 'CANCELLED') interrupts.signal.throwIfAborted();
    throw error;
  } finally {
    interrupts.stop();
  }
}

/** Where something else than what was installed will be used, how to have it. */
function noteOnUse(path: string, dir: string | undefined): string {
  const remedy = `${LIBRARY_VARIABLE}=${path} has it used`;
  try {
    const found = findRuntime();
    if (found.path === path) return 'It is the one that will be used.';
    return `Another one comes first: ${printable(found.path)} (${found.source}). ${remedy}.`;
  } catch {
    return dir === undefined
      ? `The environment names another one that can't be used. ${remedy}.`
      : `This folder is not searched. ${remedy}.`;
  }
}

function where({ json }: { readonly json?: true }): void {
  const { path, version, source } = findRuntime();
  process.stdout.write(
    json
      ? `${JSON.stringify({ path, version: version ?? null, source }, null, 2)}\n`
      : `path     ${printable(path)}\nversion  ${version ?? 'unknown'}\nsource   ${source}\n`,
  );
}
