/**
 * What happened to a device:
 *
 * | kind | |
 * |---|---|
 * | `load`, `loaded`, `load-failed` | a compilation for it began, has ended, has failed |
 * | `start`, `done`, `failed`, `cancelled` | an inference began on it, and ended in one of three ways |
 * | `lost` | it is gone |
 * | `switched` | AUTO's inferences go to it from now on |
 * | `fallback` | AUTO or MULTI has given it up, and runs its inference elsewhere |
 * | `dropped` | MULTI or AUTO has left it out: it is not there |
 *
 * @example
 * ```ts
 * using runtime = mockRuntime({ devices: ['GPU'] });
 * const compiled = await new Core().compileModel('model.xml', 'GPU');
 * await compiled.run([tensor]);
 * const kinds: MockEventKind[] = runtime.events().map(({ kind }) => kind);
 * assert.deepEqual(kinds, ['load', 'loaded', 'start', 'done']);
 * ```
 */
export type MockEventKind =
  | 'load'
  | 'loaded'
  | 'load-failed'
  | 'start'
  | 'done'
  | 'failed'
  | 'cancelled'
  | 'lost'
  | 'switched'
  | 'fallback'
  | 'dropped';

/**
 * Something that happened in a mocked runtime.
 *
 * @example
 * ```ts
 * using runtime = mockRuntime({ devices: ['GPU'] });
 * const compiled = await new Core().compileModel('model.xml', 'GPU');
 * await compiled.run([tensor]);
 * const event: MockEvent | undefined = runtime.events().at(-1);
 * console.log(event?.timeMs, event?.kind, event?.device);
 * ```
 */
export interface MockEvent {
  /** Milliseconds of the world's clock, from 0 at `mockRuntime()`. */
  readonly timeMs: number;
  /** What happened. */
  readonly kind: MockEventKind;
  /** `GPU.0`. */
  readonly device: string;
  /** Number of the infer request, from 1 in the order of their making; undefined where there is none. */
  readonly request: number | undefined;
  /** Number of the compiled model, from 1; compilations that failed count as well. */
  readonly compiledModel: number | undefined;
  /** A failure's message, or what else there is to say; mostly empty. */
  readonly detail: string;
}

/**
 * An inference on a device. Where AUTO or MULTI moves one to another device, or HETERO divides it, it is several.
 *
 * @example
 * ```ts
 * using runtime = mockRuntime({ devices: ['GPU'] });
 * const compiled = await new Core().compileModel('model.xml', 'GPU');
 * await compiled.run([tensor]);
 * const [first]: readonly MockInference[] = runtime.inferences();
 * assert.equal(first?.status, 'done');
 * ```
 */
export interface MockInference {
  /** The device that it ran on: `GPU.0`. */
  readonly device: string;
  /** As {@link MockEvent.request}. */
  readonly request: number;
  /** As {@link MockEvent.compiledModel}. */
  readonly compiledModel: number;
  /** When it began on the device; it may have waited in line before. Milliseconds of the world's clock. */
  readonly startMs: number;
  /** Undefined while it runs. */
  readonly endMs: number | undefined;
  /** What has become of it. */
  readonly status: 'running' | 'done' | 'failed' | 'cancelled';
}

/**
 * A compilation for a device; under MULTI, AUTO and HETERO there are several of one model.
 *
 * @example
 * ```ts
 * using runtime = mockRuntime({ devices: ['GPU'] });
 * const compiled = await new Core().compileModel('model.xml', 'GPU');
 * await compiled.run([tensor]);
 * const [load]: readonly MockLoad[] = runtime.loads();
 * console.log((load?.endMs ?? 0) - (load?.startMs ?? 0), load?.status);
 * ```
 */
export interface MockLoad {
  /** The device that was compiled for: `GPU.0`. */
  readonly device: string;
  /** As {@link MockEvent.compiledModel}. */
  readonly compiledModel: number;
  /** Milliseconds of the world's clock. */
  readonly startMs: number;
  /** Undefined while it loads. */
  readonly endMs: number | undefined;
  /** What has become of it. */
  readonly status: 'loading' | 'loaded' | 'failed';
}

/** Reads the library's log: a line an event, fields separated by tabs. */
export function parseEvents(log: string): MockEvent[] {
  return log
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [timeNs = '', kind = '', device = '', request = '', compiled = '', ...detail] = line.split('\t');
      return {
        timeMs: Number(timeNs) / 1e6,
        kind: kind as MockEventKind,
        device,
        request: Number(request) || undefined,
        compiledModel: Number(compiled) || undefined,
        detail: detail.join('\t'),
      };
    });
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Inferences in the order of their start. */
export function inferencesIn(events: readonly MockEvent[]): MockInference[] {
  const ends = ['done', 'failed', 'cancelled'] as const;
  const spans = pair(events, 'start', ends, ({ device, request, compiledModel, timeMs }): Mutable<MockInference> => {
    return {
      device,
      request: request ?? 0,
      compiledModel: compiledModel ?? 0,
      startMs: timeMs,
      endMs: undefined,
      status: 'running',
    };
  });
  return spans.map(({ span, end }) =>
    end === undefined ? span : { ...span, endMs: end.timeMs, status: end.kind as MockInference['status'] },
  );
}

/** Compilations in the order of their start. */
export function loadsIn(events: readonly MockEvent[]): MockLoad[] {
  const spans = pair(events, 'load', ['loaded', 'load-failed'], ({ device, compiledModel, timeMs }): MockLoad => {
    return { device, compiledModel: compiledModel ?? 0, startMs: timeMs, endMs: undefined, status: 'loading' };
  });
  return spans.map(({ span, end }) =>
    end === undefined ? span : { ...span, endMs: end.timeMs, status: end.kind === 'loaded' ? 'loaded' : 'failed' },
  );
}

/** Beginnings with their ends: the next that the same request (or none) has of the same compiled model on that device. */
function pair<Span>(
  events: readonly MockEvent[],
  begin: MockEventKind,
  ends: readonly MockEventKind[],
  make: (event: MockEvent) => Span,
): { span: Span; end: MockEvent | undefined }[] {
  const pairs: { span: Span; end: MockEvent | undefined }[] = [];
  const open = new Map<string, (typeof pairs)[number]>();
  for (const event of events) {
    const key = `${event.device} ${event.request ?? 0} ${event.compiledModel ?? 0}`;
    if (event.kind === begin) {
      const entry = { span: make(event), end: undefined };
      pairs.push(entry);
      open.set(key, entry);
    } else if (ends.includes(event.kind)) {
      const entry = open.get(key);
      if (entry !== undefined) entry.end = event;
      open.delete(key);
    }
  }
  return pairs;
}
