import { type CompiledModel, type InferRequest, OpenVINOError, Tensor } from '../../index.js';
import { describeImageInput, loadImage, resizeArea, toInput } from '../image/index.js';
import { type EndToEndFacts, STAGES, type Stage } from '../modes/mode.js';
import { isDetectionOutput, readDetections } from '../result/detections.js';
import { expected, isOver, type LoopOptions, type LoopResult } from './loops.js';
import { Pauses } from './pauses.js';
import { Samples } from './samples.js';

export interface EndToEndOptions extends LoopOptions {
  readonly request: InferRequest;
  readonly compiled: CompiledModel;
  /** Called when all is warm, before the first picture that counts. */
  readonly onStart?: (() => void) | undefined;
}

export interface EndToEndResult extends LoopResult {
  readonly facts: Omit<EndToEndFacts, 'aloneMs'>;
}

/** Pictures on their way before they count: decoder and resizer get warm, too. */
const WARMUP = 2;

/**
 * Pictures one after the other, each from its file to boxes (of another model: to its outputs' elements): decode, resize,
 * convert, infer, read. A folder's pictures take turns. What a stage makes it makes anew each time, as a program would.
 */
export async function runEndToEnd(files: readonly string[], options: EndToEndOptions): Promise<EndToEndResult> {
  const { clock, stop, onStart } = options;
  const way = wayOf(options);
  const latencies = new Samples(expected(stop));
  const stages = Object.fromEntries(STAGES.map((stage) => [stage, new Samples(expected(stop))])) as Record<
    Stage,
    Samples
  >;
  for (let count = 0; count < WARMUP; count++) await way(files[count % files.length] as string, () => {});
  onStart?.();
  const start = clock.now();
  const pauses = new Pauses(options, start);
  let [now, error] = [start, undefined as unknown];
  try {
    while (!isOver(stop, latencies.count, now - start)) {
      const begin = clock.now();
      let last = begin;
      await way(files[latencies.count % files.length] as string, (stage) => {
        now = clock.now();
        stages[stage].add(now - last);
        last = now;
      });
      latencies.add(now - begin);
      if (now >= pauses.dueAt) pauses.take(latencies.count, now, now - start);
    }
  } catch (cause) {
    error = cause;
  }
  const taken = STAGES.map((stage) => [stage, stages[stage].take()]);
  return {
    ...latencies.take(),
    totalMs: now - start,
    error,
    facts: { files: files.length, stagesMs: Object.fromEntries(taken) as EndToEndFacts['stagesMs'] },
  };
}

type Way = (file: string, ended: (stage: Stage) => void) => Promise<void>;

function wayOf({ request, compiled }: EndToEndOptions): Way {
  const { index, picture, port } = pictureInput(compiled);
  const { width, height } = picture;
  const read = readerOf(compiled, request);
  return async (file, ended) => {
    const image = await loadImage(file);
    ended('decode');
    const resized = resizeArea(image, width, height);
    ended('resize');
    const elements = toInput(resized, { ...picture, elementType: port.elementType });
    request.setInputTensor(index, new Tensor(port.elementType, port.shape, elements));
    ended('convert');
    request.infer(undefined, { shareOutputs: true });
    ended('infer');
    read(image);
    ended('read');
  };
}

function pictureInput({ inputs }: CompiledModel) {
  for (const [index, port] of inputs.entries()) {
    try {
      return { index, port, picture: describeImageInput(port.shape) };
    } catch {
      // the next one may take pictures
    }
  }
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    "None of the model's inputs takes an image: there is no way from a picture.",
  );
}

/** Boxes of a detector; of another model a copy of all outputs. */
function readerOf(
  { outputs }: CompiledModel,
  request: InferRequest,
): (image: { width: number; height: number }) => void {
  const [output] = outputs;
  if (outputs.length === 1 && output?.elementType === 'f32' && isDetectionOutput(output.shape)) {
    return (image) => void readDetections(request.getOutputTensor().data as Float32Array, image);
  }
  return () => {
    for (const index of outputs.keys()) request.getOutputTensor(index).data.slice();
  };
}
