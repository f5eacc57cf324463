import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeStandInModel } from '../../lib/bench/model/stand-in.js';
import { testFolder } from '../helpers/folder.js';
import { ROOT, run } from '../setup/checkout.js';

const folder = testFolder();
const inFolder = (name: string) => path.join(folder, name);
const [picture, pictures, broken] = [inFolder('blank.png'), inFolder('pictures'), inFolder('broken.jpg')];
const [badModel, cutModel] = [inFolder('bad.xml'), inFolder('cut.xml')];
/** Stands in a list of arguments for the model, which is written later. */
const MODEL = '<model>';
let model: string;

beforeAll(async () => {
  model = await writeStandInModel(folder);
  fs.writeFileSync(badModel, 'no model');
  fs.copyFileSync(model, cutModel);
  fs.writeFileSync(cutModel.replace(/xml$/, 'bin'), Buffer.alloc(100));
  fs.mkdirSync(pictures);
  const { default: sharp } = await import('sharp');
  await sharp({ create: { width: 40, height: 30, channels: 3, background: 'grey' } }).toFile(picture);
  fs.writeFileSync(broken, Buffer.from('\xff\xd8\xff\xe0 header', 'latin1'));
});

const example = (name: string, ...args: string[]) =>
  run(process.execPath, [
    path.join(ROOT, 'examples', `${name}.mjs`),
    ...args.map((arg) => (arg === MODEL ? model : arg)),
  ]);

/** How an example ended that said nothing but one line on stderr. */
async function sentence(name: string, args: readonly string[]): Promise<{ code: number | null; said: string }> {
  const { code, stdout, stderr } = await example(name, ...args);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^[^\n]+\n$/);
  return { code, said: stderr.trimEnd() };
}

/** What each takes at least. */
const LEAST: Record<string, string[]> = {
  infer: [MODEL],
  throughput: [MODEL],
  workers: [MODEL],
  server: [MODEL],
  detect: [MODEL, picture],
  folder: [MODEL, pictures],
};

describe.each(Object.entries(LEAST))('%s.mjs', (name, least) => {
  it('refuses an option that it does not have', async () => {
    const { code, said } = await sentence(name, [...least, '--foo=1']);
    expect(code).toBe(2);
    expect(said).toMatch(new RegExp(`^There is no option --foo\\. Usage: node examples/${name}\\.mjs `));
  });

  it('refuses an argument too many', async () => {
    const { code, said } = await sentence(name, [...least, 'CPU', '1', 'more'].slice(0, 5));
    expect(code).toBe(2);
    expect(said).toMatch(/^"(more|1)" is one too many\. Usage: /);
  });

  it('explains itself', async () => {
    const { code, stdout, stderr } = await example(name, '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: node examples/${name}\\.mjs [^\\n]+\\n$`));
  });

  it('says which model is missing or broken', async () => {
    const rest = least.slice(1);
    const missing = await sentence(name, [inFolder('none.xml'), ...rest]);
    expect(missing).toEqual({
      code: 1,
      said: expect.stringContaining(`There is no model file ${inFolder('none.xml')}`),
    });
    const bad = await sentence(name, [badModel, ...rest]);
    expect(bad).toEqual({ code: 1, said: expect.stringContaining(`${badModel} is not an OpenVINO model`) });
    const cut = await sentence(name, [cutModel, ...rest]);
    expect(cut).toEqual({ code: 1, said: expect.stringContaining('the file is cut off') });
  });

  it('says which device is not there', async () => {
    const { code, said } = await sentence(name, [...least, 'NONE']);
    expect(code).toBe(1);
    expect(said).toContain('NONE is not on this machine');
  });
});

describe('a number', () => {
  it.each([
    ['server', ['--max-body', '10MB'], '--max-body takes a whole number of bytes from 1 to 1000000000, not "10MB".'],
    ['server', ['--max-body', '0'], '--max-body takes a whole number of bytes from 1 to 1000000000, not "0".'],
    ['server', ['--max-body='], '--max-body takes a whole number of bytes from 1 to 1000000000, not "".'],
    ['server', ['--port', '65536'], '--port takes a whole number from 0 to 65535, not "65536".'],
    ['server', ['--port', 'http'], '--port takes a whole number from 0 to 65535, not "http".'],
    ['server', ['--port', '--max-body', '1'], '--port takes a whole number from 0 to 65535, not "--max-body".'],
    ['server', ['--max-waiting', '-1'], '--max-waiting takes a whole number from 0 to 1000000, not "-1".'],
    ['server', ['--max-waiting', '1.5'], '--max-waiting takes a whole number from 0 to 1000000, not "1.5".'],
    ['server', ['--max-waiting', 'Infinity'], '--max-waiting takes a whole number from 0 to 1000000, not "Infinity".'],
    ['throughput', ['CPU', 'abc'], 'SECONDS takes a number from 0.1 to 86400, not "abc".'],
    ['throughput', ['CPU', '0'], 'SECONDS takes a number from 0.1 to 86400, not "0".'],
    ['workers', ['CPU', 'abc'], 'FRAMES takes a whole number from 1 to 1000000000, not "abc".'],
    ['workers', ['CPU', '0'], 'FRAMES takes a whole number from 1 to 1000000000, not "0".'],
  ])('of %s.mjs is none: %j', async (name, args, said) => {
    expect(await sentence(name, [MODEL, ...args])).toEqual({ code: 2, said });
  });

  it('or another value must follow its option, and none an option without', async () => {
    const without = await sentence('server', [MODEL, '--port']);
    expect(without).toEqual({ code: 2, said: expect.stringMatching(/^The option --port needs a value\. Usage: /) });
    const value = await sentence('folder', [MODEL, pictures, '--ordered=yes']);
    expect(value).toEqual({ code: 2, said: expect.stringMatching(/^The option --ordered takes no value\. Usage: /) });
  });
});

describe('what is not there or broken', () => {
  it('is named: a picture', async () => {
    const missing = await sentence('detect', [MODEL, inFolder('none.png')]);
    expect(missing).toEqual({
      code: 1,
      said: expect.stringContaining(`${inFolder('none.png')}: Input file is missing`),
    });
    const bad = await sentence('detect', [MODEL, broken]);
    expect(bad).toEqual({ code: 1, said: expect.stringContaining(`${broken}: Input file has corrupt header`) });
  });

  it('is named: a folder', async () => {
    const none = inFolder('none');
    const missing = await sentence('folder', [MODEL, none]);
    expect(missing).toEqual({
      code: 1,
      said: expect.stringMatching(/^ENOENT: no such file or directory, [^']*'[^']*none'$/),
    });
    const file = await sentence('folder', [MODEL, picture]);
    expect(file).toEqual({ code: 1, said: expect.stringMatching(/^ENOTDIR: not a directory, /) });
  });

  it('takes a line, where it is one picture of several', async () => {
    fs.copyFileSync(broken, path.join(pictures, 'broken.jpg'));
    const { code, stdout, stderr } = await example('folder', model, pictures);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^0 pictures, 1 failed, /);
    expect(stderr).toMatch(/^[^\n]*broken\.jpg: Item 0 of the pipeline failed: Input file has corrupt header[^\n]*\n$/);
  });

  it('is named: a port that another program has', async () => {
    const other = net.createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = other.address() as net.AddressInfo;
      expect(await sentence('server', [MODEL, '--port', String(port)])).toEqual({
        code: 1,
        said: `Port ${port} is taken: choose another by --port, or 0 for any.`,
      });
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });
});
