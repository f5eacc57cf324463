import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { imageToTensor, loadImage, resizeArea } from '../../../lib/bench/image/api.js';
import { writePng } from '../../../lib/bench/image/png.js';
import { expectRejection } from '../../helpers/expect-error.js';
import { testFolder } from '../../helpers/folder.js';
import { noisePicture } from '../../helpers/pictures.js';
import { sharedFile } from '../../helpers/shared.js';

const picture = noisePicture(12, 10);

describe('imageToTensor', () => {
  it('resizes and lays a picture out as an input has it', async () => {
    const small = resizeArea(picture, 4, 5);
    const nhwc = await imageToTensor(picture, { shape: [2, 5, 4, 3], elementType: 'u8' });
    expect([nhwc.elementType, nhwc.shape]).toEqual(['u8', [2, 5, 4, 3]]);
    expect([...nhwc.data]).toEqual([...small.data, ...small.data]);
    const nchw = await imageToTensor(picture, { shape: [1, 3, 5, 4] });
    expect(nchw.elementType).toBe('f32');
    const plane = (channel: number): number[] => [...small.data].filter((_, i) => i % 3 === channel);
    expect([...nchw.data]).toEqual([...plane(0), ...plane(1), ...plane(2)]);
  });

  it('takes a file and its bytes', async () => {
    const file = join(testFolder(), 'noise.png');
    await writePng(picture, file);
    const input = { shape: [1, 5, 4, 3] };
    const expected = [...(await imageToTensor(picture, input)).data];
    expect([...(await imageToTensor(file, input)).data]).toEqual(expected);
    expect([...(await imageToTensor(readFileSync(file), input)).data]).toEqual(expected);
    expect((await loadImage(file)).width).toBe(12);
  });

  it('is told the layout where the shape says both', async () => {
    const shape = [1, 3, 2, 3];
    const [nchw, nhwc] = await Promise.all(
      (['NCHW', 'NHWC'] as const).map((layout) => imageToTensor(picture, { shape, elementType: 'u8' }, { layout })),
    );
    expect([...(nhwc?.data ?? [])]).toEqual([...resizeArea(picture, 2, 3).data]);
    expect(nchw?.data).not.toEqual(nhwc?.data);
    const wrong = imageToTensor(picture, { shape: [1, 3, 4, 4] }, { layout: 'NHWC' });
    await expectRejection('INVALID_ARGUMENT', () => wrong, /is NCHW, not NHWC/);
  });

  it.each([
    [5, 'INVALID_ARGUMENT'],
    [null, 'INVALID_ARGUMENT'],
    [{ width: 2, height: 2, data: new Uint8Array(11) }, 'INVALID_ARGUMENT'],
    ['/no/such.png', 'FILE_NOT_FOUND'],
    [Buffer.from('no picture'), 'IMAGE_INVALID'],
  ] as const)('refuses %o', async (image, code) => {
    await expectRejection(code, () => imageToTensor(image as never, { shape: [1, 3, 4, 4] }));
  });

  it('refuses an input that takes no picture', async () => {
    await expectRejection('INVALID_ARGUMENT', () => imageToTensor(picture, { shape: [1, 16] }), /takes no image/);
  });

  const car = sharedFile('images/car.png');
  const golden = sharedFile('golden/car-300x300-inter-area.png');
  it.skipIf(car === undefined || golden === undefined)('gives the pixels that OpenCV gives', async () => {
    const tensor = await imageToTensor(car as string, { shape: [1, 300, 300, 3], elementType: 'u8' });
    expect(Buffer.compare(tensor.data as Uint8Array, (await loadImage(golden as string)).data)).toBe(0);
  });
});
