import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../../lib/bench/image/index.js';
import { runCli } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { reluModel, weightsModel, writeModel } from '../../helpers/models.js';
import { noisePicture } from '../../helpers/pictures.js';
import { sharedFile } from '../../helpers/shared.js';

const folder = testFolder();
chmodSync(folder, 0o755);
const at = (name: string): string => join(folder, name);
const relu = writeModel(folder, 'relu', reluModel());
const picture = writeModel(folder, 'picture', reluModel({ shape: [1, 3, 8, 8] }));
const weights = writeModel(folder, 'weights', weightsModel());
const tooOld = sharedFile(
  'models/vehicle-license-plate-detection-barrier-0106/FP16-ir-v3/vehicle-license-plate-detection-barrier-0106.xml',
);

writeFileSync(at('empty.xml'), '');
writeFileSync(at('html.xml'), '<html>');
writeFileSync(at('cut.xml'), readFileSync(relu).subarray(0, 400));
writeFileSync(at('nobin.xml'), readFileSync(weights));
writeFileSync(at('short.xml'), readFileSync(weights));
writeFileSync(at('short.bin'), readFileSync(at('weights.bin')).subarray(0, 10));
writeFileSync(at('old.xml'), '<?xml version="1.0"?><net name="old" version="3"><layers></layers></net>');
writeFileSync(at('text.png'), 'hi');
const png = await encodePng(noisePicture(200, 200));
writeFileSync(at('whole.png'), png);
writeFileSync(at('cut.png'), png.subarray(0, png.length / 2));
if (process.platform !== 'win32') execFileSync('mkfifo', [at('fifo.xml'), at('fifo.png')]);

/** One line that says what is wrong, with a code, no stack and no text of C++ files; nothing on stdout. */
async function refuses(args: readonly string[], says: string | RegExp): Promise<void> {
  const { code, stdout, stderr } = await runCli(args);
  expect(stderr).toMatch(says);
  expect(stderr).toMatch(/^ov-bench: .*\([A-Z_]+\)\n$/);
  expect(stderr).not.toMatch(/^\s+at |Exception from src|\u001b/m);
  expect([code, stdout]).toEqual([1, '']);
}

const run = (...args: string[]): string[] => ['run', '--iterations', '5', ...args];

describe('models that are none', () => {
  it.each([
    ['none.xml', 'MODEL_NOT_FOUND'],
    ['empty.xml', 'MODEL_INVALID'],
    ['html.xml', 'MODEL_INVALID'],
    ['cut.xml', 'MODEL_INVALID'],
    ['nobin.xml', 'WEIGHTS_NOT_FOUND'],
    ['short.xml', 'WEIGHTS_INVALID'],
    ['old.xml', 'MODEL_TOO_OLD'],
    ['.', 'MODEL_NOT_READABLE'],
    ['fifo.xml', 'MODEL_NOT_READABLE'],
  ])('%s: %s', async (name, code) => {
    await refuses(run('--model', at(name)), code);
  });

  it.runIf(tooOld !== undefined)('the real one of IR version 3', async () => {
    await refuses(run('--model', tooOld as string), 'MODEL_TOO_OLD');
  });
});

describe('pictures that are none', () => {
  it.each([
    ['none.png', 'FILE_NOT_FOUND'],
    ['text.png', 'IMAGE_INVALID'],
    ['cut.png', 'IMAGE_INVALID'],
    ['fifo.png', 'FILE_NOT_READABLE'],
    ['.', 'FILE_NOT_READABLE'],
  ])('%s: %s', async (name, code) => {
    await refuses(run('--model', picture, '--image', at(name)), code);
  });

  it('a picture for a model that takes none', async () => {
    await refuses(
      run('--model', relu, '--image', at('whole.png')),
      /None of the model's inputs takes an image \(x \[1,16\]\)/,
    );
  });

  it('an input that the model has not', async () => {
    await refuses(
      run('--model', relu, '--input', `nope:${at('whole.png')}`),
      /names no input of the model: it has x \(or 0\)/,
    );
  });
});

describe('devices and properties that are none', () => {
  it.each([
    [['--device', 'FOO'], 'DEVICE_NOT_FOUND'],
    [['--device', 'GPU.42'], 'DEVICE_NOT_FOUND'],
    [['--device', 'MYRIAD'], /NPU is its successor.*DEVICE_NOT_FOUND/],
    [['--device', ''], 'INVALID_DEVICE'],
    [['--device', 'MULTI:'], 'INVALID_DEVICE'],
    [['--device', 'CPU,GPU'], 'INVALID_DEVICE'],
    [['--property', 'NOPE=1'], 'UNKNOWN_PROPERTY'],
    [['--device', 'MULTI:CPU', '--property', 'NOPE=1'], 'UNKNOWN_PROPERTY'],
    [['--device', 'AUTO', '--property', 'NOPE=1'], 'UNKNOWN_PROPERTY'],
    [['--property', 'PERFORMANCE_HINT=FAST'], 'INVALID_PROPERTY_VALUE'],
  ])('%j', async (args, says) => {
    await refuses(run('--model', relu, ...args), says);
  });
});

