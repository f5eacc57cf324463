import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareInputs, resolvePortFile } from '../../../lib/bench/child/input/prepare.js';
import { encodePng } from '../../../lib/bench/image/index.js';
import { expectError, expectRejection } from '../../helpers/expect-error.js';
import { testFolder } from '../../helpers/folder.js';
import { npyFile } from '../../helpers/npy.js';
import { noisePicture } from '../../helpers/pictures.js';

const folder = testFolder();
const NCHW = { name: 'data', elementType: 'f32', shape: [1, 3, 4, 6] } as const;
const NHWC = { name: 'data', elementType: 'u8', shape: [2, 4, 6, 3] } as const;
const FLAT = { name: 'ids:0', elementType: 'i32', shape: [1, 2] } as const;

async function pictureFile(): Promise<string> {
  const file = join(folder, 'noise.png');
  writeFileSync(file, await encodePng(noisePicture(6, 4)));
  return file;
}

function out(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

describe('prepareInputs', () => {
  it('lays a picture out as the input wants it, once for each of a batch', async () => {
    const path = await pictureFile();
    const { data } = noisePicture(6, 4);
    const planar = await prepareInputs({ kind: 'image', path }, [NCHW], out('planar'));
    const bytes = readFileSync(planar.inputs[0]?.file as string);
    const floats = new Float32Array(bytes.buffer, bytes.byteOffset, 72);
    expect([floats[0], floats[24], floats[48], floats[23]]).toEqual([data[0], data[1], data[2], data[69]]);
    expect(planar.info).toEqual({
      path,
      kind: 'image',
      width: 6,
      height: 4,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      ports: [{ name: 'data', kind: 'image', path }],
    });
    const interleaved = await prepareInputs({ kind: 'image', path }, [NHWC], out('interleaved'));
    expect(readFileSync(interleaved.inputs[0]?.file as string)).toEqual(Buffer.concat([data, data]));
  });

  it('the default picture is drawn; where no input takes one, the elements are random, and it says so', async () => {
    const drawn = await prepareInputs({ kind: 'default-image', path: undefined }, [FLAT, NCHW], out('drawn'));
    expect(drawn.info).toMatchObject({ kind: 'drawn', path: null, width: 640, height: 480 });
    expect(drawn.info.ports.map(({ kind }) => kind)).toEqual(['random', 'drawn']);
    const random = await prepareInputs({ kind: 'default-image', path: undefined }, [FLAT], out('flat'));
    expect(random.info).toMatchObject({ kind: 'random', path: null, width: null, height: null });
    const again = await prepareInputs({ kind: 'files', files: [] }, [FLAT], out('again'));
    expect(again.info.sha256).toBe(random.info.sha256);
  });

  it('takes .npy, .bin and pictures by name or index', async () => {
    const npy = join(folder, 'ids.npy');
    writeFileSync(npy, npyFile('<i4', [1, 2], Buffer.from(Int32Array.of(7, 8).buffer)));
    const bin = join(folder, 'data.bin');
    writeFileSync(bin, Buffer.alloc(288, 1));
    const files = [`ids:0:${npy}`, `1:${bin}`];
    const { info, inputs } = await prepareInputs({ kind: 'files', files }, [FLAT, NCHW], out('files'));
    expect(info).toMatchObject({ kind: 'file', path: null });
    expect(info.ports.map(({ path }) => path)).toEqual([npy, bin]);
    expect(readFileSync(inputs[0]?.file as string)).toEqual(Buffer.from(Int32Array.of(7, 8).buffer));
    expect(readFileSync(inputs[1]?.file as string)).toEqual(Buffer.alloc(288, 1));
    const picture = await prepareInputs(
      { kind: 'files', files: [`data:${await pictureFile()}`] },
      [FLAT, NCHW],
      out('picture'),
    );
    expect(picture.info).toMatchObject({ kind: 'image', width: 6, height: 4 });
  });

  it('says what does not fit', async () => {
    const npy = join(folder, 'wrong.npy');
    writeFileSync(npy, npyFile('<f8', [2, 1], new Uint8Array(16)));
    const shape = join(folder, 'shape.npy');
    writeFileSync(shape, npyFile('<i4', [2, 1], new Uint8Array(8)));
    const bin = join(folder, 'short.bin');
    writeFileSync(bin, Buffer.alloc(7));
    const prepare = (file: string) => prepareInputs({ kind: 'files', files: [`0:${file}`] }, [FLAT], folder);
    await expectRejection(
      'ELEMENT_TYPE_MISMATCH',
      () => prepare(npy),
      /holds f64 .* takes i32: save array\.astype\('int32'\)/,
    );
    await expectRejection('SHAPE_MISMATCH', () => prepare(shape), /has the shape \[2,1\] .* takes \[1,2\]/);
    await expectRejection('SHAPE_MISMATCH', () => prepare(bin), /has 7 bytes .* takes exactly 8/);
    await expectRejection('FILE_NOT_FOUND', () => prepare(join(folder, 'none.bin')), /There is no input file/);
    await expectRejection('FILE_NOT_READABLE', () => prepare(join(out('folder.bin'))), /not a regular file/);
    await expectRejection('INVALID_ARGUMENT', () => prepare(join(folder, 'notes.txt')), /of no kind that is read/);
    const path = await pictureFile();
    await expectRejection(
      'INVALID_ARGUMENT',
      () => prepareInputs({ kind: 'image', path }, [FLAT], folder),
      /None of the model's inputs takes an image \(ids:0 \[1,2\]\)/,
    );
  });
});

describe('resolvePortFile', () => {
  it('lets the names of the model tell where the file begins', () => {
    expect(resolvePortFile('ids:0:a:b.npy', [FLAT])).toEqual({ index: 0, file: 'a:b.npy' });
    expect(resolvePortFile('1:x', [FLAT, NCHW])).toEqual({ index: 1, file: 'x' });
    expectError('PORT_NOT_FOUND', () => resolvePortFile('2:x', [FLAT, NCHW]), /it has ids:0 \(or 0\), data \(or 1\)/);
    expectError('PORT_NOT_FOUND', () => resolvePortFile('nope:x', [FLAT]), /names no input/);
  });
});
