export type { IrLayerSpec } from './graph.js';
export { IrGraph } from './graph.js';
export * as ops from './ops.js';
export type { IrAttributes, IrDimension, IrElementType, IrModel, IrOutputSpec, IrPort, IrShape } from './types.js';
