import { type CompiledModel, Core, type Properties } from '../../../lib/index.js';
import { type MockDevice, type MockOptions, type MockRuntime, mockRuntime } from '../../../lib/testing/index.js';
import { addModel, type IrModel } from '../../helpers/models.js';

/** A mocked runtime and a core of it, closed together. */
export class Rig {
  readonly runtime: MockRuntime;
  readonly core: Core;
  /** A model's text, for readModel. */
  readonly xml = addModel().xml;

  constructor(devices: MockOptions['devices'], options: Omit<MockOptions, 'devices'> = {}) {
    this.runtime = mockRuntime({ devices, ...options });
    this.core = new Core();
  }

  /** Compiles a model of two inputs, and tells how long that took by the world's clock. */
  async compile(device: string, properties: Properties = {}, model: IrModel = addModel()) {
    const before = this.runtime.now();
    const read = this.core.readModelSync(model.xml, model.weights);
    const compiled = await this.core.compileModel(read, device, properties);
    return { compiled, loadMs: this.runtime.now() - before };
  }

  /** Runs so many inferences one after the other on one request. */
  runSync(compiled: CompiledModel, count: number): number {
    const before = this.runtime.now();
    const request = compiled.createInferRequest();
    for (let i = 0; i < count; i++) request.infer();
    return this.runtime.now() - before;
  }

  /** Keeps so many requests in flight until so many inferences are done; the time of all of them. */
  async runAsync(compiled: CompiledModel, count: number, requests: number): Promise<number> {
    const before = this.runtime.now();
    let left = count;
    const drive = async (): Promise<void> => {
      const request = compiled.createInferRequest();
      while (left-- > 0) await request.inferAsync();
    };
    await Promise.all(Array.from({ length: requests }, drive));
    return this.runtime.now() - before;
  }

  /** Inferences that have begun on each device. */
  counts(): { [device: string]: number } {
    const counts: { [device: string]: number } = {};
    for (const { device } of this.runtime.inferences()) counts[device] = (counts[device] ?? 0) + 1;
    return counts;
  }

  close(): void {
    this.core.close();
    this.runtime.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** A device whose times are round numbers, and which two inferences at once do not slow down. */
export function device(name: string, more: Partial<MockDevice> = {}): MockDevice {
  return { name, loadMs: 100, latencyMs: 10, firstInferenceExtraMs: 0, contention: 0, streams: 1, ...more };
}

/** What EXECUTION_DEVICES says. */
export function executionDevices(compiled: CompiledModel): string {
  return String(compiled.getProperty('EXECUTION_DEVICES'));
}
