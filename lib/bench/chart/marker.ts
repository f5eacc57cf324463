import { px } from './escape.js';

/** A mark on a line: of another form for each series, so that colour is not all that tells them apart. */
export function marker(x: number, y: number, series: number, size = 4.5): string {
  const style = `class="ovc-f${series}" stroke-width="0"`;
  const path = (...points: readonly (readonly [number, number])[]): string =>
    `<path ${style} d="M${points.map(([dx, dy]) => `${px(x + dx * size)} ${px(y + dy * size)}`).join('L')}Z"/>`;
  switch (series % 4) {
    case 1:
      return path([-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]);
    case 2:
      return path([0, -1.2], [1.15, 0.85], [-1.15, 0.85]);
    case 3:
      return path([0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]);
    default:
      return `<circle ${style} cx="${px(x)}" cy="${px(y)}" r="${size}"/>`;
  }
}
