import fs from 'node:fs';
import path from 'node:path';

/** Where the modules of one program start, below dist/. */
const ENTRY = 'index.js';
/** The file that holds what can be reached from there. */
const BUNDLE = 'openvino-node';

/**
 * Puts the modules that `import '@x/openvino-node'` loads into one file: Node.js takes 0.5 ms for each module, and there are
 * sixty (measured: 39 ms as they are, 13 ms as one). Each module stays where it is and passes on what the one file has of it,
 * so that whoever imports it by its own name gets the same classes.
 *
 * @param {string} folder compiled modules with their source maps
 */
export async function bundle(folder) {
  const { rolldown } = await import('rolldown');
  const modules = reachable(folder, ENTRY);
  const build = await rolldown({
    input: Object.fromEntries(modules.map((file) => [file.replace(/\.js$/, ''), path.join(folder, file)])),
    // the file's comments name modules relative to it
    cwd: folder,
    platform: 'node',
    preserveEntrySignatures: 'strict',
    plugins: [{ name: 'source maps of the compiler', load: (file) => withMap(file) }],
  });
  try {
    await build.write({
      dir: folder,
      format: 'esm',
      sourcemap: true,
      // read at every start; the compiler's declarations have the comments
      comments: { legal: false, annotation: false, jsdoc: false },
      entryFileNames: '[name].js',
      chunkFileNames: `${BUNDLE}.js`,
      codeSplitting: { groups: [{ name: BUNDLE, test: () => true }] },
    });
  } finally {
    await build.close();
  }
}

/**
 * Modules that an entry imports at its top, itself among them; dynamic imports stay what they are.
 * @param {string} folder
 * @param {string} entry
 */
function reachable(folder, entry) {
  const found = new Set([entry]);
  for (const file of found) {
    const text = fs.readFileSync(path.join(folder, file), 'utf8');
    for (const [, name] of text.matchAll(/^(?:import|export)\b[^'"]*?from '(\.[^']+)';$|^import '(\.[^']+)';$/gm)) {
      found.add(path.posix.join(path.posix.dirname(file), name ?? ''));
    }
  }
  return [...found];
}

/** @param {string} file */
function withMap(file) {
  const code = fs.readFileSync(file, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
  return { code, map: fs.readFileSync(`${file}.map`, 'utf8') };
}
