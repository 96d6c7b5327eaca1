/**
 * Makes few files of many, as the last step of a build: Node takes longer to find and link two hundred modules than
 * to run them. What a process or a thread begins with is replaced by a file that holds what it needs, or imports it
 * from chunks beside `cli/paths.js`, which finds modules by where it lies itself. The modules that went in stay.
 *
 *     node tools/bundle.mjs [FROM [TO]]      `dist`, in place, by default
 */
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { minify } from '@swc/core';
import { rollup } from 'rollup';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What a process, a thread or an embedder begins with. */
const entries = ['src/cli/main', 'src/cli/repl/thread', 'src/cli/hosting/group', 'src/index'];

/** Each chunk holds these and all that they import, but for what an earlier one holds; others are as small as they come. */
const chunks = {
  base: ['src/host/own-account', 'src/net/heap', 'src/net/writer', 'src/net/log', 'src/cli/exit-code', 'src/cli/paths', 'src/host/units', 'src/host/policy/capabilities'],
  cli: ['src/cli/program', 'src/cli/commands/eval'],
  language: ['src/index', 'src/host/evaluate-service', 'src/host/inspect', 'src/host/values-out', 'src/cli/script-file'],
  proxy: ['src/cli/hosting/service', 'src/net/ports'],
};

/** Whoever imports `node:process` looks at all that it has, and so opens the standard streams; the global is the same. */
const globalProcess = {
  name: 'global-process',
  resolveId: (id) => (id === 'node:process' ? '\0process' : null),
  load: (id) => (id === '\0process' ? 'export default process;' : null),
};

/** The chunk of libraries that the language needs. */
const libraries = 'libraries';
const isLibrary = (id) => /[\\/]node_modules[\\/](acorn|saxes|xmlchars)[\\/]/.test(id);

/**
 * Half of the time that a chunk takes V8 reads it: no comments, and no letters that take two bytes. Nothing of ours is renamed: a stack
 * shows names. Those of libraries nobody looks for.
 */
const small = {
  name: 'small',
  renderChunk: (code, { name }) => minify(code, { module: true, compress: false, mangle: name === libraries, format: { comments: false, asciiOnly: true } }),
};

/** From a module to the chunk that it goes into, if it goes into one of those. */
function placed(file, getModuleInfo) {
  const places = new Map();
  const place = (id, name) => {
    if (places.has(id)) return;
    places.set(id, name);
    for (const imported of getModuleInfo(id)?.importedIds ?? []) place(imported, name);
  };
  place('\0commonjsHelpers.js', 'base');
  for (const [name, paths] of Object.entries(chunks)) for (const path of paths) place(file(path), name);
  return places;
}

/** Bundles the modules below `from` into `to`. */
export async function bundle(from, to) {
  const file = (path) => join(from, `${path}.js`);
  const made = await rollup({
    input: Object.fromEntries(entries.map((path) => [path, file(path)])),
    external: (id) => id.startsWith('node:') && id !== 'node:process',
    plugins: [globalProcess, nodeResolve({ exportConditions: ['node'] }), commonjs({ requireReturnsDefault: (id) => id === '\0process' }), small],
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  });
  let places = null;
  await made.write({
    dir: to,
    entryFileNames: '[name].js',
    chunkFileNames: 'src/cli/[name]-[hash].js',
    manualChunks: (id, { getModuleInfo }) => (isLibrary(id) ? libraries : (places ??= placed(file, getModuleInfo)).get(id)),
  });
  await made.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [from = 'dist', to = from] = process.argv.slice(2);
  await bundle(resolve(root, from), resolve(root, to));
}
