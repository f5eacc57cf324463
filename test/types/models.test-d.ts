import {
  type AnyTensor,
  AsyncInferQueue,
  type CompiledModel,
  type InferRequest,
  type InferResults,
  inferTransformStream,
  type Output,
  pipeline,
  Tensor,
} from '@x/openvino-node';
import { expectTypeOf } from 'vitest';

declare const compiledModel: CompiledModel;
declare const port: Output;
const image = new Tensor('f32', [1, 3]);

/** Without declared types: any names, and tensors that are told apart by their type. */
export async function untyped(): Promise<void> {
  const request = compiledModel.createInferRequest();
  const results = await compiledModel.run({ image });
  expectTypeOf(results).toEqualTypeOf<InferResults>();
  expectTypeOf(results['boxes']).toEqualTypeOf<AnyTensor | undefined>();
  const { boxes } = request.infer([image]);
  if (boxes?.elementType === 'f32') expectTypeOf(boxes.data).toEqualTypeOf<Float32Array>();
  request.infer();
  request.infer({ a: new Float32Array(1), b: new BigInt64Array(1) });
  request.infer(new Map<string | Output, Tensor>([['image', image]]));
  await request.inferAsync({ image }, { shareOutputs: true, signal: AbortSignal.timeout(1) });
  await compiledModel.run({ image }, { outputs: { boxes: new Float32Array(1) } });
  expectTypeOf(request.getTensor('x')).toEqualTypeOf<AnyTensor>();
  expectTypeOf(request.getTensor(port)).toEqualTypeOf<AnyTensor>();
  expectTypeOf(request.getOutputTensor()).toEqualTypeOf<AnyTensor>();
  request.setTensor('x', image);
  request.setInputTensor(image);
  request.setOutputTensor(0, image);

  // @ts-expect-error TS2345 no tensor
  request.infer({ image: 'car.png' });
  // @ts-expect-error TS2345 undefined is not left out
  request.infer({ image: undefined });
  // @ts-expect-error TS2345 a tensor is not the inputs
  request.infer(image);
  // @ts-expect-error TS2554 inputs have to be given
  await compiledModel.run();
  // @ts-expect-error TS2561 no such option
  request.infer({ image }, { shareOutput: true });
  // @ts-expect-error TS2353 a thread that is blocked hears of no signal
  request.infer({ image }, { signal: AbortSignal.timeout(1) });
  // @ts-expect-error TS2322 no such value
  await request.inferAsync({ image }, { shareOutputs: 'yes' });
  // @ts-expect-error TS2353 run() gives results of one's own
  await compiledModel.run({ image }, { shareOutputs: true });
}

const detector = compiledModel.typed({
  inputs: { image: 'f32', mask: 'u8' },
  outputs: { boxes: 'f32', labels: 'i64' },
});
const mask = new Tensor('u8', [1]);
expectTypeOf(detector).toEqualTypeOf<CompiledModel<{ image: 'f32'; mask: 'u8' }, { boxes: 'f32'; labels: 'i64' }>>();

/** With declared types: names and types of inputs are asked for, and outputs have theirs. */
export async function typed(): Promise<void> {
  const { boxes, labels } = await detector.run({ image: new Float32Array(1), mask });
  expectTypeOf(boxes).toEqualTypeOf<Tensor<'f32'>>();
  expectTypeOf(boxes.data).toEqualTypeOf<Float32Array>();
  expectTypeOf(labels.data).toEqualTypeOf<BigInt64Array>();
  await detector.run({ image, mask: Buffer.alloc(1) }, { outputs: { boxes: new Float32Array(1) } });
  await detector.run([image, mask]);

  // @ts-expect-error TS2339
  (await detector.run({ image, mask })).scores;
  // @ts-expect-error TS2345 all inputs are needed
  await detector.run({ image });
  // @ts-expect-error TS2353 no such input
  await detector.run({ image, mask, imag: image });
  // @ts-expect-error TS2345 of another type
  await detector.run({ image: mask, mask });
  // @ts-expect-error TS2345 of another class
  await detector.run({ image: new Float64Array(1), mask });
  // @ts-expect-error TS2345 which type it is nobody knows
  await detector.run({ image: image as Tensor, mask });
  // @ts-expect-error TS2322 an output of another class
  await detector.run({ image, mask }, { outputs: { boxes: new Int32Array(1) } });
  // @ts-expect-error TS2353 no such output
  await detector.run({ image, mask }, { outputs: { scores: new Float32Array(1) } });
}

