import { type ReadProperty, valuesByDevice } from '../child/readback.js';

/**
 * What a device compiled the model with, as it says itself; null where it does not tell.
 *
 * @category The machine
 * @example
 * ```ts
 * const device: CompiledDevice | undefined = row.compiled?.devices[0];
 * console.log(device?.streams, device?.threads, device?.inferencePrecision);
 * ```
 */
export interface CompiledDevice {
  /** The device: `GPU.0`. */
  readonly device: string;
  /** PERFORMANCE_HINT. */
  readonly performanceHint: string | null;
  /** EXECUTION_MODE_HINT. */
  readonly executionMode: string | null;
  /** INFERENCE_PRECISION_HINT. */
  readonly inferencePrecision: string | null;
  /** NUM_STREAMS. */
  readonly streams: number | null;
  /** INFERENCE_NUM_THREADS: of all streams together. */
  readonly threads: number | null;
  /** ENABLE_CPU_PINNING. */
  readonly cpuPinning: boolean | null;
  /** ANY_CORE, PCORE_ONLY, ECORE_ONLY. */
  readonly schedulingCoreType: string | null;
  /** ENABLE_HYPER_THREADING. */
  readonly hyperThreading: boolean | null;
  /** MODEL_PRIORITY. */
  readonly modelPriority: string | null;
  /** OPTIMAL_BATCH_SIZE. */
  readonly optimalBatchSize: number | null;
  /** OPTIMAL_NUMBER_OF_INFER_REQUESTS. */
  readonly optimalRequests: number | null;
  /** The instruction set that its kernels were chosen for. */
  readonly instructionSet: string | null;
}

/**
 * The compiled model after the load.
 *
 * @category The machine
 * @example
 * ```ts
 * const compiled: CompiledInfo | undefined = row.compiled;
 * console.log(compiled?.loadedFromCache, compiled?.devices.length);
 * ```
 */
export interface CompiledInfo {
  /** Whether it came from the model cache: then the load time is one of reading, not of compiling. */
  readonly loadedFromCache: boolean | null;
  /** Of AUTO and MULTI themselves. */
  readonly modelPriority: string | null;
  /** The device, or those behind AUTO, MULTI, HETERO and BATCH. */
  readonly devices: readonly CompiledDevice[];
}

/**
 * Reads what a model was compiled with. AUTO, MULTI, HETERO and BATCH refuse most properties and answer DEVICE_PROPERTIES
 * with those of each device (2024.3 to 2026.4).
 */
export function readCompiled(requestedDevice: string, read: ReadProperty): CompiledInfo {
  const behind = [...valuesByDevice(read('DEVICE_PROPERTIES'))];
  const itself = (): CompiledDevice => deviceSettings(executionDevice(read) ?? requestedDevice, read);
  return {
    loadedFromCache: truth(read('LOADED_FROM_CACHE')),
    modelPriority: words(read('MODEL_PRIORITY')),
    devices:
      behind.length === 0
        ? [itself()]
        : behind.map(([device, properties]) => deviceSettings(device, (name) => properties.get(name))),
  };
}

/** The single device that a model without others behind it runs on: GPU.0 for GPU. */
function executionDevice(read: ReadProperty): string | undefined {
  const value = read('EXECUTION_DEVICES');
  const names = Array.isArray(value) ? value.map(String) : [words(value) ?? ''];
  return names.length === 1 && names[0] !== '' ? names[0] : undefined;
}

function deviceSettings(device: string, read: ReadProperty): CompiledDevice {
  return {
    device,
    performanceHint: words(read('PERFORMANCE_HINT')),
    executionMode: words(read('EXECUTION_MODE_HINT')),
    inferencePrecision: words(read('INFERENCE_PRECISION_HINT')),
    streams: whole(read('NUM_STREAMS')),
    threads: whole(read('INFERENCE_NUM_THREADS')),
    cpuPinning: truth(read('ENABLE_CPU_PINNING')),
    schedulingCoreType: words(read('SCHEDULING_CORE_TYPE')),
    hyperThreading: truth(read('ENABLE_HYPER_THREADING')),
    modelPriority: words(read('MODEL_PRIORITY')),
    optimalBatchSize: whole(read('OPTIMAL_BATCH_SIZE')),
    optimalRequests: whole(read('OPTIMAL_NUMBER_OF_INFER_REQUESTS')),
    instructionSet: instructionSetOf(words(read('RUNTIME_REQUIREMENTS'))),
  };
}

/** `meta=1.0;ov=2026.4.1;isa=Intel AVX2`. */
function instructionSetOf(requirements: string | null): string | null {
  return /(?:^|;)isa=([^;]+)/.exec(requirements ?? '')?.[1]?.trim() ?? null;
}

function words(value: ReturnType<ReadProperty>): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function truth(value: ReturnType<ReadProperty>): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** A whole number from 0; −1 and words stand for "not decided yet". */
function whole(value: ReturnType<ReadProperty>): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;
}
