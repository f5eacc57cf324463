/**
 * The stand-in's network as tables: MobileNetV2 with a detection head (SSD), of the exercise's detector's size. Its speed
 * is to be the detector's, so the numbers of channels at each resolution are what that one has.
 */

/** Inverted residual blocks of one kind: expand the channels, filter each, project; the first one has the stride. */
export interface Stage {
  readonly expansion: number;
  readonly channels: number;
  readonly blocks: number;
  readonly stride: 1 | 2;
  /** Whether boxes are predicted from its output. */
  readonly head?: true;
}

/** The first convolution, 3×3 with stride 2, has as many channels as the first stage. */
export const STAGES: readonly Stage[] = [
  { expansion: 1, channels: 16, blocks: 1, stride: 1 },
  { expansion: 6, channels: 16, blocks: 2, stride: 2 },
  { expansion: 6, channels: 16, blocks: 3, stride: 2 },
  { expansion: 6, channels: 24, blocks: 4, stride: 2 },
  { expansion: 6, channels: 32, blocks: 3, stride: 1, head: true },
  { expansion: 6, channels: 56, blocks: 3, stride: 2 },
  { expansion: 6, channels: 112, blocks: 1, stride: 1, head: true },
];

/** Further halvings behind the backbone, each with boxes: 1×1 to `squeeze` channels, 3×3 with stride 2 to `channels`. */
export const EXTRAS: readonly { readonly squeeze: number; readonly channels: number }[] = [
  { squeeze: 96, channels: 192 },
  { squeeze: 48, channels: 96 },
  { squeeze: 48, channels: 96 },
  { squeeze: 24, channels: 48 },
];

/** Prior boxes of a cell at each head, finest grid first: width and height in pixels of the input. */
export const PRIORS: readonly (readonly (readonly [width: number, height: number])[])[] = [
  [
    [24, 12],
    [44, 20],
  ],
  [
    [36, 34],
    [60, 52],
    [84, 84],
  ],
  [
    [72, 110],
    [112, 92],
    [124, 140],
  ],
  [
    [152, 124],
    [164, 188],
  ],
  [
    [204, 168],
    [196, 236],
  ],
  [
    [248, 212],
    [236, 272],
    [284, 284],
  ],
];

/** Background, vehicle, licence plate. */
export const CLASSES = 3;
/** Width and height of the input. */
export const INPUT_SIDE_PX = 300;
/** The longest list of detections: the output is [1, 1, 200, 7]. */
export const MAX_DETECTIONS = 200;
