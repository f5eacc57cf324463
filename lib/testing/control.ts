import { Core, OpenVINOError } from '../index.js';
import { type MockEvent, parseEvents } from './events.js';

/** The pseudo-device by which a mocked library is controlled; it is never listed. */
const DEVICE = 'MOCK';

const NS_PER_MS = 1e6;

/** As many events as the library's log keeps (native/mock/event_log.h). */
const LOG_LENGTH = 200_000;

/** A mocked library's world: its clock, its log, and what can be done to it. Of the core that is current when it is made. */
export class Control {
  readonly #core = new Core();
  readonly #events: MockEvent[] = [];

  /** Time in milliseconds. */
  now(): number {
    return Number(this.#read('CLOCK_NS')) / NS_PER_MS;
  }

  /** All that has happened. Throws where some of it is lost: counts would be wrong, and nobody would see it. */
  events(): readonly MockEvent[] {
    const fresh = parseEvents(this.#read(`EVENTS:${this.#events.length}`));
    if (fresh.length >= LOG_LENGTH) {
      throw new OpenVINOError(
        'GENERAL_ERROR',
        `More than ${LOG_LENGTH} events have happened since they were last read, and the oldest are lost: call events() in between.`,
      );
    }
    for (const event of fresh) this.#events.push(event);
    return this.#events;
  }

  /** Virtual time passes by steps from now on, and in what blocks this thread. */
  attachPump(): void {
    this.#core.setProperty(DEVICE, { PUMP: 'ATTACH' });
  }

  detachPump(): void {
    this.#core.setProperty(DEVICE, { PUMP: 'DETACH' });
  }

  /** Fires events up to the next that somebody waits for; tells the time and what is under way. */
  step(): string {
    return this.#read('STEP');
  }

  /** How many calls wait for the clock, on other threads; those that hang as well. */
  waitingCalls(): number {
    return Number(this.#read('WAITING'));
  }

  advance(ms: number): void {
    this.#core.setProperty(DEVICE, { ADVANCE_NS: BigInt(Math.round(ms * NS_PER_MS)) });
  }

  /** Has virtual time pass until then, and a step end there. */
  alarm(atMs: number): void {
    this.#core.setProperty(DEVICE, { ALARM_NS: BigInt(Math.round(atMs * NS_PER_MS)) });
  }

  lose(device: string): void {
    this.#core.setProperty(DEVICE, { LOSE: device });
  }

  slowDown(device: string, factor: number): void {
    this.#core.setProperty(DEVICE, { SLOW: `${device} ${factor}` });
  }

  /** Lets loads that hang fail; later ones as well, or those that hang now. */
  releaseLoads(which: 'LOADS' | 'ALWAYS'): void {
    this.#core.setProperty(DEVICE, { RELEASE: which });
  }

  close(): void {
    this.#core.close();
  }

  #read(key: string): string {
    const value = this.#core.getProperty(DEVICE, key);
    if (typeof value === 'string') return value;
    throw new OpenVINOError('GENERAL_ERROR', `The mocked library gave ${String(value)} for ${key}, which is no text.`);
  }
}
