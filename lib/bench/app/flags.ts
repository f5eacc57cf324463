/** What becomes of a flag of benchmark_app's. */
export type Support = 'yes' | 'no effect' | 'refused';

export interface Flag {
  /** Without dashes; the first one is what errors call it. One dash or two are the same. */
  readonly names: readonly [string, ...string[]];
  /** `none`: a flag alone; `maybe`: a yes or no may follow; `many`: values up to the next flag. */
  readonly takes: 'none' | 'one' | 'maybe' | 'many';
  readonly support: Support;
  /** What it does here, or why it does nothing. */
  readonly note: string;
}

const flag = (names: Flag['names'], takes: Flag['takes'], support: Support, note: string): Flag => ({
  names,
  takes,
  support,
  note,
});

/** All flags of benchmark_app 2026.4, in the order of its help. */
export const FLAGS: readonly Flag[] = [
  flag(['m', 'path_to_model'], 'one', 'yes', 'the model'),
  flag(['i', 'paths_to_input'], 'many', 'yes', 'one picture, or PORT:FILE for each input; no folder'),
  flag(['d', 'target_device'], 'one', 'yes', 'the device string; CPU where left out'),
  flag(['hint', 'perf_hint'], 'one', 'yes', 'throughput, tput, cumulative_throughput, ctput, latency, none'),
  flag(
    ['niter', 'number_iterations'],
    'one',
    'yes',
    'rounded up to a multiple of the requests where -nireq is given; 0 loads the model only',
  ),
  flag(
    ['max_irate', 'maximum_inference_rate'],
    'one',
    'refused',
    'use `ov-bench run --rate`, whose latency counts from the arrival',
  ),
  flag(
    ['t', 'time'],
    'one',
    'yes',
    'seconds; 60 where neither -t nor -niter is given; with -niter until both are reached',
  ),
  flag(['api', 'api_type'], 'one', 'yes', 'sync where the hint is latency, else async'),
  flag(['json_stats'], 'maybe', 'yes', 'the report of -report_type as JSON in place of CSV'),
  flag(['b', 'batch_size'], 'one', 'yes', 'one number for all inputs'),
  flag(['shape'], 'one', 'yes', 'fixed dimensions: [1,3,224,224], or input1[1,3,224,224],input2[1,4]'),
  flag(['data_shape'], 'one', 'refused', 'it is for dynamic models, which are measured with the fixed shape of -shape'),
  flag(['layout'], 'one', 'no effect', 'pictures and batches are found by the shape'),
  flag(['extensions'], 'one', 'refused', 'libraries of operations are not loaded'),
  flag(['c', 'path_to_cldnn_config'], 'one', 'refused', 'custom GPU kernels are not loaded'),
  flag(['cdir', 'cache_dir'], 'one', 'yes', 'CACHE_DIR'),
  flag(
    ['lfile', 'load_from_file'],
    'maybe',
    'no effect',
    'the model is read, then compiled; only the load time differs',
  ),
  flag(['nireq', 'number_infer_requests'], 'one', 'yes', 'requests in flight, and PERFORMANCE_HINT_NUM_REQUESTS'),
  flag(['nstreams', 'number_streams'], 'one', 'yes', 'NUM_STREAMS; a number, or CPU:2,GPU:1'),
  flag(['inference_only'], 'maybe', 'yes', 'true, as it is for fixed shapes; false is refused'),
  flag(['no_warmup'], 'none', 'yes', 'the first inference is among the measured ones'),
  flag(['infer_precision'], 'one', 'yes', 'INFERENCE_PRECISION_HINT; f32, or CPU:bf16,GPU:f16'),
  flag(['exec_graph_path'], 'one', 'no effect', 'no execution graph is written'),
  flag(
    ['ip', 'input_precision'],
    'one',
    'yes',
    "the model's own type; another one is refused, for it would need preprocessing",
  ),
  flag(['op', 'output_precision'], 'one', 'refused', 'outputs stay as the model has them'),
  flag(['iop', 'input_output_precision'], 'one', 'refused', 'inputs and outputs stay as the model has them'),
  flag(['mean_values'], 'one', 'refused', 'inputs are not preprocessed'),
  flag(['scale_values'], 'one', 'refused', 'inputs are not preprocessed'),
  flag(['nthreads', 'number_threads'], 'one', 'yes', 'INFERENCE_NUM_THREADS'),
  flag(['pin', 'infer_threads_pinning'], 'one', 'yes', 'ENABLE_CPU_PINNING; YES or NO'),
  flag(
    ['latency_percentile'],
    'one',
    'yes',
    'the percentile of the line "Latency", 50 where left out; the table has its own',
  ),
  flag(['report_type'], 'one', 'yes', 'no_counters; the other two give the same report, without counters'),
  flag(['report_folder'], 'one', 'yes', 'folder of the report; made where it is missing'),
  flag(['pc', 'perf_counts'], 'maybe', 'yes', 'PERF_COUNT is set, which costs time; no counters are printed'),
  flag(['pcsort', 'perf_counts_sort'], 'one', 'no effect', 'no counters are printed'),
  flag(['pcseq'], 'maybe', 'no effect', 'there is one shape'),
  flag(['dump_config'], 'one', 'yes', 'the properties that were set, as JSON'),
  flag(['load_config'], 'one', 'yes', 'properties by device from JSON; flags come first'),
];

/** What benchmark_app would take a name for. */
export function flagOf(argument: string): Flag | undefined {
  const name = /^--?([A-Za-z_]\w*)$/.exec(argument)?.[1];
  return name === undefined ? undefined : FLAGS.find(({ names }) => names.includes(name));
}
