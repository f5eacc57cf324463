import { type IrModel, type IrPort, ops } from './ir/index.js';
import { StandInBuilder } from './stand-in-builder.js';
import { addDetectionHead } from './stand-in-head.js';
import { EXTRAS, INPUT_SIDE_PX, PRIORS, STAGES } from './stand-in-layers.js';

/** The names by which the published detector's input and output are found. */
const INPUT_NAMES = ['Placeholder', 'Placeholder:0', 'MobilenetV2/input:0'];

/** Builds the stand-in; `flops` is the work of one inference, see {@link StandInBuilder.flops}. */
export function buildStandIn(name: string, info: string): { model: IrModel; flops: number } {
  const builder = new StandInBuilder(name);
  const { graph } = builder;
  graph.info('stand_in', info);
  const shape = [1, INPUT_SIDE_PX, INPUT_SIDE_PX, 3];
  const image = graph.parameter('Placeholder', 'f32', shape, { names: INPUT_NAMES, layout: '[N,H,W,C]' });
  const planes = ops.transpose(graph, 'planes', image, [0, 3, 1, 2]);
  const mean = ops.halves(graph, 'mean', [1, 3, 1, 1], [127.5, 127.5, 127.5]);
  const centred = ops.elementwise(graph, 'Subtract', 'centred', planes, mean);
  graph.result(addDetectionHead(builder, addBackbone(builder, centred), PRIORS));
  return { model: graph.build(), flops: builder.flops };
}

/** The feature maps from which boxes are predicted, finest grid first. */
function addBackbone(builder: StandInBuilder, image: IrPort): IrPort[] {
  const heads: IrPort[] = [];
  // The gain brings values of ±127.5 to ±1.
  let x = builder.activated('stem', image, {
    channels: STAGES[0]?.channels ?? 0,
    kernel: 3,
    stride: 2,
    gain: 1 / 127.5,
  });
  STAGES.forEach(({ expansion, channels, blocks, stride, head }, stage) => {
    for (let block = 0; block < blocks; block++) {
      x = builder.block(`stage${stage}/block${block}`, x, expansion, channels, block === 0 ? stride : 1);
    }
    if (head) heads.push(x);
  });
  EXTRAS.forEach(({ squeeze, channels }, index) => {
    const narrow = builder.convolution(`extra${index}/squeeze`, x, { channels: squeeze, kernel: 1 });
    const active = ops.relu(builder.graph, `extra${index}/squeeze/relu`, narrow);
    const halved = builder.convolution(`extra${index}/halve`, active, { channels, kernel: 3, stride: 2 });
    x = ops.relu(builder.graph, `extra${index}/halve/relu`, halved);
    heads.push(x);
  });
  return heads;
}
