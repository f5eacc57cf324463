import { type IrGraph, type IrPort, ops } from './ir/index.js';
import type { StandInBuilder } from './stand-in-builder.js';
import { CLASSES, INPUT_SIDE_PX, MAX_DETECTIONS } from './stand-in-layers.js';

type Priors = readonly (readonly [width: number, height: number])[];

/** Logits of the classes: the background leads by so much that few boxes are candidates, as with a real detector. */
const BACKGROUND_LEAD = 6.5;

/** SSD: boxes and class scores predicted on each feature map, decoded against prior boxes and thinned out. */
export function addDetectionHead(builder: StandInBuilder, maps: readonly IrPort[], priors: readonly Priors[]): IrPort {
  const { graph } = builder;
  const locations: IrPort[] = [];
  const scores: IrPort[] = [];
  const boxes: IrPort[] = [];
  maps.forEach((map, index) => {
    const cell = priors[index] ?? [];
    const name = `head${index}`;
    locations.push(predict(builder, `${name}/boxes`, map, cell.length * 4));
    const lead = cell.flatMap(() => [BACKGROUND_LEAD, 0, 0]);
    scores.push(predict(builder, `${name}/scores`, map, cell.length * CLASSES, lead));
    boxes.push(priorBoxes(graph, `${name}/priors`, map, cell));
  });
  const location = ops.concat(graph, 'boxes', locations, 1);
  const count = (location.shape[1] as number) / 4;
  const logits = ops.reshape(graph, 'scores by box', ops.concat(graph, 'scores', scores, 1), [1, count, CLASSES]);
  const confidence = ops.reshape(graph, 'confidence', softmax(graph, 'softmax', logits), [1, count * CLASSES]);
  const prior = ops.reshape(graph, 'priors by image', ops.concat(graph, 'priors', boxes, 1), [1, 2, count * 4]);
  return detectionOutput(graph, [location, confidence, prior]);
}

/** A 3×3 convolution whose channels come last and then all in one row. */
function predict(
  builder: StandInBuilder,
  name: string,
  map: IrPort,
  channels: number,
  bias: readonly number[] = new Array<number>(channels).fill(0),
): IrPort {
  const predicted = builder.convolution(name, map, { channels, kernel: 3, gain: 0.6, bias });
  const last = ops.transpose(builder.graph, `${name}/last`, predicted, [0, 2, 3, 1]);
  const length = (last.shape as readonly number[]).reduce((product, size) => product * size, 1);
  return ops.reshape(builder.graph, `${name}/row`, last, [1, length]);
}

/** [2, 4·cells·boxes]: corners in the first row, the variances that scale the predicted offsets in the second. */
function priorBoxes(graph: IrGraph, name: string, map: IrPort, cell: Priors): IrPort {
  const [, , height, width] = map.shape as readonly [number, number, number, number];
  const inputs = [
    ops.int64s(graph, `${name}/grid`, [height, width]),
    ops.int64s(graph, `${name}/image`, [INPUT_SIDE_PX, INPUT_SIDE_PX]),
  ];
  return graph.op({
    type: 'PriorBoxClustered',
    opset: 'opset1',
    name,
    attributes: {
      width: cell.map(([boxWidth]) => boxWidth),
      height: cell.map(([, boxHeight]) => boxHeight),
      clip: false,
      step: 0,
      step_w: INPUT_SIDE_PX / width,
      step_h: INPUT_SIDE_PX / height,
      offset: 0.5,
      variance: [0.1, 0.1, 0.2, 0.2],
    },
    inputs,
    outputs: [{ elementType: 'f32', shape: [2, height * width * cell.length * 4] }],
  });
}

function softmax(graph: IrGraph, name: string, x: IrPort): IrPort {
  const { elementType, shape } = x;
  const attributes = { axis: shape.length - 1 };
  return graph.op({
    type: 'SoftMax',
    opset: 'opset8',
    name,
    attributes,
    inputs: [x],
    outputs: [{ elementType, shape }],
  });
}

function detectionOutput(graph: IrGraph, inputs: readonly IrPort[]): IrPort {
  return graph.op({
    type: 'DetectionOutput',
    opset: 'opset8',
    name: 'DetectionOutput_',
    attributes: {
      background_label_id: 0,
      top_k: 400,
      keep_top_k: MAX_DETECTIONS,
      variance_encoded_in_target: false,
      code_type: 'caffe.PriorBoxParameter.CENTER_SIZE',
      share_location: true,
      nms_threshold: 0.45,
      confidence_threshold: 0.01,
      clip_after_nms: false,
      clip_before_nms: false,
      decrease_label_id: false,
      normalized: true,
      input_height: 1,
      input_width: 1,
      objectness_score: 0,
    },
    inputs,
    outputs: [
      { elementType: 'f32', shape: [1, 1, MAX_DETECTIONS, 7], names: ['DetectionOutput_', 'DetectionOutput_:0'] },
    ],
  });
}
