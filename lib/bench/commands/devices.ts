import type { Command } from 'commander';
import { examplesHelp } from './help-texts.js';

/** `ov-bench devices`, also `doctor`: what OpenVINO can use here, and why it can't use the rest. */
export function registerDevices(program: Command): void {
  program
    .command('devices')
    .alias('doctor')
    .description(
      'list the devices that OpenVINO can use; for a GPU or NPU that it does not find, the cause and the fix',
    )
    .option('--json', 'as JSON: { runtime, devices, missing, host }')
    .addHelpText(
      'after',
      examplesHelp([['the causes, for a program', "ov-bench devices --json | jq '.missing[].findings[].cause'"]]),
    )
    .action(async ({ json }: { readonly json?: true }) => {
      const { examineDevices } = await import('../doctor/examine.js');
      const { renderDevices } = await import('../doctor/render.js');
      const report = examineDevices();
      process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : renderDevices(report));
    });
}
