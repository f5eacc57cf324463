import { describe, expectTypeOf, it } from 'vitest';
import {
  type CompiledModel,
  type Core,
  type ElementType,
  type PciInfo,
  type Properties,
  type PropertyInputOf,
  type PropertyName,
  type PropertyValue,
  type PropertyValueOf,
  properties,
  type ReadablePropertyName,
  type WritablePropertyName,
} from '../../lib/index.js';

declare const core: Core;
declare const compiledModel: CompiledModel;

describe('getProperty', () => {
  it('gives the type of a known property', () => {
    expectTypeOf(core.getProperty('CPU', 'FULL_DEVICE_NAME')).toEqualTypeOf<string>();
    expectTypeOf(core.getProperty('CPU', 'PERF_COUNT')).toEqualTypeOf<boolean>();
    expectTypeOf(core.getProperty('CPU', 'INFERENCE_NUM_THREADS')).toEqualTypeOf<number>();
    expectTypeOf(core.getProperty('CPU', 'NUM_STREAMS')).toEqualTypeOf<number | 'AUTO' | 'NUMA'>();
    expectTypeOf(core.getProperty('CPU', 'KEY_CACHE_GROUP_SIZE')).toEqualTypeOf<number | bigint>();
    expectTypeOf(core.getProperty('CPU', 'SUPPORTED_PROPERTIES')).toEqualTypeOf<string[]>();
    expectTypeOf(core.getProperty('CPU', 'RANGE_FOR_STREAMS')).toEqualTypeOf<[least: number, most: number]>();
    expectTypeOf(core.getProperty('CPU', 'INFERENCE_PRECISION_HINT')).toEqualTypeOf<ElementType | 'undefined'>();
    expectTypeOf(core.getProperty('GPU', 'DEVICE_PCI_INFO')).toEqualTypeOf<PciInfo>();
    expectTypeOf(core.getProperty('ENABLE_MMAP')).toEqualTypeOf<boolean>();
    expectTypeOf(compiledModel.getProperty('PERFORMANCE_HINT')).toEqualTypeOf<
      'LATENCY' | 'THROUGHPUT' | 'CUMULATIVE_THROUGHPUT'
    >();
    expectTypeOf(core.getProperty('CPU', 'MODEL_DISTRIBUTION_POLICY')).toEqualTypeOf<
      ('TENSOR_PARALLEL' | 'PIPELINE_PARALLEL')[]
    >();
    const nested = compiledModel.getProperty('DEVICE_PROPERTIES');
    expectTypeOf(nested['CPU']?.NUM_STREAMS).toEqualTypeOf<number | 'AUTO' | 'NUMA' | undefined>();
    expectTypeOf(nested['CPU']?.['OF_A_PLUGIN']).toEqualTypeOf<PropertyValue | undefined>();
  });

  it('gives text for other names, and any value for a name known at run time alone', () => {
    expectTypeOf(core.getProperty('CPU', 'OF_A_PLUGIN')).toEqualTypeOf<string>();
    expectTypeOf(core.getProperty('CPU', 'FULL_DEVICE_NAME' as string)).toEqualTypeOf<PropertyValue>();
    expectTypeOf<PropertyValueOf<'CACHE_MODEL_PATH'>>().toBeNever();
  });

  it('takes entries of properties for names', () => {
    expectTypeOf(core.getProperty('CPU', properties.RANGE_FOR_STREAMS)).toEqualTypeOf<[least: number, most: number]>();
    expectTypeOf(compiledModel.getProperty(properties.PERF_COUNT)).toEqualTypeOf<boolean>();
  });

  it('refuses what can only be set', () => {
    // @ts-expect-error write only
    core.getProperty('CPU', 'CACHE_MODEL_PATH');
    // @ts-expect-error write only
    core.getProperty('CACHE_ENCRYPTION_CALLBACKS');
    // @ts-expect-error write only
    core.getProperty('CPU', properties.CACHE_MODEL_PATH);
    // @ts-expect-error write only
    compiledModel.getProperty('CACHE_MODEL_PATH');
    const read = <Name extends ReadablePropertyName>(name: Name) => core.getProperty('CPU', name);
    expectTypeOf(read('PERF_COUNT')).toEqualTypeOf<boolean>();
    // names of a list are not told apart: what can only be set is refused when it runs
    core.getProperty('CPU', 'NUM_STREAMS' as PropertyName);
    expectTypeOf(properties.PERFORMANCE_HINT.name).toEqualTypeOf<'PERFORMANCE_HINT'>();
    expectTypeOf(properties.PERFORMANCE_HINT.mode).toEqualTypeOf<'RW'>();
  });
});

