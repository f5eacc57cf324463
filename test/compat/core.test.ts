import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Core, Model, Properties } from '../../lib/index.js';
import { expectRejection } from '../helpers/expect-error.js';
import { testFolder } from '../helpers/folder.js';
import { weightsModel, writeModel } from '../helpers/models.js';
import { as, call, describeWays, itRefuses } from './ways.js';

/** What openvino-node 2026.4 has of Core: each member, each overload, what it refuses. */
const folder = testFolder();
const path = writeModel(folder, 'model', weightsModel());
const weightsPath = path.replace(/xml$/, 'bin');
const xml = readFileSync(path, 'utf8');
const bytes = readFileSync(path);
const weights = readFileSync(weightsPath);

describeWays('Core', (ov) => {
  const core = new ov.Core();
  const model = core.readModelSync(path);
  const tensor = () => new ov.Tensor(ov.element.u8, [weights.length], new Uint8Array(weights));

  it('new Core()', () => expect(new ov.Core()).toBeInstanceOf(ov.Core));

  it('getAvailableDevices(): string[]', () => expect(core.getAvailableDevices()).toContain('CPU'));

  it('getVersions(device): { [device]: Version }', () => {
    const { CPU } = core.getVersions('CPU');
    expect(Object.keys(CPU ?? {})).toEqual(['buildNumber', 'description']);
    expect(`${CPU}`).toBe(
      `${CPU?.description}\n    Version : ${/^[\d.]+/.exec(CPU?.buildNumber ?? '')}\n    Build   : ${CPU?.buildNumber}`,
    );
  });

  it.each([
    ['(modelPath)', [path]],
    ['(modelPath, weightsPath)', [path, weightsPath]],
    ['(modelPath, weightsPath: empty)', [path, '']],
    ['(model: string, weights: Tensor)', [xml, tensor()]],
    ['(modelBuffer: Uint8Array, weightsBuffer: Uint8Array)', [new Uint8Array(bytes), new Uint8Array(weights)]],
    ['(modelBuffer: Buffer, weightsBuffer: Buffer)', [bytes, weights]],
  ] as [string, Parameters<Core['readModel']>][])('readModel%s, readModelSync%s', async (_, args) => {
    const [asynchronous, synchronous] = [await core.readModel(...args), core.readModelSync(args[0], args[1])];
    for (const read of [asynchronous, synchronous]) {
      expect(read).toBeInstanceOf(ov.Model);
      expect(read.inputs).toHaveLength(1);
    }
  });

  it.each([
    ['(model, device)', [model, 'CPU']],
    ['(model, device, config)', [model, 'CPU', { PERFORMANCE_HINT: 'THROUGHPUT' }]],
    ['(modelPath, device)', [path, 'CPU']],
    ['(modelPath, device, config)', [path, 'CPU', { NUM_STREAMS: 1, PERF_COUNT: true, INFERENCE_NUM_THREADS: '1' }]],
  ] as [string, [Model | string, string, Properties?]][])('compileModel%s, compileModelSync%s', async (_, args) => {
    for (const compiled of [await core.compileModel(...args), core.compileModelSync(...args)]) {
      expect(compiled).toBeInstanceOf(ov.CompiledModel);
      expect(compiled.output(0).shape).toEqual([1, 16]);
    }
  });

  it('importModel(Buffer, device), importModelSync', async () => {
    const exported = core.compileModelSync(path, 'CPU').exportModelSync();
    for (const imported of [await core.importModel(exported, 'CPU'), core.importModelSync(exported, 'CPU')]) {
      expect(imported).toBeInstanceOf(ov.CompiledModel);
      const results = imported.createInferRequest().infer([new Float32Array(16)]);
      expect(results['y']?.data[3]).toBe(3.5);
    }
  });

  it('importModel(Tensor, device), importModelSync', async () => {
    const exported = core.compileModelSync(path, 'CPU').exportModelSync();
    const blob = new ov.Tensor('u8', [exported.length], new Uint8Array(exported));
    expect(await core.importModel(blob, 'CPU')).toBeInstanceOf(ov.CompiledModel);
    expect(core.importModelSync(blob, 'CPU')).toBeInstanceOf(ov.CompiledModel);
    expect(core.importModelSync(blob, 'CPU', {})).toBeInstanceOf(ov.CompiledModel);
  });

  it('setProperty(properties), getProperty(name)', () => {
    core.setProperty({ CACHE_DIR: folder });
    expect(core.getProperty('CACHE_DIR')).toBe(folder);
    core.setProperty({ CACHE_DIR: '' });
  });

  it.each([
    ['NUM_STREAMS', 2],
    ['INFERENCE_NUM_THREADS', 1],
    ['PERF_COUNT', true],
    ['PERFORMANCE_HINT', 'LATENCY'],
  ])('setProperty(device, { %s: %s }), getProperty(device, name)', (name, value) => {
    const own = new ov.Core();
    own.setProperty('CPU', { [name]: value });
    expect(own.getProperty('CPU', name)).toBe(value);
  });

  it('getProperty(device, "SUPPORTED_PROPERTIES") is an array', () => {
    expect(core.getProperty('CPU', 'SUPPORTED_PROPERTIES')).toBeInstanceOf(Array);
  });

  itRefuses([
    ['getVersions()', 'INVALID_DEVICE', () => call(core, 'getVersions')],
    ['setProperty(properties, device)', 'INVALID_ARGUMENT', () => call(core, 'setProperty', { NUM_STREAMS: 2 }, 'CPU')],
    [
      'setProperty(device, properties, properties)',
      'INVALID_ARGUMENT',
      () => call(core, 'setProperty', 'CPU', { NUM_STREAMS: 2 }, { PERF_COUNT: true }),
    ],
    ['getVersions of an object', 'INVALID_DEVICE', () => call(core, 'getVersions', { deviceName: 'CPU' })],
    ['addExtension()', 'INVALID_ARGUMENT', () => call(core, 'addExtension')],
    ['addExtension of a file that is not there', 'FILE_NOT_FOUND', () => core.addExtension('not_exists')],
    ['readModelSync of a Core', 'INVALID_ARGUMENT', () => call(core, 'readModelSync', core)],
    ['readModelSync of a path that is not there', 'MODEL_NOT_FOUND', () => core.readModelSync('none.xml')],
    ['compileModelSync of a number', 'INVALID_ARGUMENT', () => call(core, 'compileModelSync', 1, 'CPU')],
    ['config that is text', 'INVALID_ARGUMENT', () => call(core, 'compileModelSync', model, 'CPU', 'string')],
    [
      'config with an object for a value',
      'INVALID_PROPERTY_VALUE',
      () => call(core, 'compileModelSync', model, 'CPU', { PERFORMANCE_HINT: { PERFORMANCE_HINT: 'LATENCY' } }),
    ],
    ['importModelSync of a number', 'INVALID_ARGUMENT', () => call(core, 'importModelSync', 0.5, 'CPU')],
    [
      'importModelSync for no device',
      'INVALID_DEVICE',
      () => call(core, 'importModelSync', bytes, new Float32Array(1)),
    ],
    ['importModelSync of what is no exported model', 'MODEL_INVALID', () => core.importModelSync(bytes, 'CPU')],
    ['getProperty of an unknown name', 'UNKNOWN_PROPERTY', () => core.getProperty('CPU', 'NONE')],
    ['setProperty()', 'INVALID_ARGUMENT', () => call(core, 'setProperty')],
    ['setProperty(device)', 'INVALID_ARGUMENT', () => call(core, 'setProperty', 'CPU')],
  ]);

  it.each([
    ['readModel(core)', 'INVALID_ARGUMENT', () => core.readModel(as(core))],
    ['compileModel(model, device, text)', 'INVALID_ARGUMENT', () => core.compileModel(model, 'CPU', as('string'))],
    ['importModel(number)', 'INVALID_ARGUMENT', () => core.importModel(as(0.5), 'CPU')],
    ['importModel(stream, tensor)', 'INVALID_DEVICE', () => core.importModel(bytes, as(tensor()))],
  ] as const)('rejects %s', async (_, code, run) => {
    await expectRejection(code, run);
  });
});
