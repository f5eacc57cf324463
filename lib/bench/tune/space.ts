import { parseRequested } from '../devices/devices-requested.js';
import { type Candidate, nameOf } from './candidate.js';
import type { DeviceAnswers, Survey } from './survey.js';

/** A way in which a configuration may differ from the device's default, and how far that leads away from it. */
interface Choice {
  readonly properties?: Readonly<Record<string, string>>;
  readonly requests?: number | null;
  readonly batch?: number;
  /** Streams that it asks for, where it says so. */
  readonly streams?: number;
  readonly threads?: number;
  readonly distance: number;
}

const NONE: Choice = { distance: 0 };

/** Capabilities that are precisions to compute in, and what INFERENCE_PRECISION_HINT calls them. */
const PRECISIONS: readonly (readonly [capability: string, hint: string])[] = [
  ['FP32', 'f32'],
  ['BF16', 'bf16'],
  ['FP16', 'f16'],
];

/** More of them are never measured, whatever the budget. */
const MOST_CANDIDATES = 400;

export interface SpaceOptions {
  /** Device strings; none for all devices, AUTO, and combinations where there are several. */
  readonly devices: readonly string[];
  /** Logical processors. */
  readonly cores: number;
}

/**
 * The configurations to try, from what the devices say that they support. The first one is the first device as it is by
 * itself: the baseline. Then those that differ from a device's default in one thing, then in two, and so on, devices in
 * turns: where the budget ends the list early, it is the far-fetched ones that are left out. Pure.
 */
export function buildSpace(survey: Survey, { devices, cores }: SpaceOptions): Candidate[] {
  const strings = devices.length > 0 ? devices : deviceStrings(survey.availableDevices);
  const found = strings.flatMap((device) => inTurns(configurations(device, survey, cores)));
  const sorted = found.sort((a, b) => a.distance - b.distance || a.turn - b.turn);
  const byName = new Map(sorted.map(({ candidate }) => [candidate.name, candidate]));
  return [...byName.values()].slice(0, MOST_CANDIDATES);
}

/** Where none was asked for: each device, AUTO, and all together where there are several. */
function deviceStrings(available: readonly string[]): string[] {
  const all = available.join(',');
  return [...available, 'AUTO', ...(available.length > 1 ? [`AUTO:${all}`, `MULTI:${all}`] : [])];
}

interface Configuration {
  readonly candidate: Candidate;
  readonly distance: number;
}

/** How many of a device's configurations of the same distance come before each. */
function inTurns(configurations: readonly Configuration[]): (Configuration & { readonly turn: number })[] {
  const turns = new Map<number, number>();
  return configurations.map((each) => {
    const turn = turns.get(each.distance) ?? 0;
    turns.set(each.distance, turn + 1);
    return { ...each, turn };
  });
}

function configurations(device: string, survey: Survey, cores: number): Configuration[] {
  const { virtual } = parseRequested(device);
  const dimensions =
    virtual === '' ? deviceDimensions(survey.answers[device], cores) : virtualDimensions(device, survey);
  // behind precision and hint: it changes the program that uses the model, and latency
  const batches: Choice[] = survey.batches.map((batch) => ({ batch, distance: batch <= 4 ? 1.5 : 2.5 }));
  return product([...dimensions, [NONE, ...batches]])
    .filter(isSensible)
    .map((choices) => {
      const properties = Object.assign({}, ...choices.map((choice) => choice.properties ?? {}));
      const requests = choices.map((choice) => choice.requests).findLast((each) => each !== undefined) ?? null;
      const batch = choices.find((choice) => choice.batch !== undefined)?.batch ?? 1;
      const facts = { device, properties, requests, batch };
      const distance = choices.reduce((sum, choice) => sum + choice.distance, 0);
      return { candidate: { name: nameOf(facts), ...facts }, distance };
    });
}

/** A stream has a thread at least. */
function isSensible(choices: readonly Choice[]): boolean {
  const streams = choices.find((choice) => choice.streams !== undefined)?.streams ?? 1;
  const threads = choices.find((choice) => choice.threads !== undefined)?.threads ?? streams;
  return threads >= streams;
}

function deviceDimensions(answers: DeviceAnswers | undefined, cores: number): Choice[][] {
  // a device that says nothing of itself is measured as it is
  if (answers === undefined) return [];
  const supports = (key: string): boolean => answers.supported.includes(key);
  const most = Math.min(answers.streams?.[1] ?? 1, Math.max(cores, 1));
  return [
    [NONE, ...(supports('INFERENCE_PRECISION_HINT') ? precisions(answers) : [])],
    modesOf(answers, most, supports),
    [NONE, ...(supports('INFERENCE_NUM_THREADS') ? threadCounts(cores) : [])],
    [NONE, ...(supports('ENABLE_CPU_PINNING') ? pinning(answers) : [])],
  ];
}

