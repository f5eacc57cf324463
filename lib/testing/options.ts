/**
 * Something that goes wrong with a device. Where there is no `message`, the mocked library words one. Times are of the
 * world's clock, from 0 at `mockRuntime()`.
 *
 * | kind | |
 * |---|---|
 * | `compile-fails` | each compilation for the device fails, after its load time |
 * | `load-hangs` | a compilation for it ends only when `releaseLoads()` or `close()` lets it fail |
 * | `inference-fails` | the inference of that number on the device (from 1), or each one with that probability (0 to 1) |
 * | `device-lost` | from that time on the device is gone: what runs there fails, and what comes after |
 * | `slow-down` | from that time on inferences take `factor` times as long |
 * | `not-loadable` | the device's plugin can't be opened, as a GPU's without an OpenCL loader |
 *
 * @example
 * ```ts
 * const faults: MockFault[] = [
 *   { kind: 'inference-fails', at: 1, message: 'out of memory' },
 *   { kind: 'device-lost', atMs: 10_000 },
 * ];
 * using runtime = mockRuntime({ devices: [{ name: 'GPU', faults }] });
 * const compiled = await new Core().compileModel('model.xml', 'GPU');
 * await assert.rejects(compiled.run([tensor]), /out of memory/);
 * ```
 */
export type MockFault =
  | {
      /** What goes wrong. */
      readonly kind: 'compile-fails';
      /** What the library says of it. */
      readonly message?: string | undefined;
    }
  | {
      /** What goes wrong. */
      readonly kind: 'load-hangs';
    }
  | {
      /** What goes wrong. */
      readonly kind: 'inference-fails';
      /** Number of the inference on the device, from 1. */
      readonly at: number;
      /** Not with `at`. */
      readonly probability?: undefined;
      /** What the library says of it. */
      readonly message?: string | undefined;
    }
  | {
      /** What goes wrong. */
      readonly kind: 'inference-fails';
      /** Not with `probability`. */
      readonly at?: undefined;
      /** Of each inference, from 0 to 1. */
      readonly probability: number;
      /** What the library says of it. */
      readonly message?: string | undefined;
    }
  | {
      /** What goes wrong. */
      readonly kind: 'device-lost';
      /** When, in milliseconds of the world's clock. */
      readonly atMs: number;
      /** What the library says of it. */
      readonly message?: string | undefined;
    }
  | {
      /** What goes wrong. */
      readonly kind: 'slow-down';
      /** From when on, in milliseconds of the world's clock. */
      readonly atMs: number;
      /** How many times as long inferences take. */
      readonly factor: number;
    }
  | {
      /** What goes wrong. */
      readonly kind: 'not-loadable';
      /** What the library says of it. */
      readonly message?: string | undefined;
    };

/**
 * How long an inference takes on a device that does nothing else, in milliseconds: always the same; normally or
 * lognormally distributed with a mean and a standard deviation; or drawn from samples, each as likely as any other.
 *
 * @example
 * ```ts
 * const latencies: MockLatency[] = [5, { mean: 5, sd: 0.2, distribution: 'lognormal' }, [4.8, 5, 5.3]];
 * const devices = latencies.map((latencyMs, index) => ({ name: `GPU.${index}`, latencyMs }));
 * using runtime = mockRuntime({ devices });
 * ```
 */
export type MockLatency =
  | number
  | {
      /** Milliseconds. */
      readonly mean: number;
      /** Standard deviation, in milliseconds. */
      readonly sd: number;
      /** `normal` where left out. */
      readonly distribution?: 'normal' | 'lognormal' | undefined;
    }
  | readonly number[];

/**
 * A number for both performance hints, or one for each.
 *
 * @example
 * ```ts
 * const streams: MockByHint = { latency: 1, throughput: 4 };
 * using runtime = mockRuntime({ devices: [{ name: 'GPU', streams }] });
 * ```
 */
export type MockByHint =
  | number
  | {
      /** With the hint LATENCY. */
      readonly latency: number;
      /** With the hints THROUGHPUT and CUMULATIVE_THROUGHPUT. */
      readonly throughput: number;
    };

