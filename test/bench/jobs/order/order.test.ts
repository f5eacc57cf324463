import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFolder, checkOrder, fingerprint, type Order } from '../../../../lib/bench/jobs/order/order.js';
import { orderOfMatrix, orderOfScript } from '../../../../lib/bench/jobs/order/order-of-options.js';
import { parseTimeLimit } from '../../../../lib/bench/jobs/order/time-limit.js';
import { expectError, expectRejection } from '../../../helpers/expect-error.js';
import { testFolder } from '../../../helpers/folder.js';

const cwd = testFolder();
const here = { cwd, env: { HERE: 'value' } };

function script(name: string, ...lines: readonly string[]): string {
  writeFileSync(join(cwd, name), ['#!/bin/bash', ...lines, ''].join('\n'));
  return name;
}

describe('the form of qsub', () => {
  it("reads the exercise's line", async () => {
    const order = await orderOfScript(
      {
        d: '.',
        l: ['nodes=1:tank-870:i5-6500te:intel-hd-530:intel-ncs2'],
        F: 'MULTI:CPU,MYRIAD MODEL cpu_vpu_stats',
        N: 'store_core',
      },
      [script('inference_model_job.sh', 'true')],
      here,
    );
    expect(order).toMatchObject({
      name: 'store_core',
      workingFolder: cwd,
      argumentsOf: [['MULTI:CPU,MYRIAD', 'MODEL', 'cpu_vpu_stats']],
      features: ['tank-870', 'i5-6500te', 'intel-hd-530', 'intel-ncs2'],
      nodes: 1,
      exclusive: true,
      tasks: undefined,
      strictDevices: false,
    });
    expect(() => checkOrder(order)).not.toThrow();
  });

  it("takes a script's own lines, and the command line after them", async () => {
    const file = script(
      'own.sh',
      '#PBS -N own -q slow -A lab',
      '#PBS -l nodes=1:a,walltime=1:00',
      '#PBS -v X=1,HERE',
      '#OV-BENCH --strict-devices',
      'true',
      '#PBS -N late',
    );
    const order = await orderOfScript(
      { N: 'given', l: ['walltime=120'], v: ['X=2'] },
      [file, 'one', 'two words'],
      here,
    );
    expect(order).toMatchObject({
      name: 'given',
      partition: 'slow',
      account: 'lab',
      features: ['a'],
      timeLimitMs: 120_000,
      variables: { X: '2', HERE: 'value' },
      argumentsOf: [['one', 'two words']],
      strictDevices: true,
    });
    const bare = await orderOfScript({}, [script('870 board!.sh', 'true')], here);
    expect(bare).toMatchObject({ name: '870_board_.sh', nodes: 1, argumentsOf: [[]] });
    const hosts = await orderOfScript({ l: ['nodes=n1+n2'], t: '1-9%3' }, [file], here);
    expect(hosts).toMatchObject({ nodes: 2, nodelist: 'n1,n2', tasks: 9, mostAtOnce: 3 });
  });

  it.each([
    [{ F: 'a' }, ['s.sh', 'b'], /stand in -F and behind it/],
    [{ N: 'a', name: 'b' }, ['s.sh'], /--name and -N say different things/],
    [{ l: ['walltime=60'], time: '2m' }, ['s.sh'], /--time and -l walltime= say different/],
    [{ l: ['nodes=2'], nodes: 3 }, ['s.sh'], /--nodes and -l nodes= say different/],
    [{ v: ['GONE'] }, ['s.sh'], /-v names GONE, which is not set/],
    [{}, ['text.txt'], /is no script/],
    [{}, ['binary.sh'], /is no/],
    [{}, ['own-line.sh'], /#OV-BENCH line of the script says "--nix"/],
    [{ prologue: '/opt/setupvars.sh' }, ['s.sh'], /source \/opt\/setupvars\.sh/],
  ])('refuses %j', async (options, words, message) => {
    script('s.sh', 'true');
    script('own-line.sh', '#OV-BENCH --nix');
    writeFileSync(join(cwd, 'text.txt'), 'hello\n');
    writeFileSync(join(cwd, 'binary.sh'), '#!/bin/sh\n\0');
    await expectRejection('USAGE', () => orderOfScript(options, words, here), message);
  });

  it.each([
    ['#PBS -j oe', /#PBS lines can't be followed: unknown option '-j'/],
    ['#PBS -l mem=1gb', /-l understands/],
    ['#PBS -N', /can't be followed: .*argument missing/],
    ['#PBS -N a b', /belongs to no option: b/],
  ])("tells of a script's line %s", async (line, message) => {
    await expectRejection('USAGE', () => orderOfScript({}, [script('line.sh', line)], here), message);
  });
});

describe('the form of today', () => {
  it('makes a run of all devices, and a task of each model', async () => {
    const options = { model: ['a.xml', '/b.onnx'], device: ['CPU', 'MULTI:CPU,GPU'], image: 'car.png', iterations: 5 };
    const order = await orderOfMatrix(options, ['--hint', 'none'], here);
    const rest = [
      '--device',
      'CPU',
      '--device',
      'MULTI:CPU,GPU',
      '--iterations',
      '5',
      '--image',
      join(cwd, 'car.png'),
      '--hint',
      'none',
    ];
    expect(order.argumentsOf).toEqual([
      ['--model', join(cwd, 'a.xml'), ...rest],
      ['--model', '/b.onnx', ...rest],
    ]);
    expect(order).toMatchObject({ tasks: 2, titles: ['CPU MULTI:CPU,GPU, a.xml', 'CPU MULTI:CPU,GPU, b.onnx'] });
    const split = await orderOfMatrix({ ...options, array: true }, [], here);
    expect(split).toMatchObject({ tasks: 4, titles: expect.arrayContaining(['CPU, b.onnx']) });
    expect(await orderOfMatrix({ model: ['a.xml'] }, [], here)).toMatchObject({ tasks: undefined, titles: ['a.xml'] });
  });

  it.each([['--output'], ['--output=x'], ['--help'], ['-h']])('does not pass on %s', async (word) => {
    await expectRejection('USAGE', () => orderOfMatrix({ model: ['a.xml'] }, [word], here), /can't be passed on/);
  });
});

describe('an order', () => {
  const order = { ...plain(), name: 'a' };

  function plain(): Order {
    return {
      ...{ name: 'a', tasks: undefined, mostAtOnce: undefined, nodes: 1, processorsPerNode: undefined, features: [] },
      ...{ exclusive: true, timeLimitMs: undefined, partition: undefined, account: undefined, qos: undefined },
      ...{ gres: undefined, nodelist: undefined, workingFolder: '/', script: '#!/bin/sh\n', argumentsOf: [[]] },
      ...{ titles: [''], variables: {}, strictDevices: false, prologue: undefined, command: undefined },
    };
  }

  it.each([
    [{ name: 'x'.repeat(65) }],
    [{ name: '-x' }],
    [{ name: 'a/b' }],
    [{ features: ['a&b'] }],
    [{ features: [''] }],
    [{ gres: 'ncs2:1 --wrap=x' }],
    [{ nodelist: '' }],
    [{ tasks: 100_001 }],
    [{ timeLimitMs: 5 }],
    [{ mostAtOnce: 2 }],
    [{ command: '' }],
    [{ script: '#!/bin/bash\r\ntrue\r\n' }],
  ])('with %j is refused', (change) => {
    expectError('USAGE', () => checkOrder({ ...order, ...change }));
  });

  it('is told from another one by anything in it, in whatever order it stands', () => {
    expect(fingerprint({ ...order })).toBe(
      fingerprint(Object.fromEntries(Object.entries(order).reverse()) as unknown as Order),
    );
    for (const change of [
      { script: '#!/bin/sh\n\n' },
      { argumentsOf: [['x']] },
      { variables: { A: '1' } },
      { nodes: 2 },
    ])
      expect(fingerprint({ ...order, ...change })).not.toBe(fingerprint(order));
  });

  it('takes folders that can be named, and limits of time in all their forms', () => {
    for (const folder of ['/a\nb', '/a\u0007', '/\u007f']) expectError('USAGE', () => checkFolder(folder));
    expect(() => checkFolder('/a b/$c/%d/"e')).not.toThrow();
    expect(['90s', '10m', '1.5h', '2d', '1:30:00', '5:00'].map(parseTimeLimit)).toEqual([
      90_000, 600_000, 5_400_000, 172_800_000, 5_400_000, 300_000,
    ]);
    for (const text of ['', '10', '0m', '-1m', '1:2:3:4', '400d', '1e3s'])
      expectError('USAGE', () => parseTimeLimit(text));
  });
});
