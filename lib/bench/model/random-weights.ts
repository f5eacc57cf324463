/** The smallest magnitude of a weight: far from f16's subnormals (6e-5), which slow some devices down. */
const SMALLEST = 2 ** -12;

/**
 * Pseudo-random weights, the same sequence every time: xorshift with 32 bits of state. They only have to be spread evenly
 * and to depend on nothing but the seed.
 */
export class RandomWeights {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0 || 1;
  }

  /** `count` numbers spread evenly from -limit to limit, those closest to 0 moved away to ±2^-12. */
  uniform(count: number, limit: number): Float64Array {
    return Float64Array.from({ length: count }, () => {
      const value = (this.#next() / 2 ** 31 - 1) * limit;
      return value < 0 ? Math.min(value, -SMALLEST) : Math.max(value, SMALLEST);
    });
  }

  #next(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state;
  }
}
