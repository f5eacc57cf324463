import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../lib/bench/config/read.js';
import { mistakeIn } from '../../../lib/bench/config/validate.js';
import { expectRejection } from '../../helpers/expect-error.js';
import { testFolder } from '../../helpers/folder.js';

const folder = testFolder();
const schema = JSON.parse(
  readFileSync(new URL('../../../lib/bench/config/config-schema.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

const GOOD: unknown[] = [
  {},
  { models: ['a.xml'] },
  { $schema: './x.json', models: [{ path: 'a.xml', name: 'a', shapes: ['[1,2]'], inputs: ['x:a.npy'] }, 'b.onnx'] },
  { devices: ['CPU', 'MULTI:CPU,GPU'], apis: ['sync', 'async'], hint: 'none', iterations: 5, repeat: 3 },
  { properties: { INFERENCE_PRECISION_HINT: 'f32', NUM_STREAMS: 2, PERF_COUNT: true } },
  { properties: [{}, { A: 'b' }], time: '1.5s', strict: '3%', maxRegression: '5 %', profile: 10 },
  { sweep: { requests: [1, 2, '4..8'], INFERENCE_PRECISION_HINT: ['f32'] }, batch: 4, scenario: 'Offline' },
  { rate: 100, backlog: 0, rateSeed: 1 },
  { rate: 'poisson:100' },
  { findRate: 'p99<20ms' },
  { loadOnly: true, cacheDir: 'cache' },
  { endToEnd: true, image: 'pictures', samplesPerQuery: 8 },
  { strict: true, profile: false, failIf: ['p99 > 3ms'], baselineMetrics: ['fps', 'load'], simulateSeed: 0 },
];

/** A value, and the whole sentence about it. */
const BAD: [unknown, string][] = [
  [[], '$ must be an object, and is []'],
  [null, '$ must be an object, and is null'],
  [{ device: ['CPU'] }, '$ has no member "device": did you mean "devices"?'],
  [{ Models: ['a'] }, '$ has no member "Models": did you mean "models"?'],
  [{ models: [] }, '$.models must have at least one element'],
  [{ models: [3] }, '$.models[0] must be a text or an object, and is 3'],
  [{ models: ['a', {}] }, '$.models[1] has no "path", which it needs'],
  [{ models: [{ path: 'a', shape: [] }] }, '$.models[0] has no member "shape": did you mean "shapes"?'],
  [{ models: [{ path: 'a', name: '../x' }] }, '$.models[0].name has not the form that it should have: "../x"'],
  [{ devices: 'CPU' }, '$.devices must be a list, and is "CPU"'],
  [{ devices: [''] }, '$.devices[0] must not be empty'],
  [{ apis: ['asinc'] }, '$.apis[0] must be one of "sync", "async", and is "asinc": did you mean "async"?'],
  [{ properties: [{ A: null }] }, '$.properties[0].A must be a text or a number or true or false, and is null'],
  [{ properties: { 'a b': [] } }, '$.properties["a b"] must be a text or a number or true or false, and is []'],
  [{ iterations: 0 }, '$.iterations must be from 1 to 10000000, and is 0'],
  [{ iterations: 1.5 }, '$.iterations must be a whole number, and is 1.5'],
  [{ iterations: '5' }, '$.iterations must be a whole number, and is "5"'],
  [{ time: '10' }, '$.time has not the form that it should have: "10"'],
  [{ strict: 5 }, '$.strict must be true or false or a text, and is 5'],
  [{ sweep: ['requests=1'] }, '$.sweep must be an object, and is ["requests=1"]'],
  [{ sweep: { requests: 1 } }, '$.sweep.requests must be a list, and is 1'],
  [{ sweep: { requests: [] } }, '$.sweep.requests must have at least one element'],
  [{ sweep: { requests: [1, null] } }, '$.sweep.requests[1] must be a text or a number or true or false, and is null'],
  [{ sweeps: { requests: [1] } }, '$ has no member "sweeps": did you mean "sweep"?'],
  [{ batch: 0 }, '$.batch must be from 1 to 4096, and is 0'],
  [{ rate: 0 }, '$.rate must be from 0.01 to 1000000, and is 0'],
  [{ rate: true }, '$.rate must be a number or a text, and is true'],
  [{ findrate: 'p99<20ms' }, '$ has no member "findrate": did you mean "findRate"?'],
  [{ findRate: 20 }, '$.findRate must be a text, and is 20'],
  [{ loadOnly: 'yes' }, '$.loadOnly must be true or false, and is "yes"'],
  [
    { scenario: 'server' },
    '$.scenario must be one of "SingleStream", "MultiStream", "Server", "Offline", and is "server": did you mean "Server"?',
  ],
  [{ profile: 0 }, '$.profile must be from 1 to 100000, and is 0'],
];

describe('a configuration', () => {
  it.each(GOOD)('%j is one, by the schema too', (value) => {
    expect(mistakeIn(value, schema)).toBeUndefined();
    expect(ajv(value)).toBe(true);
  });

  it.each(BAD)('%j is none, by the schema too', (value, sentence) => {
    const said = mistakeIn(value, schema);
    expect(said?.startsWith(sentence), said).toBe(true);
    expect(ajv(value)).toBe(false);
  });

  it('an unknown member that is near none is told which there are', () => {
    expect(mistakeIn({ nonsense: 1 }, schema)).toMatch(
      /^\$ has no member "nonsense": its members are \$schema, models, /,
    );
    expect(mistakeIn(JSON.parse('{"__proto__": 1}'), schema)).toMatch(/has no member "__proto__"/);
    expect(mistakeIn({ constructor: 1 }, schema)).toMatch(/has no member "constructor"/);
  });

  it('that can not be read is told of', async () => {
    const file = join(folder, 'broken.json');
    writeFileSync(file, '{ "models": [');
    await expectRejection('USAGE', () => readConfig(file), /broken\.json is not JSON: /);
    writeFileSync(file, '{ "time": 3 }');
    await expectRejection('USAGE', () => readConfig(file), /broken\.json: \$\.time must be a text, and is 3\.$/);
    await expectRejection('FILE_NOT_FOUND', () => readConfig(join(folder, 'none.json')), /There is no configuration/);
    await expectRejection('FILE_NOT_READABLE', () => readConfig(folder), /it is a folder/);
  });
});
