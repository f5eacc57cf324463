import { pathToFileURL } from 'node:url';
import { StepError } from '../step-error.mjs';

/**
 * The default model, found or downloaded into the cache. Where its server is out of reach the built-in stand-in takes its
 * place; that is remembered for a day and counts as done.
 */
export const model = /** @type {import('../context.mjs').Step} */ ({
  title: 'default model',

  async pending(context, earlierPending) {
    if (earlierPending) return 'not looked for yet';
    const { env } = context;
    const { locateDefaultModel } = await fromDist(context, 'bench/model/default-model.js');
    const { unreachableSince } = await fromDist(context, 'bench/model/unreachable.js');
    const { cacheDir } = await fromDist(context, 'runtime/cache-dir.js');
    const { mirrorUrl } = await fromDist(context, 'runtime/mirror.js');
    try {
      if ((await locateDefaultModel({ env })) !== undefined) return undefined;
      const models = `${cacheDir(env)}/models`;
      return (await unreachableSince(models, mirrorUrl(env), env)) ? undefined : 'none was found';
    } catch (error) {
      throw failed(error);
    }
  },

  requirements: () => [],

  async run(context) {
    const { resolveDefaultModel } = await fromDist(context, 'bench/model/default-model.js');
    const log = (/** @type {string} */ line) => context.say(`      ${line}`);
    try {
      const { xml, source } = await resolveDefaultModel({ env: context.env, log });
      return source === 'stand-in' ? `the stand-in will be used: ${xml}` : xml;
    } catch (error) {
      throw failed(error);
    }
  },
});

/**
 * @param {import('../context.mjs').Context} context
 * @param {string} file
 */
const fromDist = (context, file) => import(pathToFileURL(context.path(`dist/${file}`)).href);

/** @param {unknown} error */
function failed(error) {
  return new StepError('default model', {
    failed: error instanceof Error ? error.message : String(error),
    tried: 'OV_BENCH_MODEL_DIR, the cache, the download',
    todo: 'correct or unset OV_BENCH_MODEL_DIR; see that the cache folder can be written.',
  });
}
