/** Numbers from 0 up to 1 that follow from a seed: sfc32, whose shortest cycle outlasts any use here. */
export function seededRandom(seed: number): () => number {
  let [a, b, c, counter] = [seed | 0, (seed ^ 0x9e3779b9) | 0, 0x2545f491 | 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // near seeds begin alike
  for (let round = 0; round < 16; round++) next();
  return next;
}
