/**
 * x -> y, two strings, as the text of an IR: the package's own writer has none. Releases before 2025.4 take no strings;
 * 2024.3 reads no text of less than 512 bytes, spaces at its end not counted (measured; 2024.6 does).
 */
export const STRING_MODEL = `<?xml version="1.0"?><net name="words" version="11"><layers>${' '.repeat(100)}
<layer id="0" name="x" type="Parameter" version="opset1"><data shape="2" element_type="string"/>
<output><port id="0" precision="STRING" names="x"><dim>2</dim></port></output></layer>
<layer id="1" name="y" type="Result" version="opset1"><input><port id="0" precision="STRING"><dim>2</dim></port></input></layer>
</layers><edges><edge from-layer="0" from-port="0" to-layer="1" to-port="0"/></edges></net>`;
