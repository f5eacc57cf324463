import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type BgrImage,
  describeImageInput,
  drawDefaultImage,
  loadImage,
  resizeArea,
  toInput,
} from '../../lib/bench/image/index.js';
import { type Detection, isDetectionOutput, readDetections } from '../../lib/bench/result/detections.js';
import { Core, Tensor } from '../../lib/index.js';
import { testFolder } from '../helpers/folder.js';
import { sharedFile } from '../helpers/shared.js';

const NAME = 'vehicle-license-plate-detection-barrier-0106';
const car = sharedFile('images/car.png');
const goldenFile = sharedFile('golden/car-detections.json');
const present = car !== undefined && goldenFile !== undefined;

/** One detection, its box in the unit square. */
interface Row {
  readonly label: number;
  readonly confidence: number;
  readonly xmin: number;
  readonly ymin: number;
  readonly xmax: number;
  readonly ymax: number;
}

const modelPath = (precision: string): string => sharedFile(`models/${NAME}/${precision}/${NAME}.xml`) as string;

/** What ov-bench does with an image and a detector, in the public API's words. `seen` is what the model was given. */
async function detect(xml: string, image: BgrImage): Promise<{ found: Detection[]; seen: Tensor }> {
  using core = new Core();
  using compiled = await core.compileModel(xml, 'CPU', { INFERENCE_PRECISION_HINT: 'f32' });
  const port = compiled.input();
  const { layout, width, height, channels } = describeImageInput(port.shape);
  const elements = toInput(resizeArea(image, width, height), { layout, channels, elementType: port.elementType });
  const seen = new Tensor(port.elementType, port.shape, elements);
  expect(isDetectionOutput(compiled.output().shape)).toBe(true);
  using request = compiled.createInferRequest();
  const [output] = Object.values(await request.inferAsync([seen]));
  return { found: readDetections((output as Tensor).data as Float32Array, image), seen };
}

/** Detections as rows in the unit square. */
function rows(found: readonly Detection[], { width, height }: BgrImage): Row[] {
  return found.map(({ labelId, confidence, box: [xmin, ymin, xmax, ymax] }) => ({
    label: labelId,
    confidence,
    xmin: xmin / width,
    ymin: ymin / height,
    xmax: xmax / width,
    ymax: ymax / height,
  }));
}

function expectRows(actual: readonly Row[], expected: readonly Row[], tolerance: number): void {
  expect(actual.map(({ label }) => label)).toEqual(expected.map(({ label }) => label));
  actual.forEach((row, index) => {
    for (const key of ['confidence', 'xmin', 'ymin', 'xmax', 'ymax'] as const) {
      const off = Math.abs(row[key] - (expected[index]?.[key] as number));
      expect(off, `${key} of detection ${index}`).toBeLessThanOrEqual(tolerance);
    }
  });
}

describe.runIf(present)("the exercise's detector on its photograph", () => {
  const dir = testFolder();
  const golden = (): Record<string, Row[]> => JSON.parse(readFileSync(goldenFile as string, 'utf8')).models;

  test.each(['FP32', 'FP16'])('%s detects what Python does, within 0.002', async (precision) => {
    const image = await loadImage(car as string);
    const { found } = await detect(modelPath(precision), image);
    expect(found.map(({ label }) => label)).toEqual(['vehicle', 'licence plate']);
    expectRows(rows(found, image), golden()[precision] as Row[], 0.002);
  });

  test('FP16-INT8 within 0.002 of Python on this machine, or 0.05 of the recorded one without Python', async () => {
    const image = await loadImage(car as string);
    const { found, seen } = await detect(modelPath('FP16-INT8'), image);
    const python = detectInPython(modelPath('FP16-INT8'), seen, dir);
    expectRows(rows(found, image), golden()['FP16-INT8'] as Row[], 0.05);
    if (python !== undefined) expectRows(rows(found, image), python, 0.002);
  });

  test('the default picture shows it a vehicle and a plate', async () => {
    const { found } = await detect(modelPath('FP32'), drawDefaultImage());
    expect(found.map(({ label }) => label)).toEqual(['vehicle', 'licence plate']);
    const [xmin, ymin, xmax, ymax] = found[0]?.box ?? [0, 0, 0, 0];
    expect(xmin).toBeLessThan(220);
    expect(xmax).toBeGreaterThan(420);
    expect(ymin).toBeLessThan(110);
    expect(ymax).toBeGreaterThan(350);
  });

  test('another photograph, a JPEG too close for it to see the vehicle: what cv2 and Python find', async () => {
    const image = await loadImage(sharedFile('images/mercedes-front.jpg') as string);
    const { found } = await detect(modelPath('FP32'), image);
    const plate = { label: 2, confidence: 0.955, xmin: 279 / 1200, ymin: 571 / 675, xmax: 391 / 1200, ymax: 596 / 675 };
    expectRows(rows(found, image), [plate], 0.002);
  });
});

const PYTHON = `
import json, sys
import numpy, openvino
model, raw, shape = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
compiled = openvino.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
rows = compiled([numpy.fromfile(raw, numpy.float32).reshape(shape)])[0].reshape(-1, 7)
keys = ["image", "label", "confidence", "xmin", "ymin", "xmax", "ymax"]
print(json.dumps([dict(zip(keys, map(float, row))) for row in rows if row[2] > 0.5]))
`;

/** The same elements through Python's binding, or undefined where there is no Python with OpenVINO. */
function detectInPython(xml: string, input: Tensor, dir: string): Row[] | undefined {
  const raw = join(dir, 'input.raw');
  writeFileSync(raw, new Uint8Array(input.data.buffer, input.data.byteOffset, input.data.byteLength));
  try {
    execFileSync('python3', ['-c', 'import numpy, openvino'], { stdio: 'ignore', timeout: 20_000 });
  } catch {
    return undefined;
  }
  const args = ['-c', PYTHON, xml, raw, JSON.stringify(input.getShape())];
  return JSON.parse(execFileSync('python3', args, { encoding: 'utf8', timeout: 20_000 }));
}