function precisions({ capabilities, precision }: DeviceAnswers): Choice[] {
  return PRECISIONS.filter(([capability, hint]) => capabilities.includes(capability) && hint !== precision).map(
    ([, hint]) => ({ properties: { INFERENCE_PRECISION_HINT: hint }, distance: 1 }),
  );
}

/** Hints or numbers of streams, each with the requests that fill them, and with twice as many. */
function modesOf({ hint, streams }: DeviceAnswers, most: number, supports: (key: string) => boolean): Choice[] {
  const hints = supports('PERFORMANCE_HINT') ? ['THROUGHPUT', 'LATENCY'].filter((each) => each !== hint) : [];
  const counts = supports('NUM_STREAMS') && streams !== null ? streamCounts(streams[0], most) : [];
  return [
    NONE,
    ...hints.map((value): Choice => ({ properties: { PERFORMANCE_HINT: value }, distance: 1 })),
    ...counts.map(
      (count): Choice => ({
        properties: { NUM_STREAMS: String(count) },
        requests: count,
        streams: count,
        distance: 1,
      }),
    ),
    ...(counts.length > 0 ? [{ properties: { NUM_STREAMS: 'AUTO' }, distance: 1 }] : []),
    { requests: 2, distance: 1 },
    ...hints
      .filter((each) => each === 'THROUGHPUT')
      .map((value): Choice => ({ properties: { PERFORMANCE_HINT: value }, requests: 2 * most, distance: 2 })),
    ...counts.map(
      (count): Choice => ({
        properties: { NUM_STREAMS: String(count) },
        requests: 2 * count,
        streams: count,
        distance: 2,
      }),
    ),
  ];
}

/** 1, 2, 4 and so on, and the most that there may be. */
function streamCounts(least: number, most: number): number[] {
  const counts: number[] = [];
  for (let count = Math.max(least, 1); count < most; count *= 2) counts.push(count);
  return [...counts, most];
}

/** All threads are the default; half of them are the cores where each has two; one fewer leaves JavaScript its own. */
function threadCounts(cores: number): Choice[] {
  const counts = new Set([Math.floor(cores / 2), cores - 1].filter((count) => count >= 1 && count < cores));
  return [...counts].map((threads) => ({
    properties: { INFERENCE_NUM_THREADS: String(threads) },
    threads,
    distance: 2,
  }));
}

function pinning({ pinning: pinned }: DeviceAnswers): Choice[] {
  if (pinned === null) return [];
  return [{ properties: { ENABLE_CPU_PINNING: pinned ? 'NO' : 'YES' }, distance: 2 }];
}

/** Virtual devices take hints, and precisions on behalf of their devices. */
function virtualDimensions(device: string, { answers, availableDevices }: Survey): Choice[][] {
  const { virtual, devices } = parseRequested(device);
  const members = devices.length > 0 ? devices : availableDevices;
  // MULTI and AUTO are one plugin, but only AUTO answers without a list of devices
  const supported = answers[virtual === 'MULTI' ? 'AUTO' : virtual]?.supported ?? [];
  if (!supported.includes('PERFORMANCE_HINT')) return [[NONE, { requests: 2, distance: 1 }]];
  const usual = virtual === 'MULTI' ? 'THROUGHPUT' : answers[virtual]?.hint;
  const several = virtual === 'AUTO' && members.length > 1;
  const hints = ['THROUGHPUT', 'LATENCY', ...(several ? ['CUMULATIVE_THROUGHPUT'] : [])];
  const full = members.filter((member) => {
    const own = answers[member];
    return own?.supported.includes('INFERENCE_PRECISION_HINT') && precisions(own).some(isFull);
  });
  const list = full.map((member) => `${member}:{INFERENCE_PRECISION_HINT:f32}`).join(',');
  return [
    [NONE, ...(list === '' ? [] : [{ properties: { DEVICE_PROPERTIES: `{${list}}` }, distance: 1 }])],
    [
      NONE,
      ...hints
        .filter((hint) => hint !== usual)
        .map((hint): Choice => ({ properties: { PERFORMANCE_HINT: hint }, distance: 1 })),
      { requests: 2, distance: 1 },
    ],
  ];
}

function isFull({ properties }: Choice): boolean {
  return properties?.INFERENCE_PRECISION_HINT === 'f32';
}

function product(dimensions: readonly (readonly Choice[])[]): Choice[][] {
  return dimensions.reduce<Choice[][]>(
    (all, choices) => all.flatMap((each) => choices.map((choice) => [...each, choice])),
    [[]],
  );
}
