import { type Model, OpenVINOError } from '../../index.js';
import type { ShapeOption } from '../options.js';

/** Gives the model the shapes asked for; trials do the same with the same options. */
export function applyShapes(model: Model, shapes: readonly ShapeOption[]): void {
  if (shapes.length === 0) return;
  const names = model.inputs.map((port) => port.anyName);
  const byIndex = new Map<number, number[]>();
  for (const { input, shape } of shapes) {
    const index = input === undefined ? 0 : names.indexOf(input);
    if (index === -1 || (input === undefined && names.length !== 1)) {
      throw new OpenVINOError(
        'PORT_NOT_FOUND',
        `--shape ${input === undefined ? 'without a name' : `for ${input}`} fits no input of the model: name one of ${names.join(', ')}, as in ${names[0]}:[1,3,224,224].`,
      );
    }
    byIndex.set(index, [...shape]);
  }
  model.reshape(byIndex);
}
