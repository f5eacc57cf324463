/** @param {string} name @param {readonly number[]} dims @param {string} [names] */
const port = (name, dims, names) =>
  `<port id="${name}" precision="FP32"${names === undefined ? '' : ` names="${names}"`}>${dims.map((dim) => `<dim>${dim}</dim>`).join('')}</port>`;

/** @param {number} id @param {string} name @param {string} type @param {string} rest */
const layer = (id, name, type, rest) =>
  `<layer id="${id}" name="${name}" type="${type}" version="opset1">${rest}</layer>`;

/**
 * An IR: its inputs → ReLU, or Add of two → z, also called `also_z`. Each input has a second name, `also_…`.
 * @param {readonly string[]} inputs
 * @param {readonly number[]} dims
 */
export function modelText(inputs, dims) {
  const layers = inputs.map((name, id) => {
    const output = `<output>${port('0', dims, `${name},also_${name}`)}</output>`;
    return layer(id, name, 'Parameter', `<data shape="${dims.join()}" element_type="f32"/>${output}`);
  });
  const ins = inputs.map((_, index) => port(String(index), dims)).join('');
  const operation = `<input>${ins}</input><output>${port('2', dims, 'also_z,z')}</output>`;
  layers.push(layer(8, 'operation', inputs.length === 1 ? 'ReLU' : 'Add', operation));
  layers.push(layer(9, 'result', 'Result', `<input>${port('0', dims)}</input>`));
  const edges = inputs.map((_, id) => `<edge from-layer="${id}" from-port="0" to-layer="8" to-port="${id}"/>`);
  edges.push('<edge from-layer="8" from-port="2" to-layer="9" to-port="0"/>');
  return `<?xml version="1.0"?><net name="small" version="11"><layers>${layers.join('')}</layers><edges>${edges.join('')}</edges></net>`;
}

/** An IR whose input is its output, two strings. */
export const STRINGS = `<?xml version="1.0"?><net name="words" version="11"><layers>
<layer id="0" name="x" type="Parameter" version="opset1"><data shape="2" element_type="string"/>
<output><port id="0" precision="STRING" names="x"><dim>2</dim></port></output></layer>
<layer id="1" name="y" type="Result" version="opset1"><input><port id="0" precision="STRING"><dim>2</dim></port></input></layer>
</layers><edges><edge from-layer="0" from-port="0" to-layer="1" to-port="0"/></edges></net>`;
