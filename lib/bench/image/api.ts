/**
 * Pictures as a model's image input takes them.
 *
 * @module @x/openvino-node/image
 */
export { type ImageTarget, type ImageToTensorOptions, imageToTensor } from './image-to-tensor.js';
export type { ImageLayout } from './input.js';
export { loadImage } from './load.js';
export { resizeArea } from './resize-area.js';
export type { BgrImage } from './types.js';
