import { expect, it } from 'vitest';
import { scenarioOf } from '../../../lib/testing/check-options.js';
import { scenarioXml } from '../../../lib/testing/scenario-xml.js';

it('describes a machine', () => {
  const scenario = scenarioOf({
    seed: 7,
    devices: [
      {
        name: 'GPU.1',
        fullName: 'A',
        loadMs: 44_400,
        latencyMs: { mean: 5.87, sd: 0.2, distribution: 'lognormal' },
        streams: { latency: 1, throughput: 2 },
        properties: { DEVICE_THERMAL: 41, READY: true, MODE: { value: 'a', writable: true } },
        unsupportedOperations: ['TopK', 'NonMaxSuppression'],
        faults: [
          { kind: 'compile-fails', message: 'no' },
          { kind: 'load-hangs' },
          { kind: 'inference-fails', at: 17 },
          { kind: 'inference-fails', probability: 0.01 },
          { kind: 'device-lost', atMs: 500 },
          { kind: 'slow-down', atMs: 1000, factor: 3 },
          { kind: 'not-loadable' },
        ],
      },
    ],
  });
  expect(scenarioXml(scenario, 'an id').split('\n')).toEqual([
    '<mock id="an id" version="2026.4.1" seed="7" clock="virtual">',
    '<device name="GPU.1" full_name="A" type="integrated" architecture="GPU: vendor=0x8086 arch=v12.3.0" load_ms="44400" ' +
      'first_extra_ms="0" streams_latency="1" streams_throughput="2" optimal_latency="1" optimal_throughput="2" ' +
      'contention="0.5" precision="f16" capabilities="FP32 BIN FP16 INT8 EXPORT_IMPORT" unsupported="TopK NonMaxSuppression">',
    '<latency kind="lognormal" mean_ms="5.87" sd_ms="0.2"/>',
    '<property name="DEVICE_THERMAL" value="41" mode="RO"/>',
    '<property name="READY" value="YES" mode="RO"/>',
    '<property name="MODE" value="a" mode="RW"/>',
    '<fault kind="compile_fails" message="no"/>',
    '<fault kind="load_hangs"/>',
    '<fault kind="inference_fails" at="17"/>',
    '<fault kind="inference_fails" probability="0.01"/>',
    '<fault kind="lost" at_ms="500"/>',
    '<fault kind="slow" at_ms="1000" factor="3"/>',
    '<fault kind="not_loadable"/>',
    '</device>',
    '</mock>',
    '',
  ]);
});

it.each([
  ['virtual' as const, 'clock="virtual"'],
  ['real' as const, 'clock="real" speed="1"'],
  [{ speed: 2.5 }, 'clock="real" speed="2.5"'],
])('writes the clock %j', (clock, attributes) => {
  expect(scenarioXml(scenarioOf({ clock }), '')).toContain(` ${attributes}>`);
});

it('writes latencies of all kinds', () => {
  const latency = (latencyMs: number | number[] | { mean: number; sd: number }) =>
    /<latency .*\/>/.exec(scenarioXml(scenarioOf({ devices: [{ name: 'CPU', latencyMs }] }), ''))?.[0];
  expect(latency(1e-7)).toBe('<latency kind="constant" mean_ms="1e-7"/>');
  expect(latency({ mean: 2, sd: 0 })).toBe('<latency kind="normal" mean_ms="2" sd_ms="0"/>');
  expect(latency([3, 1.5])).toBe('<latency kind="samples" samples="3 1.5"/>');
});

it('lets no text break out of its attribute', () => {
  const message = `"/><fault kind='load_hangs'/> & \n\t`;
  const xml = scenarioXml(scenarioOf({ devices: [{ name: 'CPU', faults: [{ kind: 'compile-fails', message }] }] }), '');
  expect(xml).toContain('message="&#34;/&#62;&#60;fault kind=&#39;load_hangs&#39;/&#62; &#38; &#10;&#9;"/>');
});
