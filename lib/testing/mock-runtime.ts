import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MADE_HERE } from '../common/made-here.js';
import { notConstructible, OpenVINOError } from '../errors.js';
import type { RuntimeInfo } from '../index.js';
import { useMockedRuntime } from '../runtime.js';
import { Alarms } from './alarms.js';
import { factor as checkFactor, numberIn } from './check.js';
import { type Scenario, scenarioOf } from './check-options.js';
import { Control } from './control.js';
import { inferencesIn, loadsIn, type MockEvent, type MockInference, type MockLoad } from './events.js';
import { removeAllFolders, removeFolder, temporaryFolder } from './folders.js';
import { mockLibrary } from './library.js';
import type { MockOptions } from './options.js';
import { Pump } from './pump.js';
import { scenarioXml } from './scenario-xml.js';

const SCENARIO = 'scenario.xml';

/** Those of this thread that are not closed. */
const open = new Set<MockRuntime>();
let cleansUp = false;

let make: (scenario: Scenario) => MockRuntime;
let abandon: (runtime: MockRuntime) => void;

/** What was known when a runtime was closed. */
interface Past {
  readonly now: number;
  readonly events: () => readonly MockEvent[];
}

/** What was to be had when it was asked for: a value, or the error in its place. */
function kept<T>(ask: () => T): () => T {
  try {
    const value = ask();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/**
 * A mocked OpenVINO that is in use until it is closed; {@link mockRuntime} makes one. Times are milliseconds of its own
 * clock, from 0 at its making.
 *
 * @example
 * ```ts
 * using runtime = mockRuntime({ devices: ['CPU', { name: 'GPU', latencyMs: 5 }] });
 * console.log(runtime.version, runtime.info.simulated); // 2026.4.1 true
 * const compiled = await new Core().compileModel('model.xml', 'GPU');
 * await compiled.run([tensor]);
 * assert.equal(runtime.inferencesOn('GPU'), 1);
 * assert.equal(runtime.loads()[0]?.device, 'GPU');
 * runtime.slowDown('GPU', 2); // from now on inferences take 10 ms
 * runtime.advance(1000); // a second passes, in no time
 * await runtime.waitUntil(runtime.now() + 1000);
 * runtime.loseDevice('GPU');
 * await assert.rejects(compiled.run([tensor]));
 * assert.equal(runtime.events().at(-1)?.kind, 'lost');
 * runtime.close();
 * ```
 */
export class MockRuntime {
  /** The runtime as `loadRuntime()` tells it: `source` is `mock`, `simulated` true, `version` ends with `-MOCK`. */
  readonly info: RuntimeInfo;
  /** The OpenVINO release that is mocked: `2026.4.1`. */
  readonly version: string;
  readonly #devices: readonly string[];
  readonly #isVirtual: boolean;
  readonly #folder: string;
  readonly #control: Control;
  readonly #alarms: Alarms;
  readonly #pump: Pump;
  readonly #leave: () => void;
  #past: Past | undefined;

  static {
    make = (scenario) => new MockRuntime(MADE_HERE, scenario);
    abandon = (runtime) => runtime.#letGo();
  }

  private constructor(token: typeof MADE_HERE, scenario: Scenario) {
    if (token !== MADE_HERE) throw notConstructible('MockRuntime', 'mockRuntime()');
    const library = mockLibrary(scenario.version);
    const text = scenarioXml(scenario, randomUUID());
    this.#folder = temporaryFolder((folder) => writeFileSync(join(folder, SCENARIO), text, { mode: 0o600 }));
    const file = join(this.#folder, SCENARIO);
    const { info, leave, pendingCalls } = useMockedRuntime(library, file);
    try {
      this.#control = new Control();
    } catch (error) {
      leave();
      removeFolder(this.#folder);
      throw error;
    }
    this.info = info;
    this.version = scenario.version;
    this.#devices = scenario.devices.map(({ name }) => name);
    this.#isVirtual = scenario.speed === undefined;
    this.#leave = leave;
    const control = this.#control;
    this.#alarms = new Alarms(control);
    this.#pump = new Pump({
      step: () => {
        const state = control.step();
        this.#alarms.ring();
        return state;
      },
      pendingCalls,
      waitingCalls: () => control.waitingCalls(),
    });
    if (this.#isVirtual) {
      control.attachPump();
      this.#pump.start();
    }
  }

  /** The clock's time, in milliseconds; after closing, the time of it. */
  now(): number {
    return this.#past?.now ?? this.#control.now();
  }

  /**
   * Lets virtual time pass while nothing else does: what is due meanwhile happens.
   *
   * @param ms Milliseconds, from 0 to 9e11 (28 years).
   * @throws OpenVINOError `INVALID_ARGUMENT`, for a clock that is the machine's as well; `CLOSED`.
   */
  advance(ms: number): void {
    this.#checkOpen();
    numberIn(0, 9e11, 'a number of milliseconds')(ms, 'advance');
    if (!this.#isVirtual) {
      throw new OpenVINOError('INVALID_ARGUMENT', "The clock is the machine's: only virtual time can be advanced.");
    }
    this.#control.advance(ms);
  }

  /**
   * Resolves when virtual time has come to a moment, at once where it is past. Time passes until then by itself, as it does
   * for an inference: it is how a program that has a schedule waits in virtual time.
   *
   * @param ms Milliseconds of {@link now}, up to 9e11.
   * @throws OpenVINOError `INVALID_ARGUMENT`, for a clock that is the machine's as well; `CLOSED`.
   */
  waitUntil(ms: number): Promise<void> {
    this.#checkOpen();
    numberIn(0, 9e11, 'a number of milliseconds')(ms, 'waitUntil');
    if (!this.#isVirtual) {
      throw new OpenVINOError('INVALID_ARGUMENT', "The clock is the machine's: wait with a timer.");
    }
    return this.#alarms.set(ms);
  }

  /**
   * All that has happened, in its order; after closing, until then.
   *
   * @throws OpenVINOError `GENERAL_ERROR` where more than 200 000 events have happened since it was last asked, this way or
   *   for inferences and loads: the oldest are lost then.
   */
  events(): MockEvent[] {
    return [...(this.#past?.events() ?? this.#control.events())];
  }

  /**
   * Inferences in the order of their start, on all devices.
   *
   * @example
   * ```ts
   * using runtime = mockRuntime({
   *   devices: ['CPU', { name: 'GPU', faults: [{ kind: 'inference-fails', at: 1 }] }],
   * });
   * const compiled = await new Core().compileModel('model.xml', 'MULTI:GPU,CPU');
   * await compiled.run([tensor]);
   * assert.deepEqual(
   *   runtime.inferences().map(({ device, status }) => `${device} ${status}`),
   *   ['GPU failed', 'CPU done'],
   * );
   * ```
   */
  inferences(): readonly MockInference[] {
    return inferencesIn(this.events());
  }

  /**
   * How many inferences have begun on a device.
   *
   * @throws OpenVINOError `DEVICE_NOT_FOUND`, and as {@link MockRuntime.events}.
   */
  inferencesOn(device: string): number {
    const name = this.#nameOf(device);
    return this.events().filter((event) => event.kind === 'start' && event.device === name).length;
  }

  /** Compilations in the order of their start, one for each device that took part. */
  loads(): readonly MockLoad[] {
    return loadsIn(this.events());
  }

  /**
   * Takes a device away: what runs on it fails, and what comes after.
   *
   * @throws OpenVINOError `DEVICE_NOT_FOUND`, `CLOSED`.
   */
  loseDevice(name: string): void {
    this.#checkOpen();
    this.#control.lose(this.#nameOf(name));
  }

  /**
   * Makes inferences that begin from now on take `factor` times as long; factors multiply.
   *
   * @throws OpenVINOError `DEVICE_NOT_FOUND`, `INVALID_ARGUMENT`, `CLOSED`.
   */
  slowDown(name: string, factor: number): void {
    this.#checkOpen();
    checkFactor(factor, 'slowDown');
    this.#control.slowDown(this.#nameOf(name), factor);
  }

  /**
   * Lets compilations that hang fail.
   *
   * @throws OpenVINOError `CLOSED`.
   * @example
   * ```ts
   * using runtime = mockRuntime({ devices: [{ name: 'GPU', faults: [{ kind: 'load-hangs' }] }] });
   * const loading = new Core().compileModel('model.xml', 'GPU');
   * setTimeout(() => runtime.releaseLoads(), 20);
   * await assert.rejects(loading, { code: 'COMPILE_FAILED' });
   * ```
   */
  releaseLoads(): void {
    this.#checkOpen();
    this.#control.releaseLoads('LOADS');
  }

  /**
   * Ends its use: new cores have the runtime of before. Compilations that hang fail. Models, compiled models and requests
   * that were made under it go on working, and what is in flight comes to its end. Closing again does nothing.
   */
  close(): void {
    if (this.#past !== undefined) return;
    this.#letGo(() => {
      this.#past = { now: this.#control.now(), events: kept(() => this.#control.events()) };
    });
    this.#leave();
    open.delete(this);
    this.#control.close();
    removeFolder(this.#folder);
  }

  /** Closes, as {@link MockRuntime.close} does: for `using runtime = …`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /**
   * Nothing waits for this thread any more: loads that hang fail, and time passes by itself.
   *
   * @param lastLook Called before it does.
   */
  #letGo(lastLook?: () => void): void {
    this.#pump.stop();
    this.#alarms.cancel();
    this.#control.releaseLoads('ALWAYS');
    lastLook?.();
    if (this.#isVirtual) this.#control.detachPump();
  }

  #checkOpen(): void {
    if (this.#past === undefined) return;
    throw new OpenVINOError('CLOSED', 'The mocked runtime is closed.');
  }

  /** The device's own name: `GPU` is a lone GPU, or `GPU.0`. */
  #nameOf(device: string): string {
    const found = this.#devices.find((name) => [device, `${device}.0`].includes(name) || `${name}.0` === device);
    if (found !== undefined) return found;
    const devices = this.#devices.join(', ') || 'none';
    throw new OpenVINOError(
      'DEVICE_NOT_FOUND',
      `The mocked runtime has no device ${String(device)}; its devices are ${devices}.`,
    );
  }
}

/**
 * Puts a mocked OpenVINO in the place of the real one, for this thread: cores that are made from now on, until it is closed,
 * have the devices that are described. No OpenVINO is needed. The whole addon runs, on a library of its own that has
 * OpenVINO's C functions and simulates what is behind them.
 *
 * It says everywhere what it is: in the version, the devices' full names and `RuntimeInfo.simulated`. Its times are what
 * the options say, and tell nothing of any machine.
 *
 * Several can be open at a time; the one that was made last is in use. They may be closed in any order.
 *
 * @param options Devices, release, seed and clock; see {@link MockOptions}.
 * @throws OpenVINOError `INVALID_ARGUMENT`; `ADDON_NOT_FOUND` where the package has no mocked library for this platform;
 *   `NOT_WRITABLE` where the system's folder for temporary files (`TMPDIR`) can't take the description.
 * @example
 * ```ts
 * using runtime = mockRuntime({ devices: ['CPU', { name: 'GPU', faults: [{ kind: 'inference-fails', at: 3 }] }] });
 * const compiled = await new Core().compileModel('model.xml', 'MULTI:GPU,CPU');
 * for (let frame = 1; frame <= 3; frame++) await compiled.run([tensor]); // what is to be tested
 * assert.equal(runtime.inferencesOn('CPU'), 1);
 * ```
 */
export function mockRuntime(options: MockOptions = {}): MockRuntime {
  const runtime = make(scenarioOf(options));
  open.add(runtime);
  if (!cleansUp) {
    cleansUp = true;
    // before the addon's own listener, which waits for compilations and was put first when the addon was loaded
    process.prependListener('exit', () => {
      for (const each of open) abandon(each);
      removeAllFolders();
    });
  }
  return runtime;
}