/** Its requests have them as well. */
export async function typedRequest(): Promise<void> {
  const request = detector.createInferRequest();
  expectTypeOf(request.infer({ image, mask }).boxes.data).toEqualTypeOf<Float32Array>();
  expectTypeOf((await request.inferAsync({ image })).labels.data).toEqualTypeOf<BigInt64Array>();
  request.infer();
  request.startAsync({ mask });
  expectTypeOf(request.getTensor('image').data).toEqualTypeOf<Float32Array>();
  expectTypeOf(request.getTensor('labels').data).toEqualTypeOf<BigInt64Array>();
  expectTypeOf(request.getTensor(port)).toEqualTypeOf<AnyTensor>();
  expectTypeOf(request.getOutputTensor(1).data).toEqualTypeOf<Float32Array | BigInt64Array>();
  expectTypeOf(request.getInputTensor(0)).toEqualTypeOf<Tensor<'f32'> | Tensor<'u8'>>();
  expectTypeOf(request.getCompiledModel()).toEqualTypeOf(detector);
  request.setTensor('image', image);
  request.setInputTensor(1, mask);

  // @ts-expect-error TS2769
  request.getTensor('scores');
  // @ts-expect-error TS2769
  request.setTensor('image', mask);
  // @ts-expect-error TS2345
  request.setInputTensor(0, new Tensor('i64', [1]));
  // @ts-expect-error TS2353
  request.startAsync({ imag: image });
  // @ts-expect-error TS2345
  await request.inferAsync({ image: mask });
}

/** So have queues and pipelines. */
export async function typedPools(): Promise<void> {
  const queue = new AsyncInferQueue(detector, 2, { whenFull: 'wait' });
  queue.setCallback((_error, request) => {
    expectTypeOf(request.getTensor('boxes').data).toEqualTypeOf<Float32Array>();
  });
  await queue.startAsync({ image, mask });
  expectTypeOf((await queue.getIdleRequest()).infer().boxes).toEqualTypeOf<Tensor<'f32'>>();
  // @ts-expect-error TS2345
  await queue.startAsync({ image });
  // @ts-expect-error TS2322
  new AsyncInferQueue(detector, 2, { whenFull: 'never' });
  const named = new AsyncInferQueue<string>(detector);
  named.setCallback((_error, _request, name) => expectTypeOf(name).toEqualTypeOf<string | undefined>());

  for await (const { item, outputs } of pipeline(detector, ['a.png'], { preprocess: () => ({ image, mask }) })) {
    expectTypeOf(item).toEqualTypeOf<string>();
    expectTypeOf(outputs.labels.data).toEqualTypeOf<BigInt64Array>();
  }
  const { readable } = inferTransformStream(detector, { preprocess: async (_item: string) => ({ image, mask }) });
  for await (const { outputs } of readable) expectTypeOf(outputs.boxes.data).toEqualTypeOf<Float32Array>();
  // @ts-expect-error TS2322
  pipeline(detector, ['a.png'], { preprocess: () => ({ image }) });
  // @ts-expect-error TS2561
  pipeline(detector, [], { inflight: 2 });
}

// who asks for any compiled model or request takes one with types, but not the other way round
const anyModel: CompiledModel = detector;
const anyRequest: InferRequest = detector.createInferRequest();
const anyResults: InferResults = detector.createInferRequest().infer();
// @ts-expect-error TS2322
const undeclared: typeof detector = compiledModel;

// one half may be left out
const halfTyped = compiledModel.typed({ outputs: { boxes: 'f32' } });
expectTypeOf(halfTyped.createInferRequest().infer([image]).boxes.data).toEqualTypeOf<Float32Array>();
const other = compiledModel.typed({ inputs: { image: 'f32' } });
expectTypeOf(other.createInferRequest().infer({ image })['boxes']).toEqualTypeOf<AnyTensor | undefined>();

// @ts-expect-error TS2820 TS2322
compiledModel.typed({ inputs: { image: 'float32' } });
// @ts-expect-error TS2561
compiledModel.typed({ input: { image: 'f32' } });

export { anyModel, anyRequest, anyResults, undeclared };