describe('results that can not be written are found out before the run', () => {
  it('a folder that is a file, a file that is a folder', async () => {
    mkdirSync(at('taken.json'));
    await refuses(run('--model', relu, '--json', at('whole.png/result.json')), 'NOT_WRITABLE');
    await refuses(run('--model', relu, '--json', at('taken.json')), /not a regular file.*NOT_WRITABLE/);
    const form = ['--model_path', '/none', '--device', 'CPU', '--path', 'x', '--output', at('whole.png')];
    await refuses(form, /Nothing was run.*NOT_WRITABLE/);
    expect(readdirSync(at('taken.json'))).toEqual([]);
  });

  it('a name that is too long; the longest one is written', async () => {
    await refuses(run('--model', relu, '--json', at(`${'j'.repeat(256)}`)), /more than 255 bytes\. Nothing was run/);
    await refuses(run('--model', relu, '--csv', at(`new/${'ü'.repeat(128)}`)), /more than 255 bytes\. Nothing was run/);
    await refuses(run('--model', relu, '--output', at('o'.repeat(300))), /more than 255 bytes\. Nothing was run/);
    const longest = at(`${'j'.repeat(250)}.json`);
    expect((await runCli(run('--model', relu, '--json', longest))).code).toBe(0);
    expect(JSON.parse(readFileSync(longest, 'utf8')).schemaVersion).toBe(1);
  });

  it('a link to nothing in the place of a folder', async () => {
    symlinkSync(at('nowhere'), at('dangling'));
    const says = /dangling is a symbolic link to a place that is not there\. Nothing was run.*NOT_WRITABLE/;
    await refuses(run('--model', relu, '--output', at('dangling')), says);
    await refuses(run('--model', relu, '--json', at('dangling/deep/result.json')), says);
    await refuses(['exercise', '--model', relu, '--output', at('dangling')], says);
  });

  it('a folder of somebody else', async () => {
    const output = at('readonly');
    mkdirSync(output);
    // the superuser may write anywhere, so it runs the command as nobody
    const isRoot = process.getuid?.() === 0;
    chmodSync(output, isRoot ? 0o755 : 0o555);
    const identity = isRoot ? { uid: 65534, gid: 65534 } : {};
    const args = ['--model_path', '/none', '--device', 'CPU', '--path', 'x', '--output', join(output, 'deep', 'er')];
    const { code, stdout, stderr } = await runCli(args, { ...identity, cwd: '/' });
    expect(stderr).toMatch(
      /^ov-bench: .*this user may not write into .*readonly\. Nothing was run; choose another folder\. \(NOT_WRITABLE\)\n$/,
    );
    expect([code, stdout]).toEqual([1, '']);
    expect(readdirSync(output)).toEqual([]);
  });
});

describe('places that take nothing', () => {
  it('a folder for temporary files that is not there', async () => {
    const { code, stdout, stderr } = await runCli(run('--model', relu), {
      env: { ...process.env, TMPDIR: at('no-tmp'), TEMP: at('no-tmp') },
    });
    expect(stderr).toMatch(/^ov-bench: No temporary folder [^\n]*no-tmp[^\n]*: set TMPDIR[^\n]*\(NOT_WRITABLE\)\n$/);
    expect([code, stdout]).toEqual([1, '']);
  });

  it.runIf(process.platform === 'linux')('a standard output on a full disk', async () => {
    const full = openSync('/dev/full', 'w');
    try {
      const { code, stderr } = await runCli(['--help'], { stdio: ['ignore', full, 'pipe'] });
      expect([code, stderr]).toEqual([
        1,
        'ov-bench: The standard output cannot be written: the disk is full. (NOT_WRITABLE)\n',
      ]);
    } finally {
      closeSync(full);
    }
  });
});

describe('no runtime', () => {
  it('says what was tried and the command that installs one', async () => {
    const env = { ...process.env, OPENVINO_NODE_LIBRARY: at('no-such-folder') };
    const { code, stdout, stderr } = await runCli(run('--model', relu), { env });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^ov-bench: [^\n]*no-such-folder/);
    expect(stderr).toMatch(/\(RUNTIME_NOT_FOUND\)\n$/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
