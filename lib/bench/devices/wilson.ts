/** 97.5 % point of the normal distribution. */
const Z = 1.959964;

/**
 * The 95 % interval of a share of which `count` of `of` were seen: Wilson's score interval (E. B. Wilson, Probable inference,
 * the law of succession, and statistical inference, Journal of the American Statistical Association 22, 1927). It stays
 * between 0 and 1 and has a width where none or all were seen, as the textbook's p ± z √(p (1 − p) / n) does not.
 */
export function wilsonInterval(count: number, of: number): readonly [low: number, high: number] {
  if (of <= 0) return [0, 1];
  const share = count / of;
  const spread = (Z * Z) / of;
  const middle = share + spread / 2;
  const half = Z * Math.sqrt((share * (1 - share)) / of + spread / of / 4);
  // the ends are exact, but for what rounding makes of them
  const low = count === 0 ? 0 : (middle - half) / (1 + spread);
  const high = count === of ? 1 : (middle + half) / (1 + spread);
  return [Math.max(0, low), Math.min(1, high)];
}
