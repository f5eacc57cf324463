// Programs that are CommonJS, for compilers that know no `require()` of an ES module.
async function load(): Promise<Float32Array> {
  const { Tensor } = await import('@x/openvino-node');
  const { mockRuntime } = await import('@x/openvino-node/testing');
  mockRuntime({ devices: ['CPU'] }).close();
  // @ts-expect-error TS2345
  new Tensor('f32', [1], new Uint8Array(1));
  return new Tensor('f32', [1]).data;
}

export = load;
