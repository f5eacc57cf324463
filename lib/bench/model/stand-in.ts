import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../files/atomic-write.js';
import { makeFolder } from '../files/make-folder.js';
import type { IrModel } from './ir/index.js';
import { buildStandIn } from './stand-in-network.js';

/** What reports call the model; it is its friendly name in OpenVINO, too. */
export const STAND_IN_NAME = 'STAND-IN for vehicle-license-plate-detection-barrier-0106';

const FILE_NAME = 'stand-in-for-vehicle-license-plate-detection-barrier-0106';

const INFO =
  'Not the real detector: the same input, output and amount of work with random weights. Its detections mean nothing.';

/** What the files of the stand-in have to be; the generator makes them so, which a test checks. */
export const STAND_IN_SHA256 = {
  xml: '9f9cdad61872a55d374e9254e589ceb3f3831ba1cf64659af34426711e60ed4a',
  bin: '4b376c448cbf87ec305cf8eea34830e5f8f5f22edf3a08dd6a46c7357972e16c',
} as const;

/** The stand-in's text and weights: the same bytes every time. */
export function standInModel(): IrModel {
  return buildStandIn(STAND_IN_NAME, INFO).model;
}

/** Floating-point operations of one inference of the stand-in: 2 × the multiply-accumulates of its convolutions. */
export function standInFlops(): number {
  return buildStandIn(STAND_IN_NAME, INFO).flops;
}

/**
 * Writes the built-in stand-in for the exercise's detector into a folder, which is created if need be. It is made by our
 * own code where the real one can't be had: a MobileNetV2-SSD with f16 weights, f32 input [1, 300, 300, 3], output
 * [1, 1, 200, 7] and about 0.35 GFLOP an inference. What is there already and is right stays untouched; several may
 * write at once.
 *
 * @returns Path of the .xml.
 * @throws OpenVINOError `NOT_WRITABLE` when the folder can't be created or written.
 */
export async function writeStandInModel(dir: string): Promise<string> {
  const path = join(dir, `${FILE_NAME}.xml`);
  const weightsPath = join(dir, `${FILE_NAME}.bin`);
  const [xmlThere, weightsThere] = [await sha256Of(path), await sha256Of(weightsPath)];
  if (xmlThere === STAND_IN_SHA256.xml && weightsThere === STAND_IN_SHA256.bin) return path;
  const { xml, weights } = standInModel();
  await makeFolder(dir);
  // The weights first: whoever finds the .xml finds its .bin.
  await writeFileAtomically(weightsPath, weights);
  await writeFileAtomically(path, xml);
  return path;
}

/** The SHA-256 of a file, or undefined where there is none to read. */
async function sha256Of(file: string): Promise<string | undefined> {
  try {
    return createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  } catch {
    return undefined;
  }
}
