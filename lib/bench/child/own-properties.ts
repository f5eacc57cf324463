import type { Core } from '../../index.js';
import type { TrialSpec } from '../run/plan.js';

/** Of a trial's properties those that a device knows: others are of the virtual device over it. */
export function ownProperties(core: Core, spec: TrialSpec, device: string): Record<string, string> {
  if (spec.device === device) return { ...spec.properties };
  const known = supportedProperties(core, device);
  const own = Object.entries(spec.properties).filter(([key, value]) => {
    if (key === 'PERFORMANCE_HINT' && value === 'CUMULATIVE_THROUGHPUT') return false;
    return known.has(key);
  });
  return Object.fromEntries(own);
}

export function supportedProperties(core: Core, device: string): ReadonlySet<string> {
  const supported = core.getProperty(device, 'SUPPORTED_PROPERTIES');
  return new Set(Array.isArray(supported) ? supported.map(String) : []);
}