/**
 * The value of a device's property, as text, number or boolean (`YES`, `NO`); read-only unless said otherwise.
 *
 * @example
 * ```ts
 * const properties: { [key: string]: MockProperty } = { GPU_UARCH_VERSION: '12.7.0' };
 * using runtime = mockRuntime({ devices: [{ name: 'GPU', properties }] });
 * assert.equal(new Core().getProperty('GPU', 'GPU_UARCH_VERSION'), '12.7.0');
 * ```
 */
export type MockProperty =
  | string
  | number
  | boolean
  | {
      /** What it reads. */
      readonly value: string | number | boolean;
      /** Whether it can be set. */
      readonly writable: boolean;
    };

/**
 * A device that is simulated. What is left out is as for the device of that name (`CPU`, `GPU`, `NPU`, `MYRIAD`), else as
 * for a device that takes 10 ms an inference.
 *
 * @example
 * ```ts
 * const gpu: MockDevice = {
 *   name: 'GPU',
 *   loadMs: 2500,
 *   latencyMs: { mean: 5, sd: 0.2 },
 *   faults: [{ kind: 'device-lost', atMs: 10_000 }],
 * };
 * using runtime = mockRuntime({ devices: [gpu] });
 * ```
 */
export interface MockDevice {
  /** Upper case: `CPU`, `GPU`, `GPU.1`, or any other. */
  readonly name: string;
  /** Makes that many: `GPU.0`, `GPU.1` … From 1 to 16; 1 where left out. */
  readonly count?: number | undefined;
  /** FULL_DEVICE_NAME reads `MOCK <fullName> (SIMULATED)`. */
  readonly fullName?: string | undefined;
  /** DEVICE_TYPE. */
  readonly type?: 'integrated' | 'discrete' | undefined;
  /** Milliseconds that a compilation takes. */
  readonly loadMs?: number | undefined;
  /** Milliseconds that the first inference of each compiled model takes longer. */
  readonly firstInferenceExtraMs?: number | undefined;
  /** Milliseconds of one inference. */
  readonly latencyMs?: MockLatency | undefined;
  /** Inferences that run at the same time; others wait in line. */
  readonly streams?: MockByHint | undefined;
  /** OPTIMAL_NUMBER_OF_INFER_REQUESTS of a compiled model; as many as streams where left out. */
  readonly optimalRequests?: MockByHint | undefined;
  /**
   * How much longer an inference takes for each other one that runs on the device when it starts, as a share of its own
   * time: with 0.5 two at once take 1.5 times as long.
   */
  readonly contention?: number | undefined;
  /** What INFERENCE_PRECISION_HINT reads: `f32`, `f16`, `bf16`. Outputs are the same with any. */
  readonly precision?: string | undefined;
  /** OPTIMIZATION_CAPABILITIES: `['FP32', 'FP16', 'INT8']`. */
  readonly capabilities?: readonly string[] | undefined;
  /** Further properties by key, or other values of those that there are. */
  readonly properties?: { readonly [key: string]: MockProperty } | undefined;
  /** Types of operations that it can't run (`TopK`): compiling a model that has one fails, and HETERO goes around it. */
  readonly unsupportedOperations?: readonly string[] | undefined;
  /** What goes wrong with it. */
  readonly faults?: readonly MockFault[] | undefined;
}

/**
 * Options of {@link mockRuntime}.
 *
 * @example
 * ```ts
 * const options: MockOptions = { devices: ['CPU', { name: 'NPU', loadMs: 400 }], version: '2025.4.1', seed: 7 };
 * using runtime = mockRuntime(options);
 * assert.deepEqual(new Core().getAvailableDevices(), ['CPU', 'NPU']);
 * ```
 */
export interface MockOptions {
  /** In the order of `getAvailableDevices()`. One CPU where left out; an empty list is a machine without devices. */
  readonly devices?: readonly (MockDevice | string)[] | undefined;
  /** The OpenVINO release whose behaviour is mocked: `2026.4.1` where left out. */
  readonly version?: string | undefined;
  /** A whole number from 0 that all draws follow from; 1 where left out. The same seed gives the same times. */
  readonly seed?: number | undefined;
  /**
   * `virtual` (where left out): time passes only by what devices do, and costs none. `real`: it is the machine's.
   * `{ speed: 10 }`: the machine's, ten times as fast.
   */
  readonly clock?:
    | 'virtual'
    | 'real'
    | {
        /** Seconds of the world in one of the machine. */
        readonly speed: number;
      }
    | undefined;
}
