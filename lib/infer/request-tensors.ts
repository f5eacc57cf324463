import { describe } from '../common/describe.js';
import { isPlainObject } from '../common/plain-object.js';
import { OpenVINOError } from '../errors.js';
import type { AnyTensor } from '../model/model-types.js';
import { Output, portOrigin } from '../model/output.js';
import type { Placement } from '../model/port-info.js';
import type { Ports } from '../model/ports.js';
import type { NativeInferRequest, NativeRuntime } from '../native.js';
import { isTypedArray } from '../tensor/element.js';
import { Tensor } from '../tensor/tensor.js';
import { tensorInternals } from '../tensor/tensor-internals.js';
import type { InferInputs, InferOutputs, InferResults, InferSettings } from './infer-options.js';
import { InputSlot, tensorFor } from './input-slot.js';
import { OutputSlot } from './output-slot.js';
import type { Slot } from './slot.js';

/** The tensors of an infer request: what is bound to its inputs and outputs, before, during and after an inference. */
export class RequestTensors {
  readonly #inputPorts: Ports;
  readonly #outputPorts: Ports;
  readonly #inputs: readonly InputSlot[];
  readonly #outputs: readonly OutputSlot[];
  readonly #hasDynamicOutputs: boolean;
  /** Bytes of fresh memory that an inference's results take. */
  readonly resultBytes: number;
  #runs = 0;
  /** An object of results with the outputs' names, whose copies V8 makes faster than it adds names one by one. */
  readonly #emptyResults: InferResults;

  constructor(inputs: Ports, outputs: Ports, native: NativeInferRequest, runtime: NativeRuntime, placement: Placement) {
    this.#inputPorts = inputs;
    this.#outputPorts = outputs;
    this.#inputs = inputs.infos.map((info) => new InputSlot(info, native, runtime, placement));
    this.#outputs = outputs.infos.map((info) => new OutputSlot(info, native, runtime, placement));
    this.#hasDynamicOutputs = outputs.infos.some((info) => info.shape === undefined);
    this.resultBytes = this.#outputs.reduce((sum, { boundBytes }) => sum + boundBytes, 0);
    const none = undefined as unknown as AnyTensor;
    this.#emptyResults = Object.fromEntries(outputs.infos.map(({ name }) => [name, none]));
  }

  /**
   * Before an inference: sets its inputs, looks whether all memory is there and free, and gives results memory.
   *
   * @throws OpenVINOError what is wrong with an input or output.
   */
  prepare(inputs: InferInputs | undefined, settings: InferSettings): void {
    const run = ++this.#runs;
    if (inputs !== undefined) {
      each(inputs, this.#inputPorts, 'Inputs', (index, value) => {
        const slot = this.#inputs[index] as InputSlot;
        slot.set(tensorFor(slot.info, value));
        slot.setIn = run;
      });
    }
    if (settings.needsAllInputs) for (const { setIn } of this.#inputs) if (setIn !== run) throw this.#missing(run);
    for (const slot of this.#inputs) slot.prepare();
    const keepResults = settings.results === 'own';
    for (const slot of this.#outputs) slot.prepare(keepResults);
    try {
      if (settings.outputs !== undefined) this.#prepareOutputs(settings.outputs);
      for (const { shared } of this.#outputs) {
        if (shared === undefined) continue;
        this.#checkApart();
        break;
      }
    } catch (error) {
      // what is refused must not be taken for what the last run wrote
      for (const slot of this.#outputs) slot.forgetRun();
      throw error;
    }
  }

  /**
   * Refuses to write an output into memory that the same inference reads, or writes another output to. One Tensor that is
   * both input and output (a state, say) is its user's decision.
   */
  #checkApart(): void {
    const seen = new Map<object, Slot[]>();
    for (const slot of this.#inputs) if (slot.shared !== undefined) add(seen, slot, slot.shared);
    for (const output of this.#outputs) {
      const memory = output.shared;
      if (memory === undefined) continue;
      for (const other of seen.get(tensorInternals.buffer(memory)) ?? []) {
        const its = other.shared as Tensor;
        if (!tensorInternals.overlap(memory, its) || (other instanceof InputSlot && its === memory)) continue;
        throw new OpenVINOError(
          'INVALID_ARGUMENT',
          `The output ${output.info.name} is given memory of the ${other.info.direction} ${other.info.name}; give it memory of its own (or, to work in place, one Tensor for both).`,
        );
      }
      add(seen, output, memory);
    }
  }

  #missing(run: number): OpenVINOError {
    const names = this.#inputs.filter(({ setIn }) => setIn !== run).map(({ info }) => info.name);
    return new OpenVINOError(
      'INVALID_ARGUMENT',
      `No tensor was given for ${names.join(', ')}; give one for each input of the model.`,
    );
  }

  #prepareOutputs(outputs: InferOutputs): void {
    each(outputs, this.#outputPorts, 'Outputs', (index, value) => {
      const slot = this.#outputs[index] as OutputSlot;
      slot.prepareFor(tensorFor(slot.info, value));
    });
  }

