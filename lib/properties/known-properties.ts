// Written by scripts/property-docs.mjs, of the table in property-table.ts: do not change it here.
import type { PropertyFacts } from './property-facts.js';

/**
 * All properties of OpenVINO 2026.4: what each is, which devices have it, and what its values are. {@link Properties} has what
 * can be set, {@link PropertyValues} what is read, {@link properties} all of this at run time.
 *
 * @category Properties
 * @example
 * ```ts
 * function show<Name extends keyof KnownProperties>(name: Name): void {
 *   console.log(name, properties[name].summary);
 * }
 * show('NUM_STREAMS'); // NUM_STREAMS Inferences at the same time; AUTO, or NUMA for one a node.
 * ```
 */
export interface KnownProperties {
  /**
   * Scales activations down, against overflows where inference is f16.
   *
   * Read and set. Devices: GPU. Value: number.
   */
  readonly ACTIVATIONS_SCALE_FACTOR: PropertyFacts<'float', 'RW'>;
  /**
   * Whether inferences may be collected into batches by themselves.
   *
   * Read and set, of a compilation. Value: boolean.
   */
  readonly ALLOW_AUTO_BATCHING: PropertyFacts<'boolean', 'RW', 'compile'>;
  /**
   * How long a batch is collected, in milliseconds.
   *
   * Read and set. Devices: BATCH; compiled for BATCH. A compiled model lets it change. Value: number, 0 to 2^32 - 1.
   */
  readonly AUTO_BATCH_TIMEOUT: PropertyFacts<'integer', 'RW'>;
  /**
   * Ids of the devices behind a plugin, as in GPU.0.
   *
   * Read only. Devices: CPU, GPU, NPU. Value: string[].
   */
  readonly AVAILABLE_DEVICES: PropertyFacts<'strings', 'RO'>;
  /**
   * Id of the entry in the cache.
   *
   * Read and set, of a compilation. Value: number, or bigint from 2^53, 0 to 2^64 - 1.
   */
  readonly CACHE_BLOB_ID: PropertyFacts<'uint64', 'RW', 'compile'>;
  /**
   * Folder of cached compiled models; "" for none.
   *
   * Read and set, of OpenVINO itself. Devices: GPU, NPU. Value: string.
   */
  readonly CACHE_DIR: PropertyFacts<'string', 'RW', 'core'>;
  /**
   * C functions that encrypt and decrypt what is cached.
   *
   * Set only. Devices: GPU, NPU. Value: an object of C++.
   */
  readonly CACHE_ENCRYPTION_CALLBACKS: PropertyFacts<'object', 'WO'>;
  /**
   * Small caches, or ones that load fast.
   *
   * Read and set. Devices: GPU. Value: `OPTIMIZE_SIZE` `OPTIMIZE_SPEED`.
   */
  readonly CACHE_MODE: PropertyFacts<'enum', 'RW', 'device', 'OPTIMIZE_SIZE' | 'OPTIMIZE_SPEED'>;
  /**
   * File that the model came from, so that its id in the cache is found fast.
   *
   * Set only, of a compilation. Value: string.
   */
  readonly CACHE_MODEL_PATH: PropertyFacts<'path', 'WO', 'compile'>;
  /**
   * Folder of cached compiled models, as CACHE_DIR.
   *
   * Read and set, of OpenVINO itself. Value: string.
   */
  readonly CACHE_PATH: PropertyFacts<'path', 'RW', 'core'>;
  /**
   * Whether a device meets a compiled model's RUNTIME_REQUIREMENTS.
   *
   * Read only. Devices: CPU, GPU. Value: `NOT_APPLICABLE` `SUPPORTED` `UNSUPPORTED`.
   */
  readonly COMPATIBILITY_CHECK: PropertyFacts<'enum', 'RO', 'device', 'NOT_APPLICABLE' | 'SUPPORTED' | 'UNSUPPORTED'>;
  /**
   * Most threads of a compilation.
   *
   * Read and set. Devices: GPU. Value: number, 0 to 2^31 - 1.
   */
  readonly COMPILATION_NUM_THREADS: PropertyFacts<'integer', 'RW'>;
  /**
   * A compiled model in memory.
   *
   * Read and set, of a compilation. Value: an object of C++.
   */
  readonly COMPILED_BLOB: PropertyFacts<'object', 'RW', 'compile'>;
  /**
   * Architecture of the device.
   *
   * Read only. Devices: CPU, GPU. Value: string.
   */
  readonly DEVICE_ARCHITECTURE: PropertyFacts<'string', 'RO'>;
  /**
   * Giga-operations a second by element type.
   *
   * Read only. Devices: GPU, NPU. Value: numbers by element type.
   */
  readonly DEVICE_GOPS: PropertyFacts<'elementNumbers', 'RO'>;
  /**
   * Id of the device among those of its plugin.
   *
   * Read and set. Devices: CPU, GPU, NPU. Value: string; set as a number, too.
   */
  readonly DEVICE_ID: PropertyFacts<'id', 'RW'>;
  /**
   * Local id of the device: 16 hexadecimal digits.
   *
   * Read only. Devices: GPU. Value: string.
   */
  readonly DEVICE_LUID: PropertyFacts<'string', 'RO'>;
  /**
   * Address of the device on its bus.
   *
   * Read only. Devices: GPU, NPU. Value: { domain, bus, device, function }.
   */
  readonly DEVICE_PCI_INFO: PropertyFacts<'pciInfo', 'RO'>;
  /**
   * Properties by device, for AUTO, MULTI and HETERO.
   *
   * Read and set, of a compilation. Devices: compiled for AUTO, MULTI, HETERO. Value: properties by device.
   */
  readonly DEVICE_PROPERTIES: PropertyFacts<'deviceProperties', 'RW', 'compile'>;
  /**
   * Temperature of the device.
   *
   * Read only. Value: number.
   */
  readonly DEVICE_THERMAL: PropertyFacts<'float', 'RO'>;
  /**
   * Whether the device is part of the processor.
   *
   * Read only. Devices: CPU, GPU, NPU. Value: `integrated` `discrete`.
   */
  readonly DEVICE_TYPE: PropertyFacts<'enum', 'RO', 'device', 'integrated' | 'discrete'>;
  /**
   * Id of the device: 32 hexadecimal digits.
   *
   * Read only. Devices: GPU, NPU. Value: string.
   */
  readonly DEVICE_UUID: PropertyFacts<'string', 'RO'>;
  /**
   * Elements of a group in dynamic quantization; 0 for none, 2^64 - 1 for one group a token.
   *
   * Read and set. Devices: CPU, GPU; compiled for CPU. Value: number, or bigint from 2^53, 0 to 2^64 - 1.
   */
  readonly DYNAMIC_QUANTIZATION_GROUP_SIZE: PropertyFacts<'uint64', 'RW'>;
  /**
   * Whether threads are bound to cores.
   *
   * Read and set. Devices: CPU, GPU; compiled for CPU. Value: boolean.
   */
  readonly ENABLE_CPU_PINNING: PropertyFacts<'boolean', 'RW'>;
  /**
   * Whether cores are kept from other models of the process.
   *
   * Read and set. Devices: CPU, GPU; compiled for CPU. Value: boolean.
   */
  readonly ENABLE_CPU_RESERVATION: PropertyFacts<'boolean', 'RW'>;
  /**
   * Whether both threads of a core are used.
   *
   * Read and set. Devices: CPU; compiled for CPU. Value: boolean.
   */
  readonly ENABLE_HYPER_THREADING: PropertyFacts<'boolean', 'RW'>;
  /**
   * Whether files of weights are mapped into memory.
   *
   * Read and set, of OpenVINO itself. Value: boolean.
   */
  readonly ENABLE_MMAP: PropertyFacts<'boolean', 'RW', 'core'>;
  /**
   * Whether cached models go without their weights.
   *
   * Read and set. Devices: CPU. Value: boolean.
   */
  readonly ENABLE_WEIGHTLESS: PropertyFacts<'boolean', 'RW'>;
  /**
   * Devices that run the model.
   *
   * Read only. Devices: CPU, NPU; compiled for CPU, AUTO, MULTI, HETERO, BATCH. Value: string[].
   */
  readonly EXECUTION_DEVICES: PropertyFacts<'strings', 'RO'>;
  /**
   * Whether the device may round for speed.
   *
   * Read and set. Devices: CPU, GPU, AUTO, MULTI; compiled for CPU. Value: `PERFORMANCE` `ACCURACY`.
   */
  readonly EXECUTION_MODE_HINT: PropertyFacts<'enum', 'RW', 'device', 'PERFORMANCE' | 'ACCURACY'>;
  /**
   * Whether TBB's threads end with the core.
   *
   * Read and set, of OpenVINO itself. Value: boolean.
   */
  readonly FORCE_TBB_TERMINATE: PropertyFacts<'boolean', 'RW', 'core'>;
  /**
   * The device's name for people.
   *
   * Read only. Devices: CPU, GPU, AUTO, MULTI, BATCH, HETERO. Value: string.
   */
  readonly FULL_DEVICE_NAME: PropertyFacts<'string', 'RO'>;
  /**
   * Most threads of all streams together; 0 for all.
   *
   * Read and set. Devices: CPU; compiled for CPU. Value: number, 0 to 2^31 - 1.
   */
  readonly INFERENCE_NUM_THREADS: PropertyFacts<'integer', 'RW'>;
  /**
   * Element type to calculate with.
   *
   * Read and set. Devices: CPU, GPU; compiled for CPU. Value: element type.
   */
  readonly INFERENCE_PRECISION_HINT: PropertyFacts<'elementType', 'RW'>;
  /**
   * Elements of a group in the compression of the cache of keys.
   *
   * Read and set. Devices: CPU; compiled for CPU. Value: number, or bigint from 2^53, 0 to 2^64 - 1.
   */
  readonly KEY_CACHE_GROUP_SIZE: PropertyFacts<'uint64', 'RW'>;
  /**
   * Element type of the cache of keys.
   *
   * Read and set. Devices: CPU; compiled for CPU. Value: element type.
   */
  readonly KEY_CACHE_PRECISION: PropertyFacts<'elementType', 'RW'>;
  /**
   * Element type of the cache of keys and values.
   *
   * Read and set. Devices: CPU, GPU; compiled for CPU. Value: element type.
   */
  readonly KV_CACHE_PRECISION: PropertyFacts<'elementType', 'RW'>;
  /**
   * Whether the compiled model came out of the cache.
   *
   * Read only. Devices: compiled for CPU, AUTO, MULTI, HETERO. Value: boolean.
   */
  readonly LOADED_FROM_CACHE: PropertyFacts<'boolean', 'RO'>;
  /**
   * What the plugin logs.
   *
   * Read and set. Devices: CPU, NPU, AUTO, MULTI; compiled for CPU. Value: `LOG_NONE` `LOG_ERROR` `LOG_WARNING` `LOG_INFO` `LOG_DEBUG` `LOG_TRACE`.
   */
  readonly LOG_LEVEL: PropertyFacts<
    'enum',
    'RW',
    'device',
    'LOG_NONE' | 'LOG_ERROR' | 'LOG_WARNING' | 'LOG_INFO' | 'LOG_DEBUG' | 'LOG_TRACE'
  >;
  /**
   * Greatest batch that fits into memory.
   *
   * Read only. Devices: GPU. Value: number, 0 to 2^32 - 1.
   */
  readonly MAX_BATCH_SIZE: PropertyFacts<'integer', 'RO'>;
  /**
   * How a model is spread over sockets or devices.
   *
   * Read and set. Devices: CPU, HETERO; compiled for CPU. Value: `TENSOR_PARALLEL` `PIPELINE_PARALLEL` (array).
   */
  readonly MODEL_DISTRIBUTION_POLICY: PropertyFacts<'enums', 'RW', 'device', 'TENSOR_PARALLEL' | 'PIPELINE_PARALLEL'>;
  /**
   * Which models get the better device.
   *
   * Read and set. Devices: GPU, NPU, AUTO, MULTI; compiled for AUTO, MULTI. Value: `LOW` `MEDIUM` `HIGH`.
   */
  readonly MODEL_PRIORITY: PropertyFacts<'enum', 'RW', 'device', 'LOW' | 'MEDIUM' | 'HIGH'>;
  /**
   * A model in memory.
   *
   * Read and set, of a compilation. Devices: GPU, NPU. Value: an object of C++.
   */
  readonly MODEL_PTR: PropertyFacts<'object', 'RW', 'compile'>;
  /**
   * Devices to choose from, as after the colon of AUTO:GPU,CPU.
   *
   * Read and set. Devices: AUTO, MULTI, BATCH, HETERO; compiled for AUTO, MULTI, HETERO. Value: string; set as an array, too.
   */
  readonly MULTI_DEVICE_PRIORITIES: PropertyFacts<'devices', 'RW'>;
  /**
   * Name of the model.
   *
   * Read only. Devices: compiled for CPU, AUTO, MULTI, HETERO, BATCH. Value: string.
   */
  readonly NETWORK_NAME: PropertyFacts<'string', 'RO'>;
  /**
   * Inferences at the same time; AUTO, or NUMA for one a node.
   *
   * Read and set. Devices: CPU, GPU, NPU; compiled for CPU. Value: number, 'AUTO' or 'NUMA'.
   */
  readonly NUM_STREAMS: PropertyFacts<'streams', 'RW'>;
  /**
   * Batch that the device works best with.
   *
   * Read only. Devices: GPU. Value: number, 0 to 2^32 - 1.
   */
  readonly OPTIMAL_BATCH_SIZE: PropertyFacts<'integer', 'RO'>;
  /**
   * Infer requests that the device works best with.
   *
   * Read only. Devices: NPU; compiled for CPU, AUTO, MULTI, HETERO, BATCH. Value: number, 0 to 2^32 - 1.
   */
  readonly OPTIMAL_NUMBER_OF_INFER_REQUESTS: PropertyFacts<'integer', 'RO'>;
  /**
   * Precisions and features: FP32, INT8 …
   *
   * Read only. Devices: CPU, GPU, NPU, AUTO, MULTI, HETERO. Value: string[].
   */
  readonly OPTIMIZATION_CAPABILITIES: PropertyFacts<'strings', 'RO'>;
  /**
   * What to be fast at.
   *
   * Read and set. Devices: CPU, GPU, NPU, AUTO, MULTI; compiled for CPU, AUTO, MULTI. Value: `LATENCY` `THROUGHPUT` `CUMULATIVE_THROUGHPUT`.
   */
  readonly PERFORMANCE_HINT: PropertyFacts<'enum', 'RW', 'device', 'LATENCY' | 'THROUGHPUT' | 'CUMULATIVE_THROUGHPUT'>;
  /**
   * Infer requests that will be in flight, for PERFORMANCE_HINT; 0 where unknown.
   *
   * Read and set. Devices: CPU, GPU, NPU, AUTO, MULTI; compiled for CPU. Value: number, 0 to 2^32 - 1.
   */
  readonly PERFORMANCE_HINT_NUM_REQUESTS: PropertyFacts<'integer', 'RW'>;
  /**
   * Whether operations are timed.
   *
   * Read and set. Devices: CPU, GPU, NPU, AUTO, MULTI, BATCH; compiled for CPU, AUTO, MULTI. Value: boolean.
   */
  readonly PERF_COUNT: PropertyFacts<'boolean', 'RW'>;
  /**
   * Infer requests: least, most, step.
   *
   * Read only. Devices: CPU, GPU, NPU. Value: [least, most, step].
   */
  readonly RANGE_FOR_ASYNC_INFER_REQUESTS: PropertyFacts<'range3', 'RO'>;
  /**
   * Streams: least, most.
   *
   * Read only. Devices: CPU, GPU, NPU. Value: [least, most].
   */
  readonly RANGE_FOR_STREAMS: PropertyFacts<'range2', 'RO'>;
  /**
   * What a device needs to run the compiled model.
   *
   * Read only. Devices: compiled for CPU. Value: string.
   */
  readonly RUNTIME_REQUIREMENTS: PropertyFacts<'string', 'RO'>;
  /**
   * Cores to run on.
   *
   * Read and set. Devices: CPU; compiled for CPU. Value: `ANY_CORE` `PCORE_ONLY` `ECORE_ONLY`.
   */
  readonly SCHEDULING_CORE_TYPE: PropertyFacts<'enum', 'RW', 'device', 'ANY_CORE' | 'PCORE_ONLY' | 'ECORE_ONLY'>;
  /**
   * Names of its properties.
   *
   * Read only. Devices: CPU, GPU, NPU, AUTO, MULTI, BATCH, HETERO; compiled for CPU, AUTO, MULTI, HETERO, BATCH. Value: string[].
   */
  readonly SUPPORTED_PROPERTIES: PropertyFacts<'strings', 'RO'>;
  /**
   * Elements of a group in the compression of the cache of values.
   *
   * Read and set. Devices: CPU; compiled for CPU. Value: number, or bigint from 2^53, 0 to 2^64 - 1.
   */
  readonly VALUE_CACHE_GROUP_SIZE: PropertyFacts<'uint64', 'RW'>;
  /**
   * Element type of the cache of values.
   *
   * Read and set. Devices: CPU; compiled for CPU. Value: element type.
   */
  readonly VALUE_CACHE_PRECISION: PropertyFacts<'elementType', 'RW'>;
  /**
   * File of the weights, for models cached without them.
   *
   * Read and set. Devices: CPU, GPU, NPU. Value: string.
   */
  readonly WEIGHTS_PATH: PropertyFacts<'string', 'RW'>;
  /**
   * Whether to save energy.
   *
   * Read and set. Devices: NPU. A compiled model lets it change. Value: `DEFAULT` `EFFICIENT`.
   */
  readonly WORKLOAD_TYPE: PropertyFacts<'enum', 'RW', 'device', 'DEFAULT' | 'EFFICIENT'>;
  /**
   * Load, in percent, from which a device is passed over.
   *
   * Read and set. Devices: AUTO. Value: percentages by device, 0 to 100.
   */
  readonly DEVICES_UTILIZATION_THRESHOLD: PropertyFacts<'percentages', 'RW'>;
  /**
   * Whether requests keep to one device's memory.
   *
   * Read and set. Devices: AUTO, MULTI. Value: boolean.
   */
  readonly DEVICE_BIND_BUFFER: PropertyFacts<'boolean', 'RW'>;
  /**
   * Whether an inference that failed is run on another device.
   *
   * Read and set. Devices: AUTO. Value: boolean.
   */
  readonly ENABLE_RUNTIME_FALLBACK: PropertyFacts<'boolean', 'RW'>;
  /**
   * Whether the CPU helps out until the device has compiled.
   *
   * Read and set. Devices: AUTO. Value: boolean.
   */
  readonly ENABLE_STARTUP_FALLBACK: PropertyFacts<'boolean', 'RW'>;
  /**
   * Device to prefer while the machine saves power.
   *
   * Read and set. Devices: AUTO. Value: string.
   */
  readonly LOW_POWER_DEVICE: PropertyFacts<'string', 'RW'>;
  /**
   * Score by load in percent, by CPU, iGPU, dGPU and NPU; the lowest wins.
   *
   * Read and set. Devices: AUTO. Value: scores by percentage by device.
   */
  readonly PERF_CURVE_TABLE: PropertyFacts<'curves', 'RW'>;
  /**
   * Which device gets the next inference.
   *
   * Read and set. Devices: AUTO, MULTI; compiled for MULTI. Value: `ROUND_ROBIN` `DEVICE_PRIORITY`.
   */
  readonly SCHEDULE_POLICY: PropertyFacts<'enum', 'RW', 'device', 'ROUND_ROBIN' | 'DEVICE_PRIORITY'>;
  /**
   * Whether tiny numbers count as zero.
   *
   * Read and set. Devices: CPU; compiled for CPU. Value: boolean.
   */
  readonly CPU_DENORMALS_OPTIMIZATION: PropertyFacts<'boolean', 'RW'>;
  /**
   * Share of zeros from which weights are kept compressed.
   *
   * Read and set. Devices: CPU; compiled for CPU. Value: number, 0 to 1.
   */
  readonly CPU_SPARSE_WEIGHTS_DECOMPRESSION_RATE: PropertyFacts<'float', 'RW'>;
  /**
   * How work is split among threads.
   *
   * Read and set. Devices: CPU; compiled for CPU. Value: `NONE` `STATIC` `AUTO`.
   */
  readonly TBB_PARTITIONER: PropertyFacts<'enum', 'RW', 'device', 'NONE' | 'STATIC' | 'AUTO'>;
  /**
   * Memory that is free, in bytes.
   *
   * Read and set. Devices: GPU. Value: number, 0 to 2^53 - 1.
   */
  readonly AVAILABLE_DEVICE_MEM_SIZE: PropertyFacts<'integer', 'RW'>;
  /**
   * Size of a cache line, in bytes.
   *
   * Read only. Devices: GPU. Value: number, 0 to 2^32 - 1.
   */
  readonly GPU_CACHELINE_SIZE: PropertyFacts<'integer', 'RO'>;
  /**
   * Greatest allocation, in bytes.
   *
   * Read only. Devices: GPU. Value: number, 0 to 2^53 - 1.
   */
  readonly GPU_DEVICE_MAX_ALLOC_MEM_SIZE: PropertyFacts<'integer', 'RO'>;
  /**
   * Memory of the device, in bytes.
   *
   * Read only. Devices: GPU. Value: number, 0 to 2^53 - 1.
   */
  readonly GPU_DEVICE_TOTAL_MEM_SIZE: PropertyFacts<'integer', 'RO'>;
  /**
   * Whether convolutions go without Winograd.
   *
   * Read and set. Devices: GPU. Value: boolean.
   */
  readonly GPU_DISABLE_WINOGRAD_CONVOLUTION: PropertyFacts<'boolean', 'RW'>;
  /**
   * Greatest group of dynamic quantization.
   *
   * Read and set. Devices: GPU. Value: number, or bigint from 2^53, 0 to 2^64 - 1.
   */
  readonly GPU_DYNAMIC_QUANTIZATION_GROUP_SIZE_MAX: PropertyFacts<'uint64', 'RW'>;
  /**
   * Whether kernels are shared, for less memory.
   *
   * Read and set. Devices: GPU. Value: boolean.
   */
  readonly GPU_ENABLE_KERNELS_REUSE: PropertyFacts<'boolean', 'RW'>;
  /**
   * Whether allocations may pass 4 GB.
   *
   * Read and set. Devices: GPU. Value: boolean.
   */
  readonly GPU_ENABLE_LARGE_ALLOCATIONS: PropertyFacts<'boolean', 'RW'>;
  /**
   * Whether loops are unrolled.
   *
   * Read and set. Devices: GPU. Value: boolean.
   */
  readonly GPU_ENABLE_LOOP_UNROLLING: PropertyFacts<'boolean', 'RW'>;
  /**
   * Whether LoRA stays one operation.
   *
   * Read and set. Devices: GPU. Value: boolean.
   */
  readonly GPU_ENABLE_LORA_OPERATION: PropertyFacts<'boolean', 'RW'>;
  /**
   * Whether attention stays one operation.
   *
   * Read and set. Devices: GPU. Value: boolean.
   */
  readonly GPU_ENABLE_SDPA_OPTIMIZATION: PropertyFacts<'boolean', 'RW'>;
  /**
   * Execution units.
   *
   * Read only. Devices: GPU. Value: number, 0 to 2^31 - 1.
   */
  readonly GPU_EXECUTION_UNITS_COUNT: PropertyFacts<'integer', 'RO'>;
  /**
   * Cores that compile for the GPU.
   *
   * Read and set. Devices: GPU. Value: `LOW` `MEDIUM` `HIGH`.
   */
  readonly GPU_HOST_TASK_PRIORITY: PropertyFacts<'enum', 'RW', 'device', 'LOW' | 'MEDIUM' | 'HIGH'>;
  /**
   * Memory in use by kind, in bytes.
   *
   * Read only. Devices: GPU. Value: numbers by name.
   */
  readonly GPU_MEMORY_STATISTICS: PropertyFacts<'numbers', 'RO'>;
  /**
   * Priority of the OpenCL queue.
   *
   * Read and set. Devices: GPU. Value: `LOW` `MEDIUM` `HIGH`.
   */
  readonly GPU_QUEUE_PRIORITY: PropertyFacts<'enum', 'RW', 'device', 'LOW' | 'MEDIUM' | 'HIGH'>;
  /**
   * Throttle of the OpenCL queue.
   *
   * Read and set. Devices: GPU. Value: `LOW` `MEDIUM` `HIGH`.
   */
  readonly GPU_QUEUE_THROTTLE: PropertyFacts<'enum', 'RW', 'device', 'LOW' | 'MEDIUM' | 'HIGH'>;
  /**
   * Version of the microarchitecture.
   *
   * Read only. Devices: GPU. Value: string.
   */
  readonly GPU_UARCH_VERSION: PropertyFacts<'string', 'RO'>;
  /**
   * Share of weights that is left on the disk, in percent.
   *
   * Read and set. Devices: GPU. Value: number, 0 to 100.
   */
  readonly OFFLOAD_RATIO: PropertyFacts<'integer', 'RW'>;
  /**
   * Whether the driver's cache is passed over.
   *
   * Read and set. Devices: NPU. Value: boolean.
   */
  readonly NPU_BYPASS_UMD_CACHING: PropertyFacts<'boolean', 'RW'>;
  /**
   * Parameters of the compiler.
   *
   * Read and set. Devices: NPU. Value: string.
   */
  readonly NPU_COMPILATION_MODE_PARAMS: PropertyFacts<'string', 'RW'>;
  /**
   * Whether the compiler quantizes dynamically.
   *
   * Read and set. Devices: NPU. Value: boolean.
   */
  readonly NPU_COMPILER_DYNAMIC_QUANTIZATION: PropertyFacts<'boolean', 'RW'>;
  /**
   * Whose compiler to use.
   *
   * Read and set. Devices: NPU. Value: `PLUGIN` `DRIVER` `PREFER_PLUGIN`.
   */
  readonly NPU_COMPILER_TYPE: PropertyFacts<'enum', 'RW', 'device', 'PLUGIN' | 'DRIVER' | 'PREFER_PLUGIN'>;
  /**
   * Version of the compiler: major × 65536 + minor.
   *
   * Read only. Devices: NPU. Value: number, 0 to 2^32 - 1.
   */
  readonly NPU_COMPILER_VERSION: PropertyFacts<'integer', 'RO'>;
  /**
   * Whether weights are loaded with the first request.
   *
   * Read and set. Devices: NPU. Value: boolean.
   */
  readonly NPU_DEFER_WEIGHTS_LOAD: PropertyFacts<'boolean', 'RW'>;
  /**
   * Memory in use, in bytes.
   *
   * Read only. Devices: NPU. Value: number, 0 to 2^53 - 1.
   */
  readonly NPU_DEVICE_ALLOC_MEM_SIZE: PropertyFacts<'integer', 'RO'>;
  /**
   * Memory of the device, in bytes.
   *
   * Read only. Devices: NPU. Value: number, 0 to 2^53 - 1.
   */
  readonly NPU_DEVICE_TOTAL_MEM_SIZE: PropertyFacts<'integer', 'RO'>;
  /**
   * Whether memory is kept while idle.
   *
   * Read and set. Devices: NPU. Value: boolean.
   */
  readonly NPU_DISABLE_IDLE_MEMORY_PRUNING: PropertyFacts<'boolean', 'RW'>;
  /**
   * Version of the driver.
   *
   * Read only. Devices: NPU. Value: number, 0 to 2^32 - 1.
   */
  readonly NPU_DRIVER_VERSION: PropertyFacts<'integer', 'RO'>;
  /**
   * Names of tensors that may have strides, separated by commas.
   *
   * Read and set. Devices: NPU. Value: string.
   */
  readonly NPU_ENABLE_STRIDES_FOR: PropertyFacts<'string', 'RW'>;
  /**
   * Tiles of the device.
   *
   * Read only. Devices: NPU. Value: number, -1 to 2^53 - 1.
   */
  readonly NPU_MAX_TILES: PropertyFacts<'integer', 'RO'>;
  /**
   * Device to compile for.
   *
   * Read and set. Devices: NPU. Value: string; set as a number, too.
   */
  readonly NPU_PLATFORM: PropertyFacts<'id', 'RW'>;
  /**
   * Whether quantized models of ONNX Runtime are optimized.
   *
   * Read and set. Devices: NPU. Value: boolean.
   */
  readonly NPU_QDQ_OPTIMIZATION: PropertyFacts<'boolean', 'RW'>;
  /**
   * Whether they are optimized for speed alone.
   *
   * Read and set. Devices: NPU. Value: boolean.
   */
  readonly NPU_QDQ_OPTIMIZATION_AGGRESSIVE: PropertyFacts<'boolean', 'RW'>;
  /**
   * Whether inferences run one after the other.
   *
   * Read and set. Devices: NPU. Value: boolean.
   */
  readonly NPU_RUN_INFERENCES_SEQUENTIALLY: PropertyFacts<'boolean', 'RW'>;
  /**
   * Tiles to compile for; -1 where the device decides.
   *
   * Read and set. Devices: NPU. Value: number, -1 to 2^53 - 1.
   */
  readonly NPU_TILES: PropertyFacts<'integer', 'RW'>;
  /**
   * Whether to run at the highest frequency.
   *
   * Read and set. Devices: NPU. Value: boolean.
   */
  readonly NPU_TURBO: PropertyFacts<'boolean', 'RW'>;
  /**
   * Kind of a remote context.
   *
   * Read and set, of remote memory. Devices: GPU. Value: `OCL` `VA_SHARED` `ZE`.
   */
  readonly CONTEXT_TYPE: PropertyFacts<'enum', 'RW', 'remote', 'OCL' | 'VA_SHARED' | 'ZE'>;
  /**
   * Address of memory of the CPU.
   *
   * Read and set, of remote memory. Devices: GPU. Value: an object of C++.
   */
  readonly CPU_VA: PropertyFacts<'object', 'RW', 'remote'>;
  /**
   * Whether that memory is written.
   *
   * Read and set, of remote memory. Devices: GPU. Value: `READ` `READ_WRITE`.
   */
  readonly CPU_VA_ACCESS: PropertyFacts<'enum', 'RW', 'remote', 'READ' | 'READ_WRITE'>;
  /**
   * Size of that memory, in bytes; -1 for as many as the tensor has.
   *
   * Read and set, of remote memory. Devices: GPU. Value: number, -1 to 2^53 - 1.
   */
  readonly CPU_VA_SIZE: PropertyFacts<'integer', 'RW', 'remote'>;
  /**
   * Handle of a surface.
   *
   * Read and set, of remote memory. Devices: GPU. Value: an object of C++.
   */
  readonly DEV_OBJECT_HANDLE: PropertyFacts<'object', 'RW', 'remote'>;
  /**
   * File that a tensor is mapped from.
   *
   * Read and set, of remote memory. Devices: GPU, NPU. Value: an object of C++.
   */
  readonly FILE_DESCRIPTOR: PropertyFacts<'object', 'RW', 'remote'>;
  /**
   * Handle of a Level Zero context.
   *
   * Read and set, of remote memory. Devices: NPU. Value: an object of C++.
   */
  readonly L0_CONTEXT: PropertyFacts<'object', 'RW', 'remote'>;
  /**
   * Handle of memory.
   *
   * Read and set, of remote memory. Devices: GPU, NPU. Value: an object of C++.
   */
  readonly MEM_HANDLE: PropertyFacts<'object', 'RW', 'remote'>;
  /**
   * Kind of memory of a remote tensor.
   *
   * Read and set, of remote memory. Devices: NPU. Value: `L0_INTERNAL_BUF` `SHARED_BUF` `MMAPED_FILE` `CPU_VA`.
   */
  readonly MEM_TYPE: PropertyFacts<'enum', 'RW', 'remote', 'L0_INTERNAL_BUF' | 'SHARED_BUF' | 'MMAPED_FILE' | 'CPU_VA'>;
  /**
   * Handle of an OpenCL context.
   *
   * Read and set, of remote memory. Devices: GPU. Value: an object of C++.
   */
  readonly OCL_CONTEXT: PropertyFacts<'object', 'RW', 'remote'>;
  /**
   * Device of that context.
   *
   * Read and set, of remote memory. Devices: GPU. Value: number, 0 to 2^31 - 1.
   */
  readonly OCL_CONTEXT_DEVICE_ID: PropertyFacts<'integer', 'RW', 'remote'>;
  /**
   * Handle of an OpenCL queue.
   *
   * Read and set, of remote memory. Devices: GPU. Value: an object of C++.
   */
  readonly OCL_QUEUE: PropertyFacts<'object', 'RW', 'remote'>;
  /**
   * The system's handle of memory.
   *
   * Read and set, of remote memory. Devices: GPU. Value: an object of C++.
   */
  readonly OS_HANDLE: PropertyFacts<'object', 'RW', 'remote'>;
  /**
   * Kind of memory of a remote tensor.
   *
   * Read and set, of remote memory. Devices: GPU. Value: `OCL_BUFFER` `OCL_IMAGE2D` `USM_USER_BUFFER` `USM_HOST_BUFFER` `USM_DEVICE_BUFFER` `CPU_VA` `VA_SURFACE` `DX_BUFFER` `BUFFER_FROM_HANDLE` `MMAPED_FILE`.
   */
  readonly SHARED_MEM_TYPE: PropertyFacts<
    'enum',
    'RW',
    'remote',
    | 'OCL_BUFFER'
    | 'OCL_IMAGE2D'
    | 'USM_USER_BUFFER'
    | 'USM_HOST_BUFFER'
    | 'USM_DEVICE_BUFFER'
    | 'CPU_VA'
    | 'VA_SURFACE'
    | 'DX_BUFFER'
    | 'BUFFER_FROM_HANDLE'
    | 'MMAPED_FILE'
  >;
  /**
   * What a remote tensor is used for.
   *
   * Read and set, of remote memory. Devices: NPU. Value: `INPUT` `OUTPUT` `BINDED`.
   */
  readonly TENSOR_TYPE: PropertyFacts<'enum', 'RW', 'remote', 'INPUT' | 'OUTPUT' | 'BINDED'>;
  /**
   * Tile of a context.
   *
   * Read and set, of remote memory. Devices: GPU. Value: number, 0 to 2^31 - 1.
   */
  readonly TILE_ID: PropertyFacts<'integer', 'RW', 'remote'>;
  /**
   * Handle of a VA display or a D3D device.
   *
   * Read and set, of remote memory. Devices: GPU. Value: an object of C++.
   */
  readonly VA_DEVICE: PropertyFacts<'object', 'RW', 'remote'>;
  /**
   * Plane of a surface.
   *
   * Read and set, of remote memory. Devices: GPU. Value: number, 0 to 2^32 - 1.
   */
  readonly VA_PLANE: PropertyFacts<'integer', 'RW', 'remote'>;
  /**
   * File of custom kernels.
   *
   * Read and set. Devices: GPU. Value: string.
   */
  readonly CONFIG_FILE: PropertyFacts<'string', 'RW'>;
  /**
   * Whether operations are spread over sockets.
   *
   * Read and set. Devices: CPU; compiled for CPU. Value: boolean.
   */
  readonly ENABLE_TENSOR_PARALLEL: PropertyFacts<'boolean', 'RW'>;
  /**
   * The device's id on its bus.
   *
   * Read only. Devices: GPU. Value: string.
   */
  readonly GPU_DEVICE_ID: PropertyFacts<'string', 'RO'>;
  /**
   * Parts that the model was cut into.
   *
   * Read only. Devices: compiled for HETERO. Value: number, 0 to 2^32 - 1.
   */
  readonly HETERO_NUMBER_OF_SUBMODELS: PropertyFacts<'integer', 'RO'>;
}
