/** A behaviour in which the mock is not like the library, and why that is right. */
export interface Difference {
  /** The case's name in native/test/contract. */
  readonly case: string;
  /** Releases that it holds for, e.g. 2025.4; all where left out. */
  readonly releases?: readonly string[];
  /** What the real library shows. */
  readonly real: string;
  /** What the mock shows. */
  readonly mock: string;
  readonly reason: string;
}

/** Something that the contract suite can't compare, for it would need hardware that the machines it runs on have not. */
export interface Unverified {
  readonly behaviour: string;
  readonly reason: string;
}

const OPERATIONS = "The mock executes nothing and does not know OpenVINO's sets of operations: it takes any.";
const READER = 'The mock has an XML reader of its own, which counts lines.';

/** Every behaviour in which the mock differs. The test fails for one that is not here, and for one that is here and agrees. */
export const DIFFERENCES: readonly Difference[] = [
  {
    case: 'core: description of the library',
    real: 'OpenVINO Runtime',
    mock: 'MOCK OpenVINO Runtime (SIMULATED devices)',
    reason: 'Nobody shall take the mock for the real library.',
  },
  {
    case: 'read: an operation that nobody knows',
    real: '-1',
    mock: '0 with a model',
    reason: OPERATIONS,
  },
  {
    case: 'text: read an operation that nobody knows',
    real: `-1 "Opset opset1 doesn't contain the operation with type: Frobnicate"`,
    mock: '0',
    reason: OPERATIONS,
  },
  {
    case: 'text: read half an .xml',
    real: '-1 "Error parsing start element tag at offset 644"',
    mock: '-1 "Error parsing start element tag at line 19"',
    reason: READER,
  },
  {
    case: 'tensor: more bytes than 64 bits count',
    releases: ['2024.6'],
    real: 'elements: u8 [8589934592,8589934592] 0 bytes; bytes: f64 [4611686018427387904] 0 bytes',
    mock: 'elements: -1; bytes: -1',
    reason:
      'This release multiplies without looking and makes a tensor of no bytes; the mock is no place to imitate that.',
  },
  {
    case: 'preprocess: a port of an input that was taken before',
    real: 'build: 0; x u8 {1,3,4,6} -> y f32 {1,3,4,6}; x f32 {1,3,4,6}',
    mock: 'build: 0; x u8 {1,3,4,6} -> y f32 {1,3,4,6}; x u8 {1,3,4,6}',
    reason: 'Ports of the mock are places in a list; the addon reads them anew after a build.',
  },
  {
    case: 'text: compile for HETERO with absent devices',
    releases: ['2024.6'],
    real: '-1 "Standard exception from compilation library: Device with "MYRIAD" name is not registered in the OpenVINO Runtime"',
    mock: '-1 "Device with "MYRIAD" name is not registered in the OpenVINO Runtime"',
    reason: 'The mock has the words of the later releases, which name no layer before the reason.',
  },
  {
    case: 'text: compile for HETERO without devices',
    releases: ['2024.6'],
    real: '-1 "Standard exception from compilation library: "',
    mock: '-1 "Unexpected node type found in model after query_model_update()"',
    reason: 'The mock has the words of the later releases, which give a reason.',
  },
];

/** Behaviours of the mock that follow documentation or recordings, and were not compared with a real device. */
export const UNVERIFIED: readonly Unverified[] = [
  {
    behaviour: 'AUTO starts on the CPU and switches to the better device once that has loaded',
    reason: 'With the CPU as the only device AUTO has nothing to switch to.',
  },
  {
    behaviour: 'AUTO goes on with another device when one fails while it runs (ENABLE_RUNTIME_FALLBACK)',
    reason: 'A CPU can not be made to fail, and there is no second device to go on with.',
  },
  {
    behaviour:
      'AUTO prefers a discrete GPU to an integrated one, that one to the CPU, and takes no NPU unless it is named',
    reason: "It needs those devices to choose from; the order is the documentation's.",
  },
  {
    behaviour:
      'MULTI and AUTO for cumulative throughput give each free device the next request, in the order of priority',
    reason: 'It needs two devices that run at once.',
  },
  {
    behaviour: 'GPU together with CPU: what each then takes, and what EXECUTION_DEVICES says',
    reason: 'There is no GPU.',
  },
  {
    behaviour: "GPU.0, GPU.1, and the names that a GPU's numbers have in EXECUTION_DEVICES",
    reason: 'There is no GPU.',
  },
  {
    behaviour: 'HETERO gives each device the operations that it supports',
    reason: 'The CPU supports them all.',
  },
  {
    behaviour: 'Properties of GPU and NPU, and what they refuse',
    reason: 'Their plugins load without a device but compile nothing.',
  },
  {
    behaviour: 'A device that is lost while it runs: statuses and texts of the requests in flight',
    reason: 'A CPU can not be unplugged.',
  },
  {
    behaviour: 'MYRIAD: devices of 2022.3 and before',
    reason: 'Those releases have no C API in their wheels and no device here.',
  },
  {
    behaviour: 'Remote contexts and remote tensors of GPU and NPU: their parameters, and what is refused',
    reason: 'There is no such device; how the C functions read parameters and write them was seen without one.',
  },
];
