import type { IrAttributes, IrOutputSpec, IrPort } from './types.js';
import { portDimension, portPrecision } from './types.js';

/** A layer as the graph holds it, ready to be written. */
export interface LayerRecord {
  readonly id: number;
  readonly type: string;
  readonly opset: string;
  readonly name: string;
  readonly attributes: IrAttributes;
  readonly marks: readonly string[];
  readonly inputs: readonly IrPort[];
  readonly outputs: readonly IrOutputSpec[];
}

const IR_VERSION = 11;

/** The text of the .xml. */
export function renderModel(
  name: string,
  layers: readonly LayerRecord[],
  info: readonly (readonly [key: string, value: string])[],
): string {
  const lines = ['<?xml version="1.0"?>', `<net name="${escapeXml(name)}" version="${IR_VERSION}">`, '\t<layers>'];
  for (const layer of layers) lines.push(...renderLayer(layer));
  lines.push('\t</layers>', '\t<edges>');
  for (const layer of layers) {
    layer.inputs.forEach((from, port) => {
      lines.push(
        `\t\t<edge from-layer="${from.layer}" from-port="${from.port}" to-layer="${layer.id}" to-port="${port}"/>`,
      );
    });
  }
  lines.push('\t</edges>', '\t<rt_info>');
  for (const [key, value] of info) lines.push(`\t\t<${key} value="${escapeXml(value)}"/>`);
  lines.push('\t</rt_info>', '</net>', '');
  return lines.join('\n');
}

function renderLayer(layer: LayerRecord): string[] {
  const { id, name, type, opset } = layer;
  const lines = [`\t\t<layer id="${id}" name="${escapeXml(name)}" type="${type}" version="${opset}">`];
  const attributes = Object.entries(layer.attributes);
  if (attributes.length > 0) {
    lines.push(`\t\t\t<data ${attributes.map(([key, value]) => `${key}="${escapeXml(String(value))}"`).join(' ')}/>`);
  }
  if (layer.marks.length > 0) {
    const marks = layer.marks.map((mark) => `<attribute name="${mark}" version="0"/>`);
    lines.push(`\t\t\t<rt_info>${marks.join('')}</rt_info>`);
  }
  if (layer.inputs.length > 0) {
    lines.push('\t\t\t<input>', ...layer.inputs.map((port, index) => renderPort(port, index)), '\t\t\t</input>');
  }
  if (layer.outputs.length > 0) {
    const first = layer.inputs.length;
    const ports = layer.outputs.map((output, index) => renderPort(output, first + index));
    lines.push('\t\t\t<output>', ...ports, '\t\t\t</output>');
  }
  lines.push('\t\t</layer>');
  return lines;
}

function renderPort({ elementType, shape, names = [], layout }: IrOutputSpec, id: number): string {
  const dims = shape.map((dimension) => `<dim>${portDimension(dimension)}</dim>`).join('');
  // Names are a comma list: a comma within one is written with a backslash.
  const list = names.map((name) => escapeXml(name.replaceAll(',', '\\,'))).join(',');
  const named = names.length > 0 ? ` names="${list}"` : '';
  const mark = layout === undefined ? '' : `<attribute name="layout" version="0" layout="${escapeXml(layout)}"/>`;
  const info = mark === '' ? '' : `<rt_info>${mark}</rt_info>`;
  return `\t\t\t\t<port id="${id}" precision="${portPrecision(elementType)}"${named}>${dims}${info}</port>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
