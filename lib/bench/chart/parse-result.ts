import { type BenchResult, SCHEMA_VERSION } from '../result/result.js';
import {
  anything,
  flag,
  list,
  measure,
  measureOrNull,
  members,
  oneOf,
  optional,
  orNull,
  pair,
  type Shape,
  text,
  textOrNull,
  texts,
} from './shape.js';

const latency = members({
  min: measure,
  mean: measure,
  p50: measure,
  p90: measure,
  p99: measureOrNull,
  max: measure,
  sd: measureOrNull,
});

const problem = optional(members({ code: text, message: text }));

const process = members({
  status: oneOf('ok', 'failed'),
  loadMs: measureOrNull,
  totalMs: measureOrNull,
  fps: measureOrNull,
});

/** What the table of a page says of them. */
const phase = members({ devices: list(text), iterations: measure });
const shares = members({
  method: text,
  inferences: measure,
  devices: list(members({ device: text, share: measure })),
  unknown: measure,
});

const row = members({
  requestedDevice: text,
  executionDevices: list(text),
  devicePhases: optional(list(phase)),
  deviceShares: optional(shares),
  droppedDevices: list(text),
  status: oneOf('ok', 'failed'),
  error: problem,
  loadMs: measureOrNull,
  firstInferenceMs: measureOrNull,
  iterations: measure,
  warmup: measure,
  api: oneOf('sync', 'async'),
  requests: measureOrNull,
  streams: measureOrNull,
  performanceHint: textOrNull,
  inferencePrecision: textOrNull,
  totalMs: measureOrNull,
  fps: measureOrNull,
  latencyMs: orNull(latency),
  quantiles: optional(list(pair(measure, measure))),
  timeline: optional(list(members({ first: measure, count: measure, min: measure, p50: measure, max: measure }))),
  processes: optional(list(process)),
  varied: optional(texts),
  properties: optional(texts),
  batch: optional(measure),
  openLoop: optional(members({ pattern: text, rate: measure })),
  rateSearch: optional(members({})),
  query: optional(members({ samples: measure })),
  load: optional(members({ phase: text })),
  endToEnd: optional(members({})),
  warnings: list(text),
  simulated: flag,
  standIn: flag,
});

/** What charts and reports use of a result; result-schema.json, which is published, says more. */
const result: Shape = members({
  createdAt: text,
  host: members({
    hostname: text,
    platform: text,
    arch: text,
    cpuModel: text,
    logicalCpus: measure,
    availableCpus: measure,
    nodeVersion: text,
  }),
  openvinoVersion: text,
  model: members({
    name: text,
    path: text,
    sha256: text,
    inputs: list(members({ elementType: text, shape: list(anything) })),
  }),
  input: members({ path: textOrNull, kind: text, width: measureOrNull, height: measureOrNull }),
  results: list(row),
  simulated: optional(flag),
  simulation: optional(members({ profile: text, machine: text, seed: measure, clock: text })),
  interrupted: optional(flag),
});

/** A result, or why a text is none, for the end of a sentence. */
export type Parsed = { readonly result: BenchResult } | { readonly reason: string };

export function parseResult(json: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { reason: /[}\]]\s*$/.test(json) ? 'it is not JSON' : 'it is not JSON, or not all of it' };
  }
  if (typeof value !== 'object' || value === null || !('schemaVersion' in value)) {
    return { reason: 'it is JSON, but not a result of ov-bench (it has no schemaVersion)' };
  }
  if (value.schemaVersion !== SCHEMA_VERSION) {
    const version = JSON.stringify(value.schemaVersion).slice(0, 20);
    return { reason: `its schemaVersion is ${version}, and this ov-bench reads ${SCHEMA_VERSION}` };
  }
  const wrong = result(value, '');
  if (wrong !== undefined) return { reason: `it is not a whole result of ov-bench: ${wrong}` };
  return { result: value as BenchResult };
}
