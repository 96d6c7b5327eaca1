/**
 * The house rules, as a test: which folder may import which, no cycles, nothing dead, nothing that could
 * run a script's text. `node tools/tidy.mjs [ROOT]` prints what it finds; `npm run check` runs it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * What each folder may import besides itself, and besides `src/definition`, which lies under everything.
 * The most precise row counts. `node:` and package names are named like folders.
 */
const mayImport = {
  'src/definition': [],
  'src/language/source': ['get-east-asian-width'],
  'src/language/syntax': ['src/language/source', 'grammar', 'acorn'],
  'src/language/resolve': ['src/language/source', 'src/language/syntax'],
  'src/language/evaluate': ['src/language/source', 'src/language/syntax', 'src/language/resolve'],
  'src/language/builtins': ['src/language/source', 'src/language/evaluate'],
  'src/stream/bytes': [],
  'src/stream/events': ['src/stream/bytes'],
  'src/stream/protocols': ['src/stream/events', 'src/stream/bytes'],
  'src/stream/runtime': ['src/stream/protocols', 'src/stream/events', 'src/stream/bytes'],
  'src/stream/filters': ['src/stream/runtime', 'src/stream/protocols', 'src/stream/events', 'src/stream/bytes', 'src/stream/balance'],
  'src/stream/balance': [],
  'src/stream/testing': ['src/stream/runtime', 'src/stream/protocols', 'src/stream/events', 'src/stream/bytes'],
  'src/host': ['src/language', 'src/stream', 'ipaddr.js', 'saxes'],
  'src/rewrite': ['src/language', 'magic-string'],
  'src/net': ['src/stream/runtime/ports', 'src/stream/events', 'src/stream/bytes', 'chokidar', 'node:'],
  'src/cli': ['src/host', 'src/net', 'src/rewrite', 'src/language/source', 'src/testing', 'src/index', 'conformance/runner', 'commander', 'node:'],
  'src/testing': ['src/host', 'src/language', 'src/stream', 'src/net', 'conformance/runner', 'grammar', 'node:'],
  'src/index': ['src/host', 'src/language', 'src/stream', 'src/net'],
  grammar: [],
  conformance: ['node:'],
};

/** Where a program or a thread starts: what none of these reaches is dead. */
const entries = ['src/index.ts', 'src/cli/main.ts', 'src/cli/repl/thread.ts', 'src/cli/hosting/group.ts', 'src/testing/attacks/world.ts'];

