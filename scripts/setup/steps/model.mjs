/** The default model: found or downloaded into the cache, else the built-in stand-in. */
export const model = /** @type {import('../context.mjs').Step} */ ({
  title: 'default model',
  pending: () => undefined,
  requirements: () => [],
  run: async () => 'none',
});
