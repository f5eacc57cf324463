import { printable } from '../../runtime/printable.js';
import { machineRows } from '../machine/describe.js';
import type { DevicesReport, MissingDevice, UsableDevice } from './examine.js';

const GIB = 1024 ** 3;

/** The report as lines for a person. Everything that drivers and the system named is made safe for a terminal. */
export function renderDevices(report: DevicesReport): string {
  const names = [...report.devices, ...report.missing].map(({ name }) => name.length);
  const width = Math.max(...names);
  return [
    ...runtimeLines(report),
    '',
    report.simulated === true ? 'Devices, SIMULATED' : 'Devices',
    ...report.devices.map((device) => deviceLine(device, width)),
    ...(report.devices.length === 0 ? ['  none'] : []),
    '',
    ...(report.simulated === true ? [] : ['Not found', ...notFoundLines(report.missing, width), '']),
    'Host',
    ...hostLines(report),
    '',
  ].join('\n');
}

function runtimeLines({ runtime }: DevicesReport): string[] {
  return [
    `OpenVINO ${runtime.version} (${printable(runtime.buildNumber)})`,
    `  ${printable(runtime.path, 1000)}, found by: ${runtime.source}`,
  ];
}

function deviceLine(
  { name, fullName, pluginVersion, plugin, driverVersion, capabilities }: UsableDevice,
  width: number,
): string {
  const able = capabilities.length === 0 ? '' : `  [${capabilities.join(' ')}]`;
  const driver = driverVersion === null ? '' : `, driver ${driverVersion}`;
  const version = `${plugin ?? 'plugin'} ${pluginVersion ?? 'of unknown version'}${driver}`;
  const text = `${name.padEnd(width)}  ${fullName ?? 'without a name'}${able}`;
  return `  ${printable(text)}\n  ${' '.repeat(width)}  ${printable(version)}`;
}

function notFoundLines(missing: readonly MissingDevice[], width: number): string[] {
  if (missing.length === 0) return ['  nothing is missing'];
  return missing.flatMap((device) => missingLines(device, width));
}

function missingLines({ name, findings }: MissingDevice, width: number): string[] {
  return findings.flatMap(({ message, fix }, index) => [
    `  ${(index === 0 ? name : '').padEnd(width)}  ${printable(message)}`,
    `  ${' '.repeat(width)}  -> ${printable(fix)}`,
  ]);
}

function hostLines({ host }: DevicesReport): string[] {
  const quota =
    host.cpuQuota === null ? '' : `; a control group allows the time of ${Number(host.cpuQuota.toFixed(2))}`;
  const rows: [string, string][] = [
    ['processor', `${host.cpuModel}, ${host.availableCpus} of ${host.logicalCpus} logical processors usable${quota}`],
    ['memory', `${(host.memoryBytes / GIB).toFixed(1)} GiB`],
    ['system', `${host.platform} ${host.osRelease} on ${host.arch}`],
    ['Node.js', host.nodeVersion],
    ...(host.machine === undefined ? [] : machineRows(host.machine)),
  ];
  return rows.map(([name, text]) => `  ${name.padEnd(9)}  ${printable(text)}`);
}
