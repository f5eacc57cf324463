import {
  bytes,
  curves,
  flag,
  float,
  id,
  int32,
  integer,
  numbers,
  object,
  type PropertyRow,
  percentages,
  text,
  uint64,
  words,
} from './property-rows.js';

const REMOTE = { scope: 'remote' } as const;
const PRIORITY = ['LOW', 'MEDIUM', 'HIGH'];
const DEFAULT = { aliases: ['DEFAULT'] };
/** -1 where the device decides. */
const TILES: Pick<PropertyRow, 'range'> = { range: [-1, Number.MAX_SAFE_INTEGER] };

/** Properties of one device's own header. */
export const OF_DEVICES: Readonly<Record<string, PropertyRow>> = {
  // intel_auto
  DEVICES_UTILIZATION_THRESHOLD: percentages('RW', 'AUTO', 'Load, in percent, from which a device is passed over.'),
  DEVICE_BIND_BUFFER: flag('RW', 'AUTO MULTI', "Whether requests keep to one device's memory."),
  ENABLE_RUNTIME_FALLBACK: flag('RW', 'AUTO', 'Whether an inference that failed is run on another device.'),
  ENABLE_STARTUP_FALLBACK: flag('RW', 'AUTO', 'Whether the CPU helps out until the device has compiled.'),
  LOW_POWER_DEVICE: text('RW', 'AUTO', 'Device to prefer while the machine saves power.'),
  PERF_CURVE_TABLE: curves('RW', 'AUTO', 'Score by load in percent, by CPU, iGPU, dGPU and NPU; the lowest wins.'),
  SCHEDULE_POLICY: words(
    ['ROUND_ROBIN', 'DEVICE_PRIORITY'],
    'RW',
    'AUTO MULTI > MULTI',
    'Which device gets the next inference.',
    DEFAULT,
  ),

  // intel_cpu
  CPU_DENORMALS_OPTIMIZATION: flag('RW', 'CPU > CPU', 'Whether tiny numbers count as zero.'),
  CPU_SPARSE_WEIGHTS_DECOMPRESSION_RATE: float(
    'RW',
    'CPU > CPU',
    'Share of zeros from which weights are kept compressed.',
    { range: [0, 1] },
  ),
  TBB_PARTITIONER: words(['NONE', 'STATIC', 'AUTO'], 'RW', 'CPU > CPU', 'How work is split among threads.'),

  // intel_gpu
  AVAILABLE_DEVICE_MEM_SIZE: bytes('RW', 'GPU', 'Memory that is free, in bytes.'),
  GPU_CACHELINE_SIZE: integer('RO', 'GPU', 'Size of a cache line, in bytes.'),
  GPU_DEVICE_MAX_ALLOC_MEM_SIZE: bytes('RO', 'GPU', 'Greatest allocation, in bytes.'),
  GPU_DEVICE_TOTAL_MEM_SIZE: bytes('RO', 'GPU', 'Memory of the device, in bytes.'),
  GPU_DISABLE_WINOGRAD_CONVOLUTION: flag('RW', 'GPU', 'Whether convolutions go without Winograd.'),
  GPU_DYNAMIC_QUANTIZATION_GROUP_SIZE_MAX: uint64('RW', 'GPU', 'Greatest group of dynamic quantization.'),
  GPU_ENABLE_KERNELS_REUSE: flag('RW', 'GPU', 'Whether kernels are shared, for less memory.'),
  GPU_ENABLE_LARGE_ALLOCATIONS: flag('RW', 'GPU', 'Whether allocations may pass 4 GB.'),
  GPU_ENABLE_LOOP_UNROLLING: flag('RW', 'GPU', 'Whether loops are unrolled.'),
  GPU_ENABLE_LORA_OPERATION: flag('RW', 'GPU', 'Whether LoRA stays one operation.'),
  GPU_ENABLE_SDPA_OPTIMIZATION: flag('RW', 'GPU', 'Whether attention stays one operation.'),
  GPU_EXECUTION_UNITS_COUNT: integer('RO', 'GPU', 'Execution units.', int32(0)),
  GPU_HOST_TASK_PRIORITY: words(PRIORITY, 'RW', 'GPU', 'Cores that compile for the GPU.', DEFAULT),
  GPU_MEMORY_STATISTICS: numbers('RO', 'GPU', 'Memory in use by kind, in bytes.'),
  GPU_QUEUE_PRIORITY: words(PRIORITY, 'RW', 'GPU', 'Priority of the OpenCL queue.', DEFAULT),
  GPU_QUEUE_THROTTLE: words(PRIORITY, 'RW', 'GPU', 'Throttle of the OpenCL queue.', DEFAULT),
  GPU_UARCH_VERSION: text('RO', 'GPU', 'Version of the microarchitecture.'),
  OFFLOAD_RATIO: integer('RW', 'GPU', 'Share of weights that is left on the disk, in percent.', { range: [0, 100] }),

  // intel_npu
  NPU_BYPASS_UMD_CACHING: flag('RW', 'NPU', "Whether the driver's cache is passed over."),
  NPU_COMPILATION_MODE_PARAMS: text('RW', 'NPU', 'Parameters of the compiler.'),
  NPU_COMPILER_DYNAMIC_QUANTIZATION: flag('RW', 'NPU', 'Whether the compiler quantizes dynamically.'),
  NPU_COMPILER_TYPE: words(['PLUGIN', 'DRIVER', 'PREFER_PLUGIN'], 'RW', 'NPU', 'Whose compiler to use.', {
    aliases: ['MLIR'],
  }),
  NPU_COMPILER_VERSION: integer('RO', 'NPU', 'Version of the compiler: major × 65536 + minor.'),
  NPU_DEFER_WEIGHTS_LOAD: flag('RW', 'NPU', 'Whether weights are loaded with the first request.'),
  NPU_DEVICE_ALLOC_MEM_SIZE: bytes('RO', 'NPU', 'Memory in use, in bytes.'),
  NPU_DEVICE_TOTAL_MEM_SIZE: bytes('RO', 'NPU', 'Memory of the device, in bytes.'),
  NPU_DISABLE_IDLE_MEMORY_PRUNING: flag('RW', 'NPU', 'Whether memory is kept while idle.'),
  NPU_DRIVER_VERSION: integer('RO', 'NPU', 'Version of the driver.'),
  NPU_ENABLE_STRIDES_FOR: text('RW', 'NPU', 'Names of tensors that may have strides, separated by commas.'),
  NPU_MAX_TILES: integer('RO', 'NPU', 'Tiles of the device.', { ...TILES, writableUntil: '2025.4' }),
  NPU_PLATFORM: id('RW', 'NPU', 'Device to compile for.'),
  NPU_QDQ_OPTIMIZATION: flag('RW', 'NPU', 'Whether quantized models of ONNX Runtime are optimized.'),
  NPU_QDQ_OPTIMIZATION_AGGRESSIVE: flag('RW', 'NPU', 'Whether they are optimized for speed alone.'),
  NPU_RUN_INFERENCES_SEQUENTIALLY: flag('RW', 'NPU', 'Whether inferences run one after the other.'),
  NPU_TILES: integer('RW', 'NPU', 'Tiles to compile for; -1 where the device decides.', TILES),
  NPU_TURBO: flag('RW', 'NPU', 'Whether to run at the highest frequency.'),
};

