import type { Command } from 'commander';
import type { DevicesReport } from '../doctor/examine.js';
import { examplesHelp } from './help-texts.js';
import { addOptions } from './measuring-options.js';
import { SIMULATION_GROUP, simulateOption } from './simulation-options.js';

interface DevicesOptions {
  readonly json?: true;
  readonly simulate?: string;
}

/** `ov-bench devices`, also `doctor`: what OpenVINO can use here, and why it can't use the rest. */
export function registerDevices(program: Command): void {
  const command = program
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
    .action(async ({ json, simulate }: DevicesOptions) => {
      const { renderDevices } = await import('../doctor/render.js');
      const report = await examine(simulate);
      process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : renderDevices(report));
    });
  addOptions(command, SIMULATION_GROUP, [simulateOption()]);
}

async function examine(simulate: string | undefined): Promise<DevicesReport> {
  const { examineDevices } = await import('../doctor/examine.js');
  if (simulate === undefined) return examineDevices();
  const { withSimulatedWorld } = await import('../simulation/here.js');
  return withSimulatedWorld(simulate, examineDevices);
}
