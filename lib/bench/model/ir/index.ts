export type { IrAttributes, IrLayerSpec, IrOutputSpec } from './graph.js';
export { IrGraph } from './graph.js';
export * as ops from './ops.js';
export type { IrDimension, IrElementType, IrModel, IrPort, IrShape } from './types.js';
