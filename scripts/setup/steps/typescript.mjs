import { buildTypescript, typescriptPending } from '../../build-typescript.mjs';

/** lib/ to dist/: the package and the command as they are published. */
export const typescript = /** @type {import('../context.mjs').Step} */ ({
  title: 'TypeScript build',
  pending: (context) => typescriptPending(context),
  requirements: () => [],
  run: (context) => buildTypescript(context),
});
