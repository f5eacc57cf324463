import { describe } from '../common/describe.js';
import { checkOptions } from '../common/options.js';
import { isPlainObject } from '../common/plain-object.js';
import { OpenVINOError } from '../errors.js';
import type { ModelTypes, PortTypes } from './model-types.js';
import type { PortInfo } from './port-info.js';
import type { Ports } from './ports.js';

const EXAMPLE = "{ inputs: { image: 'f32' }, outputs: { boxes: 'f32' } }";

/**
 * Holds the types that a program declares against a compiled model's ports.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT`, `PORT_NOT_FOUND`, `ELEMENT_TYPE_MISMATCH`.
 */
export function checkModelTypes(types: ModelTypes, inputs: Ports, outputs: Ports): void {
  if (!isPlainObject(types)) throw notTypes('Types of a model', EXAMPLE, types);
  checkOptions(types, ['inputs', 'outputs'], EXAMPLE);
  if (types.inputs !== undefined) checkInputs(types.inputs, inputs);
  if (types.outputs !== undefined) checkOutputs(types.outputs, outputs);
}

function checkInputs(types: PortTypes, ports: Ports): void {
  if (!isPlainObject(types)) throw notTypes('inputs', "{ image: 'f32' }", types);
  const named = new Set<number>();
  for (const [name, type] of Object.entries(types)) {
    const index = ports.indexOf(name);
    if (named.has(index)) {
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        `The input ${name} is declared twice, by two of its names; keep one.`,
      );
    }
    named.add(index);
    checkType(ports.infos[index] as PortInfo, name, type);
  }
  const missing = ports.infos.filter(({ index }) => !named.has(index)).map(({ name }) => name);
  if (missing.length === 0) return;
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    `The declared inputs leave out ${missing.join(', ')}, and every inference needs all; declare them as well, or no inputs.`,
  );
}

/** Results have one name for each output: another one of its names would read undefined there. */
function checkOutputs(types: PortTypes, ports: Ports): void {
  if (!isPlainObject(types)) throw notTypes('outputs', "{ boxes: 'f32' }", types);
  for (const [name, type] of Object.entries(types)) {
    const info = ports.infos.find((each) => each.name === name);
    if (info === undefined) {
      const shown = ports.infos[ports.indexOf(name)]?.name;
      throw new OpenVINOError('PORT_NOT_FOUND', `The output ${name} is called ${shown} in results; declare that name.`);
    }
    checkType(info, name, type);
  }
}

function checkType(info: PortInfo, name: string, type: unknown): void {
  if (info.type === type) return;
  throw new OpenVINOError(
    'ELEMENT_TYPE_MISMATCH',
    `The ${info.direction} ${name} has elements of type ${info.type} and is declared ${describe(type)}; declare it '${info.type}'.`,
  );
}

function notTypes(what: string, example: string, value: unknown): OpenVINOError {
  return new OpenVINOError('INVALID_ARGUMENT', `${what} are an object such as ${example}, not ${describe(value)}.`);
}