/** What may stand nowhere in `src`, or only in the files that are named. Looked for outside of comments and texts. */
const forbidden = [
  [/\bnew Function\b|\bFunction\(/, 'makes code from text'],
  [/(?<![.\w])eval\(/, 'makes code from text'],
  [/\bWebAssembly\b/, 'makes code from bytes'],
  [/\bexport default\b/, 'has a default export'],
  [/\bimport\.meta\b/, 'uses import.meta', ['src/cli/paths.ts']],
  [/\bJSON\.(parse|stringify)\b/, "uses V8's own, which must not see a script's text", ['src/testing/', 'src/cli/', 'src/net/']],
  // Of properties it sees names from a list, and the list's own spelling of them.
  [/\bnew RegExp\b/, "uses V8's own, which must not see a script's text", ['src/testing/', 'src/cli/', 'src/net/', 'src/language/builtins/regexp-property.ts']],
];

const findings = [];
const sources = new Map();
for (const folder of ['src', 'grammar', 'conformance']) {
  if (!existsSync(join(root, folder))) continue;
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
    const file = relative(root, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/');
    sources.set(file, readFileSync(join(root, file), 'utf8'));
  }
}

const isTest = (file) => file.endsWith('.test.ts');

/** Every import of a file: what it names, where that lies, and whether it is there at run time. */
function importsOf(file, text) {
  const list = [];
  const pattern = /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{][^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;
  for (const match of text.matchAll(pattern)) {
    const name = match[2] ?? match[3];
    const target = name.startsWith('.') ? join(dirname(file), name).split(sep).join('/') : name;
    list.push({ name, target, type: match[1] !== undefined });
  }
  return list;
}

/** Source text without comments and without the insides of texts, lines kept. */
function bare(text) {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, (part) => part.replace(/[^\n]/g, ' '));
}

const imports = new Map([...sources].map(([file, text]) => [file, importsOf(file, text)]));

// Directions.
const rows = Object.keys(mayImport).sort((a, b) => b.length - a.length);
const within = (target, place) => target === place || target.startsWith(`${place}/`) || target.startsWith(`${place}.`) || (place === 'node:' && target.startsWith('node:'));
for (const [file, list] of imports) {
  if (isTest(file)) continue;
  const own = rows.find((row) => within(file, row));
  if (own === undefined) {
    findings.push(`${file}: lies in no folder that the house knows`);
    continue;
  }
  for (const { name, target } of list) {
    const relativeName = name.startsWith('.');
    if (relativeName && !/\.(js|json)$/.test(name)) findings.push(`${file}: '${name}' does not end in .js`);
    if (relativeName && name.endsWith('.js') && !sources.has(target.replace(/\.js$/, '.ts'))) findings.push(`${file}: there is no '${name}'`);
    if (within(target, own) || within(target, 'src/definition')) continue;
    if (!mayImport[own].some((place) => within(target, place))) findings.push(`${file}: ${own} may not import '${target}'`);
  }
}

// Filters stand alone: what they share lies below them.
for (const [file, list] of imports) {
  if (!file.startsWith('src/stream/filters/') || file.endsWith('/index.ts') || isTest(file)) continue;
  for (const { target } of list) if (within(target, 'src/stream/filters')) findings.push(`${file}: a filter may not import another: '${target}'`);
}

// Cycles of what is there at run time.
const runtimeImports = (file) =>
  (imports.get(file) ?? [])
    .filter(({ type, name }) => !type && name.startsWith('.'))
    .map(({ target }) => target.replace(/\.js$/, '.ts'))
    .filter((target) => sources.has(target));
const state = new Map();
function visit(file, path) {
  if (state.get(file) === 'done') return;
  if (state.get(file) === 'open') {
    findings.push(`cycle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
    return;
  }
  state.set(file, 'open');
  for (const target of runtimeImports(file)) visit(target, [...path, file]);
  state.set(file, 'done');
}
for (const file of [...sources.keys()].sort()) if (!isTest(file)) visit(file, []);

// Dead files: also a filter, a built-in or a command that its folder's list does not name.
const alive = new Set();
const reach = (file) => {
  if (alive.has(file) || !sources.has(file)) return;
  alive.add(file);
  for (const { name, target } of imports.get(file)) if (name.startsWith('.')) reach(target.replace(/\.js$/, '.ts'));
};
entries.forEach(reach);
// Conformance has a life of its own, and what the `testing` folders hold is there for tests.
for (const file of sources.keys()) {
  if (file.startsWith('conformance/')) reach(file);
  if (isTest(file)) for (const { target } of imports.get(file)) if (within(target, 'src/testing') || within(target, 'src/stream/testing')) reach(target.replace(/\.js$/, '.ts'));
}
for (const file of sources.keys()) {
  if (!isTest(file) && !alive.has(file)) findings.push(`${file}: nothing uses it (is it in its folder's list?)`);
}

// Exported names that occur nowhere but where they are declared.
const words = new Map();
for (const text of sources.values()) for (const [word] of bare(text).matchAll(/[A-Za-z_$][\w$]*/g)) words.set(word, (words.get(word) ?? 0) + 1);
for (const [file, text] of sources) {
  if (isTest(file) || entries.includes(file)) continue;
  for (const match of bare(text).matchAll(/^export (?:abstract )?(?:async )?(?:const|let|function|class|interface|type) (\w+)/gm)) {
    if (words.get(match[1]) === 1) findings.push(`${file}: nothing uses ${match[1]}`);
  }
}

// What must not be there. V8's collector is behind a context of its own, to which no script comes near.
const mayHaveVm = 'src/net/engine.ts';
for (const [file, text] of sources) {
  if (!file.startsWith('src/') || isTest(file)) continue;
  const lines = bare(text).split('\n');
  for (const [pattern, what, allowed = []] of forbidden) {
    if (allowed.some((place) => file.startsWith(place))) continue;
    lines.forEach((line, i) => pattern.test(line) && findings.push(`${file}:${i + 1}: ${what}`));
  }
  if (file === mayHaveVm) continue;
  for (const { target } of imports.get(file)) if (/^(node:)?(vm|wasi)$/.test(target)) findings.push(`${file}: may not import '${target}'`);
}

// Pages that point to what is not there.
const pages = ['README.md', 'CHANGELOG.md'].filter((page) => existsSync(join(root, page)));
for (const folder of ['spec', 'grammar', 'conformance', 'examples', 'tools']) {
  if (!existsSync(join(root, folder))) continue;
  for (const name of readdirSync(join(root, folder), { recursive: true })) if (name.endsWith('.md')) pages.push(join(folder, name));
}
for (const page of pages) {
  const prose = readFileSync(join(root, page), 'utf8').replace(/^```[^]*?^```/gm, '');
  for (const [, target] of prose.matchAll(/\]\((?!\w+:)([^)#\s]+)[^)]*\)/g)) {
    if (!existsSync(join(root, dirname(page), target))) findings.push(`${page}: there is no '${target}'`);
  }
}

for (const finding of findings) console.log(finding);
process.exitCode = findings.length > 0 ? 1 : 0;
