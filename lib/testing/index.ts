/**
 * Mocked devices for tests of programs that use OpenVINO.
 *
 * @module @x/openvino-node/testing
 */
export type { MockEvent, MockEventKind, MockInference, MockLoad } from './events.js';
export { MockRuntime, mockRuntime } from './mock-runtime.js';
export type { MockByHint, MockDevice, MockFault, MockLatency, MockOptions, MockProperty } from './options.js';
export { expectedOutput, type OutputInput, type OutputPort } from './output.js';
