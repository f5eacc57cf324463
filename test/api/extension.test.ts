import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { Core } from '../../lib/index.js';
import { valuesOf } from '../helpers/compiled.js';
import { expectError } from '../helpers/expect-error.js';
import { testFolder } from '../helpers/folder.js';
import { runProgram } from '../helpers/program.js';
import { describeRuntimes } from '../helpers/runtimes.js';

const folder = testFolder();

/** A library of one operation: y = x + 1. */
const SOURCE = `
#include <openvino/core/extension.hpp>
#include <openvino/core/op_extension.hpp>
#include <openvino/op/op.hpp>

class PlusOne : public ov::op::Op {
 public:
  OPENVINO_OP("PlusOne");
  PlusOne() = default;
  explicit PlusOne(const ov::Output<ov::Node>& x) : Op({x}) { constructor_validate_and_infer_types(); }
  void validate_and_infer_types() override {
    set_output_type(0, get_input_element_type(0), get_input_partial_shape(0));
  }
  std::shared_ptr<ov::Node> clone_with_new_inputs(const ov::OutputVector& inputs) const override {
    return std::make_shared<PlusOne>(inputs.at(0));
  }
  bool visit_attributes(ov::AttributeVisitor&) override { return true; }
  bool has_evaluate() const override { return true; }
  bool evaluate(ov::TensorVector& outputs, const ov::TensorVector& inputs) const override {
    outputs[0].set_shape(inputs[0].get_shape());
    const float* x = inputs[0].data<float>();
    float* y = outputs[0].data<float>();
    for (size_t i = 0; i < inputs[0].get_size(); i++) y[i] = x[i] + 1;
    return true;
  }
};

OPENVINO_CREATE_EXTENSIONS(std::vector<ov::Extension::Ptr>({std::make_shared<ov::OpExtension<PlusOne>>()}));
`;

const port = (id: number, names: string): string =>
  `<port id="${id}" precision="FP32"${names}><dim>1</dim><dim>4</dim></port>`;

/** x -> PlusOne -> y */
const XML = `<?xml version="1.0"?><net name="plus one" version="11"><layers>
<layer id="0" name="x" type="Parameter" version="opset1"><data shape="1,4" element_type="f32"/>
<output>${port(0, ' names="x"')}</output></layer>
<layer id="1" name="plus one" type="PlusOne" version="extension"><input>${port(0, '')}</input>
<output>${port(1, ' names="y"')}</output></layer>
<layer id="2" name="result" type="Result" version="opset1"><input>${port(0, '')}</input></layer></layers>
<edges><edge from-layer="0" from-port="0" to-layer="1" to-port="0"/>
<edge from-layer="1" from-port="1" to-layer="2" to-port="0"/></edges></net>`;

describeRuntimes('a library of operations', ({ version, path: runtime }) => {
  const isSupported = Number(version.split('.').slice(0, 2).join('.')) >= 2025.4;
  const library = join(folder, `plus-one ${version}.so`);

  beforeAll(() => {
    if (!isSupported) return;
    const source = join(folder, `${version}.cc`);
    writeFileSync(source, SOURCE);
    const libs = dirname(runtime);
    const openvino = readdirSync(libs).find((name) => /^libopenvino\.so/.test(name)) ?? '';
    // wheels before 2026 are built with the strings of before C++11
    const abi = `-D_GLIBCXX_USE_CXX11_ABI=${version.startsWith('2025') ? 0 : 1}`;
    const flags = [abi, '-std=c++17', '-shared', '-fPIC', '-Wno-attributes', '-isystem', join(libs, '../include')];
    execFileSync('c++', [...flags, '-o', library, source, join(libs, openvino)]);
  });

  it('makes a model readable that has them, and devices run it', async () => {
    using core = new Core();
    if (!isSupported) {
      expectError('NOT_SUPPORTED_BY_RUNTIME', () => core.addExtension(runtime), /since 2025\.4/);
      return;
    }
    expectError('MODEL_INVALID', () => core.readModelSync(XML), /PlusOne/);
    core.addExtension(library);
    using model = await core.readModel(XML);
    using compiled = await core.compileModel(model, 'CPU');
    expect(valuesOf(compiled.createInferRequest().infer([Float32Array.of(1, 2, 3, 4)]))).toEqual([2, 3, 4, 5]);
    // another core knows nothing of it
    expectError('MODEL_INVALID', () => new Core().readModelSync(XML));
  });

  it('is freed when nothing needs it any more, in any order', () => {
    if (!isSupported) return;
    const { stdout, status, signal, stderr } = runProgram(
      `
      import { setFlagsFromString } from 'node:v8';
      import { runInNewContext } from 'node:vm';
      setFlagsFromString('--expose-gc');
      const gc = runInNewContext('gc');
      for (let i = 0; i < 5; i++) {
        const own = new ov.Core();
        own.addExtension(${JSON.stringify(library)});
        const model = own.readModelSync(${JSON.stringify(XML)});
        let ports = [...model.inputs, ...model.outputs];
        const compiled = own.compileModelSync(model, 'CPU');
        own.close();
        model.close();
        console.log(compiled.createInferRequest().infer([new Float32Array(4)]).y.data[0]);
        compiled.close();
        gc();
        console.log(ports.map((port) => port.partialShape.toString()).join());
        ports = undefined;
        gc();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }`,
      { folder, runtime },
    );
    expect([stdout, status, signal, stderr]).toEqual(['1\n[1,4],[1,4]\n'.repeat(5), 0, null, '']);
  });

  it('that is none is refused', () => {
    using core = new Core();
    expectError(isSupported ? 'GENERAL_ERROR' : 'NOT_SUPPORTED_BY_RUNTIME', () => core.addExtension(runtime));
  });
});

describeRuntimes('a plugins.xml', ({ path: runtime }) => {
  it('says which devices a core has', () => {
    const plugin = join(dirname(runtime), 'libopenvino_intel_cpu_plugin.so');
    const path = join(folder, 'plugins.xml');
    writeFileSync(path, `<ie><plugins><plugin name="CPU" location="${plugin}"/></plugins></ie>`);
    using core = new Core({ pluginsXml: path });
    expect(core.getAvailableDevices()).toEqual(['CPU']);
    const text = join(folder, 'plugins.txt');
    writeFileSync(text, 'CPU');
    expectError('FILE_NOT_READABLE', () => new Core({ pluginsXml: text }), /is no plugins\.xml/);
    expect(core.getVersions('CPU')['CPU']?.description).toMatch(/CPU/i);
    expectError('DEVICE_NOT_FOUND', () => core.getProperty('NPU', 'FULL_DEVICE_NAME'));
  });
});