  /** Counts an inference in flight in (+1) and out (−1). */
  fly(change: 1 | -1): void {
    for (const slot of this.#inputs) slot.fly(change);
    for (const slot of this.#outputs) slot.fly(change);
  }

  /** After an inference: the user's tensors for outputs of dynamic shape have the shapes that the library gave them. */
  followShapes(): void {
    if (this.#hasDynamicOutputs) for (const slot of this.#outputs) slot.followShape();
  }

  /** After an inference: its outputs. */
  results(settings: InferSettings): InferResults {
    const results = { ...this.#emptyResults };
    for (const slot of this.#outputs) {
      results[slot.info.name] = (settings.results === 'shared' ? slot.view() : slot.takeResult()) as AnyTensor;
    }
    return results;
  }

  /** What is bound to the port of an index; to the only one without. */
  byIndex(direction: 'input' | 'output', index: number | undefined): Slot {
    if (index !== undefined && typeof index !== 'number') {
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        `An ${direction}'s index is a number from 0, not ${describe(index)}.`,
      );
    }
    return direction === 'input'
      ? (this.#inputs[this.#inputPorts.indexOf(index)] as InputSlot)
      : (this.#outputs[this.#outputPorts.indexOf(index)] as OutputSlot);
  }

  /** What is bound to the port of a name, inputs first, or to a port. */
  byKey(key: string | Output): Slot {
    if (key instanceof Output && portOrigin(key).direction === 'input')
      return this.#inputs[this.#inputPorts.indexOf(key)] as Slot;
    if (!(key instanceof Output) && typeof key !== 'string') {
      throw new OpenVINOError('INVALID_ARGUMENT', `A tensor is found by a name or a port, not ${describe(key)}.`);
    }
    if (typeof key !== 'string') return this.#outputs[this.#outputPorts.indexOf(key)] as Slot;
    const input = this.#inputPorts.tryName(key);
    return (input === -1 ? this.#outputs[this.#outputPorts.indexOf(key)] : this.#inputs[input]) as Slot;
  }
}

function add(seen: Map<object, Slot[]>, slot: Slot, memory: Tensor): void {
  const key = tensorInternals.buffer(memory);
  const slots = seen.get(key);
  if (slots === undefined) seen.set(key, [slot]);
  else slots.push(slot);
}

/** Calls `set` with the index of each port that tensors are given for, and what is given. */
function each(tensors: InferInputs, ports: Ports, what: string, set: (index: number, value: unknown) => void): void {
  if (Array.isArray(tensors)) {
    for (let i = 0; i < tensors.length; i++) set(ports.indexOf(i), tensors[i]);
    return;
  }
  if (tensors instanceof Map) {
    for (const [key, value] of tensors) set(ports.indexOf(key), value);
    return;
  }
  checkTensors(tensors, what);
  for (const name of Object.keys(tensors)) set(ports.indexOf(name), (tensors as { [name: string]: unknown })[name]);
}

/** Refuses what would set no tensor without a word: a promise that was not awaited, a Set, a tensor. */
function checkTensors(tensors: unknown, what: string): asserts tensors is object {
  if (typeof tensors === 'object' && tensors !== null && !isTypedArray(tensors) && !(tensors instanceof Tensor)) {
    if (isPlainObject(tensors) || Object.keys(tensors).length > 0) return;
  }
  const isOne = isTypedArray(tensors) || tensors instanceof Tensor;
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    `${what} are an array of tensors, an object of tensors by name, or a Map of tensors by index, name or port, not ${describe(tensors)}${isOne ? '; give it in an array' : ''}.`,
  );
}