describe('properties to set', () => {
  it('take their own values, and other names any', () => {
    core.setProperty('CPU', { PERFORMANCE_HINT: 'THROUGHPUT', NUM_STREAMS: 2, PERF_COUNT: true });
    core.setProperty('CPU', { NUM_STREAMS: '4', KEY_CACHE_GROUP_SIZE: 2n ** 64n - 1n, CACHE_DIR: '' });
    core.setProperty('CPU', { OF_A_PLUGIN: 'x', of_another: 5 });
    core.setProperty('CPU', { [properties.NUM_STREAMS.name]: 2 });
    core.setProperty({ ENABLE_MMAP: false });
    compiledModel.setProperty({ AUTO_BATCH_TIMEOUT: 10 });
    void core.compileModel('model.xml', 'AUTO', {
      DEVICE_PROPERTIES: { CPU: { NUM_STREAMS: 2, OF_A_PLUGIN: 'x' }, GPU: { INFERENCE_PRECISION_HINT: 'f16' } },
      MULTI_DEVICE_PRIORITIES: ['GPU', 'CPU'],
      DEVICES_UTILIZATION_THRESHOLD: { CPU: 80 },
      PERF_CURVE_TABLE: { CPU: { 0: 1, 100: 2.5 } },
      MODEL_PRIORITY: undefined,
    });
  });

  it('come from texts and records as well, whose values are checked at run time', () => {
    const texts: Record<string, string> = {};
    core.compileModelSync('model.xml', 'CPU', texts);
    const values: Record<string, string | number | boolean> = {};
    core.setProperty('CPU', values);
    core.setProperty('CPU', { ...texts, PERF_COUNT: true });
  });

  it('refuse words and kinds that they do not have', () => {
    // @ts-expect-error no word of the hint
    core.setProperty('CPU', { PERFORMANCE_HINT: 'FAST' });
    // @ts-expect-error words are upper case
    core.compileModelSync('model.xml', 'CPU', { PERFORMANCE_HINT: 'throughput' });
    // @ts-expect-error no number
    core.setProperty('CPU', { NUM_STREAMS: 'many' });
    // @ts-expect-error no boolean
    core.setProperty('CPU', { PERF_COUNT: 1 });
    // @ts-expect-error no element type
    core.setProperty('CPU', { INFERENCE_PRECISION_HINT: 'float' });
    // @ts-expect-error no word, of a device's own
    void core.compileModel('model.xml', 'AUTO', { DEVICE_PROPERTIES: { CPU: { PERFORMANCE_HINT: 'FAST' } } });
    // @ts-expect-error no score
    core.setProperty('AUTO', { PERF_CURVE_TABLE: { CPU: { 0: 'low' } } });
    // @ts-expect-error the devices come before the properties
    core.setProperty({ NUM_STREAMS: 2 }, 'CPU');
  });

  it('refuse what is read only, of remote contexts, or of C++', () => {
    // @ts-expect-error read only
    core.setProperty('CPU', { EXECUTION_DEVICES: 'CPU' });
    // @ts-expect-error read only
    core.compileModelSync('model.xml', 'CPU', { FULL_DEVICE_NAME: 'mine' });
    // @ts-expect-error read only, of a device's own
    core.compileModelSync('model.xml', 'AUTO', { DEVICE_PROPERTIES: { CPU: { RANGE_FOR_STREAMS: [1, 2] } } });
    // @ts-expect-error C functions
    core.setProperty('CPU', { CACHE_ENCRYPTION_CALLBACKS: 'abcdefgh' });
    // @ts-expect-error a handle
    void core.compileModel('model.xml', 'GPU', { OCL_CONTEXT: 5n });
    // @ts-expect-error of remote tensors
    void core.compileModel('model.xml', 'GPU', { SHARED_MEM_TYPE: 'OCL_BUFFER' });
    // @ts-expect-error the C API imports with none
    void core.importModel('model.blob', 'CPU', { NUM_STREAMS: 1 });
    // @ts-expect-error the C API imports with none
    core.importModelSync('model.blob', 'CPU', { NUM_STREAMS: 1 });
    void core.importModel('model.blob', 'CPU', {});
    void core.importModel('model.blob', 'CPU', undefined, { sha256: false });
    expectTypeOf<PropertyInputOf<'OPTIMAL_BATCH_SIZE'>>().toBeNever();
    expectTypeOf<PropertyInputOf<'OF_A_PLUGIN'>>().not.toBeNever();
  });
});

it('names are known', () => {
  expectTypeOf<'NUM_STREAMS'>().toExtend<PropertyName & ReadablePropertyName & WritablePropertyName>();
  expectTypeOf<'EXECUTION_DEVICES'>().not.toExtend<WritablePropertyName>();
  expectTypeOf<'CACHE_MODEL_PATH'>().not.toExtend<ReadablePropertyName>();
  expectTypeOf<'MEM_HANDLE'>().not.toExtend<WritablePropertyName>();
  expectTypeOf<{ NUM_STREAMS: 2 }>().toExtend<Properties>();
});
