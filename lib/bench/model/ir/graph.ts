import { type LayerRecord, renderModel } from './render.js';
import type { IrAttributes, IrElementType, IrModel, IrOutputSpec, IrPort, IrShape } from './types.js';
import { shapeAttribute } from './types.js';

export interface IrLayerSpec {
  readonly type: string;
  readonly opset: string;
  readonly name: string;
  readonly attributes?: IrAttributes;
  /** Marks for the runtime, such as `decompression` on the Convert behind compressed weights. */
  readonly marks?: readonly string[];
  readonly inputs?: readonly IrPort[];
  readonly outputs: readonly IrOutputSpec[];
}

/** Offsets of constants in the .bin are multiples of this: whole cache lines, whatever the element type. */
const CONSTANT_ALIGNMENT = 64;

/**
 * Builds an OpenVINO IR (version 11) layer by layer. The same calls give the same bytes. It checks nothing: shapes and
 * attributes are the caller's to get right, and OpenVINO's reader infers the shapes anew.
 *
 * @example
 * ```ts
 * const graph = new IrGraph('tiny');
 * const x = graph.parameter('x', 'f32', [1, 16]);
 * graph.result(relu(graph, 'y', x));
 * const { xml, weights } = graph.build();
 * ```
 */
export class IrGraph {
  readonly #name: string;
  readonly #layers: LayerRecord[] = [];
  readonly #chunks: { offset: number; bytes: Uint8Array }[] = [];
  readonly #info: [key: string, value: string][] = [];
  #byteLength = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** An entry of the model's rt_info. */
  info(key: string, value: string): void {
    this.#info.push([key, value]);
  }

  /** Adds a layer; what it returns are its outputs, in order. */
  layer(spec: IrLayerSpec): IrPort[] {
    const inputs = spec.inputs ?? [];
    const id = this.#layers.length;
    this.#layers.push({ ...spec, id, inputs, attributes: spec.attributes ?? {}, marks: spec.marks ?? [] });
    return spec.outputs.map(({ elementType, shape }, index) => ({
      layer: id,
      port: inputs.length + index,
      elementType,
      shape,
    }));
  }

  /** Adds a layer with one output. */
  op(spec: IrLayerSpec): IrPort {
    const [output] = this.layer(spec);
    if (output === undefined) throw new TypeError(`${spec.type} ${spec.name} has no output`);
    return output;
  }

  /** A model input; its tensor has the layer's name where `names` gives none. */
  parameter(
    name: string,
    elementType: IrElementType,
    shape: IrShape,
    { names = [name], layout }: { names?: readonly string[]; layout?: string } = {},
  ): IrPort {
    return this.op({
      type: 'Parameter',
      opset: 'opset1',
      name,
      attributes: { shape: shapeAttribute(shape), element_type: elementType },
      outputs: [{ elementType, shape, names, ...(layout === undefined ? {} : { layout }) }],
    });
  }

  /** A constant whose little-endian bytes are `bytes`. */
  constant(name: string, elementType: IrElementType, shape: readonly number[], bytes: Uint8Array): IrPort {
    const offset = Math.ceil(this.#byteLength / CONSTANT_ALIGNMENT) * CONSTANT_ALIGNMENT;
    this.#chunks.push({ offset, bytes });
    this.#byteLength = offset + bytes.byteLength;
    return this.op({
      type: 'Const',
      opset: 'opset1',
      name,
      attributes: { element_type: elementType, shape: shapeAttribute(shape), offset, size: bytes.byteLength },
      outputs: [{ elementType, shape }],
    });
  }

  /** A model output. */
  result(port: IrPort, name = `${this.#layers[port.layer]?.name}/result`): void {
    this.layer({ type: 'Result', opset: 'opset1', name, inputs: [port], outputs: [] });
  }

  /** The text and the weights of the model as it stands. */
  build(): IrModel {
    const weights = new Uint8Array(this.#byteLength);
    for (const { offset, bytes } of this.#chunks) weights.set(bytes, offset);
    return { xml: renderModel(this.#name, this.#layers, this.#info), weights };
  }
}
