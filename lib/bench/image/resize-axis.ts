/** What the resize does along one axis. */
export interface ResizeAxis {
  readonly sourceLength: number;
  readonly targetLength: number;
  /** target / source in doubles */
  readonly inverseScale: number;
  /** 1 / inverseScale: source pixels a target pixel. Not source / target, which may differ in the last bit. */
  readonly scale: number;
  /** The scale where it is a whole number, else 0. */
  readonly wholeFactor: number;
}

/** How an axis of `sourceLength` pixels becomes one of `targetLength`. */
export function axis(sourceLength: number, targetLength: number): ResizeAxis {
  const inverseScale = targetLength / sourceLength;
  const scale = 1 / inverseScale;
  const nearest = Math.round(scale);
  const wholeFactor = Math.abs(scale - nearest) < Number.EPSILON ? nearest : 0;
  return { sourceLength, targetLength, inverseScale, scale, wholeFactor };
}
