import type { Scenario } from './check-options.js';
import type { DeviceData } from './devices.js';
import type { MockByHint, MockFault, MockLatency, MockProperty } from './options.js';

/** An element's attributes; those that are undefined are left out. */
type Attributes = { readonly [name: string]: string | number | undefined };

/**
 * The file that a mocked library takes in place of plugins.xml. What stands in it has been checked.
 *
 * @param id Cores of a process that are made from files of one id share devices, clock and log.
 */
export function scenarioXml({ devices, version, seed, speed }: Scenario, id: string): string {
  const clock = speed === undefined ? { clock: 'virtual' } : { clock: 'real', speed };
  return `${element('mock', { id, version, seed, ...clock }, devices.map(deviceXml))}\n`;
}

function deviceXml(device: DeviceData): string {
  const streams = perHint(device.streams);
  const optimal = perHint(device.optimalRequests);
  const attributes = {
    name: device.name,
    full_name: device.fullName,
    type: device.type,
    architecture: device.architecture,
    load_ms: device.loadMs,
    first_extra_ms: device.firstInferenceExtraMs,
    streams_latency: streams.latency,
    streams_throughput: streams.throughput,
    optimal_latency: optimal.latency,
    optimal_throughput: optimal.throughput,
    contention: device.contention,
    precision: device.precision,
    capabilities: device.capabilities.join(' '),
    unsupported: device.unsupportedOperations.join(' '),
  };
  const properties = Object.entries(device.properties).map(([key, property]) => propertyXml(key, property));
  return element('device', attributes, [latencyXml(device.latencyMs), ...properties, ...device.faults.map(faultXml)]);
}

function perHint(value: MockByHint): { latency: number; throughput: number } {
  return typeof value === 'number' ? { latency: value, throughput: value } : value;
}

function latencyXml(latency: MockLatency): string {
  if (typeof latency === 'number') return element('latency', { kind: 'constant', mean_ms: latency });
  if ('mean' in latency) {
    const { mean, sd, distribution = 'normal' } = latency;
    return element('latency', { kind: distribution, mean_ms: mean, sd_ms: sd });
  }
  return element('latency', { kind: 'samples', samples: latency.join(' ') });
}

function propertyXml(name: string, property: MockProperty): string {
  const { value, writable } = typeof property === 'object' ? property : { value: property, writable: false };
  const text = typeof value === 'boolean' ? (value ? 'YES' : 'NO') : value;
  return element('property', { name, value: text, mode: writable ? 'RW' : 'RO' });
}

function faultXml(fault: MockFault): string {
  switch (fault.kind) {
    case 'compile-fails':
      return element('fault', { kind: 'compile_fails', message: fault.message });
    case 'load-hangs':
      return element('fault', { kind: 'load_hangs' });
    case 'inference-fails': {
      const { at, probability, message } = fault;
      return element('fault', { kind: 'inference_fails', at, probability, message });
    }
    case 'device-lost':
      return element('fault', { kind: 'lost', at_ms: fault.atMs, message: fault.message });
    case 'slow-down':
      return element('fault', { kind: 'slow', at_ms: fault.atMs, factor: fault.factor });
    case 'not-loadable':
      return element('fault', { kind: 'not_loadable', message: fault.message });
  }
}

function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  if (children.length === 0) return `<${name}${written.join('')}/>`;
  return `<${name}${written.join('')}>\n${children.join('\n')}\n</${name}>`;
}

/** White space as it is, which a reader would else turn into blanks. */
function escaped(text: string): string {
  return text.replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
