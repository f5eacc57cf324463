export { drawDefaultImage } from './default-image.js';
export type { ImageInput, ImageLayout, ToInputOptions } from './input.js';
export { describeImageInput, detectLayout, toInput } from './input.js';
export { loadImage } from './load.js';
export { encodePng, writePng } from './png.js';
export { resizeArea } from './resize-area.js';
export type { BgrImage } from './types.js';
