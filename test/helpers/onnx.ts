/** Bytes of an ONNX model (opset 13): x -> max(x, 0) -> y. Written by hand, field by field of onnx.proto. */
export function reluOnnx(shape: readonly number[]): Buffer {
  const node = Buffer.concat([text(1, 'x'), text(2, 'y'), text(3, 'relu'), text(4, 'Relu')]);
  const graph = Buffer.concat([
    bytes(1, node),
    text(2, 'graph'),
    bytes(11, value('x', shape)),
    bytes(12, value('y', shape)),
  ]);
  const opset = Buffer.concat([text(1, ''), number(2, 13)]);
  return Buffer.concat([number(1, 8), bytes(7, graph), bytes(8, opset)]);
}

/** ValueInfoProto of a float tensor. */
function value(name: string, shape: readonly number[]): Buffer {
  const dimensions = Buffer.concat(shape.map((size) => bytes(1, number(1, size))));
  const tensor = Buffer.concat([number(1, 1), bytes(2, dimensions)]);
  return Buffer.concat([text(1, name), bytes(2, bytes(1, tensor))]);
}

function number(field: number, content: number): Buffer {
  return Buffer.concat([varint(field << 3), varint(content)]);
}

function text(field: number, content: string): Buffer {
  return bytes(field, Buffer.from(content));
}

function bytes(field: number, content: Buffer): Buffer {
  return Buffer.concat([varint((field << 3) | 2), varint(content.length), content]);
}

function varint(content: number): Buffer {
  const groups: number[] = [];
  let rest = content;
  do {
    groups.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Buffer.from(groups);
}