/** Properties of remote contexts and tensors. */
export const OF_REMOTE: Readonly<Record<string, PropertyRow>> = {
  CONTEXT_TYPE: words(['OCL', 'VA_SHARED', 'ZE'], 'RW', 'GPU', 'Kind of a remote context.', REMOTE),
  CPU_VA: object('RW', 'GPU', 'Address of memory of the CPU.', REMOTE),
  CPU_VA_ACCESS: words(['READ', 'READ_WRITE'], 'RW', 'GPU', 'Whether that memory is written.', REMOTE),
  CPU_VA_SIZE: integer('RW', 'GPU', 'Size of that memory, in bytes; -1 for as many as the tensor has.', {
    ...REMOTE,
    ...TILES,
  }),
  DEV_OBJECT_HANDLE: object('RW', 'GPU', 'Handle of a surface.', REMOTE),
  FILE_DESCRIPTOR: object('RW', 'GPU NPU', 'File that a tensor is mapped from.', REMOTE),
  L0_CONTEXT: object('RW', 'NPU', 'Handle of a Level Zero context.', REMOTE),
  MEM_HANDLE: object('RW', 'GPU NPU', 'Handle of memory.', REMOTE),
  MEM_TYPE: words(
    ['L0_INTERNAL_BUF', 'SHARED_BUF', 'MMAPED_FILE', 'CPU_VA'],
    'RW',
    'NPU',
    'Kind of memory of a remote tensor.',
    REMOTE,
  ),
  OCL_CONTEXT: object('RW', 'GPU', 'Handle of an OpenCL context.', REMOTE),
  OCL_CONTEXT_DEVICE_ID: integer('RW', 'GPU', 'Device of that context.', { ...REMOTE, ...int32(0) }),
  OCL_QUEUE: object('RW', 'GPU', 'Handle of an OpenCL queue.', REMOTE),
  OS_HANDLE: object('RW', 'GPU', "The system's handle of memory.", REMOTE),
  SHARED_MEM_TYPE: words(
    [
      'OCL_BUFFER',
      'OCL_IMAGE2D',
      'USM_USER_BUFFER',
      'USM_HOST_BUFFER',
      'USM_DEVICE_BUFFER',
      'CPU_VA',
      'VA_SURFACE',
      'DX_BUFFER',
      'BUFFER_FROM_HANDLE',
      'MMAPED_FILE',
    ],
    'RW',
    'GPU',
    'Kind of memory of a remote tensor.',
    REMOTE,
  ),
  TENSOR_TYPE: words(['INPUT', 'OUTPUT', 'BINDED'], 'RW', 'NPU', 'What a remote tensor is used for.', REMOTE),
  TILE_ID: integer('RW', 'GPU', 'Tile of a context.', { ...REMOTE, ...int32(0) }),
  VA_DEVICE: object('RW', 'GPU', 'Handle of a VA display or a D3D device.', REMOTE),
  VA_PLANE: integer('RW', 'GPU', 'Plane of a surface.', REMOTE),
};
