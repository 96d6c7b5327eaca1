/** The typings say what the definitions say. `node tools/typings.mjs` writes them anew. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { filterHelp } from '../host/filter-reference.js';
import { globals } from '../host/globals/index.js';
import { compile } from '../host/embedding.js';
import { filters } from '../stream/filters/index.js';
import { classesIn } from './built-ins-table.js';
import { blocksOf, root } from './pages.js';
import { typings } from './typings.js';
import { calledWith, constructors, returns, signatures } from './typings-signatures.js';

const file = join(root, 'spec/pipyjs.d.ts');

if (process.env['PIPYJS_WRITE_PAGES'] === '1') writeFileSync(file, typings());

test('they are those of the definitions: otherwise run `node tools/typings.mjs`', () => {
  expect(readFileSync(file, 'utf8')).toBe(typings());
});

const options: ts.CompilerOptions = { allowJs: true, checkJs: true, noEmit: true, strict: true, noImplicitAny: false, lib: ['lib.es2023.d.ts'], types: [], target: ts.ScriptTarget.ES2022 };

/** TypeScript's view of scripts beside the typings. Their texts may stand nowhere. */
function programOf(scripts: ReadonlyMap<string, string>): ts.Program {
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (name) => scripts.get(name) ?? readFile(name);
  host.fileExists = (name) => scripts.has(name) || fileExists(name);
  host.getSourceFile = (name, version, ...more) => (scripts.has(name) ? ts.createSourceFile(name, scripts.get(name)!, version, true) : getSourceFile(name, version, ...more));
  return ts.createProgram([file, ...scripts.keys()], options, host);
}

/** Names that nobody declares are context variables, which belong to a code base: finding them is up to `pipyjs check`. */
const unknownNames = [2304, 2552, 18004];

function mistakes(scripts: ReadonlyMap<string, string>): string[] {
  const program = programOf(scripts);
  return [file, ...scripts.keys()].flatMap((name) => {
    const source = program.getSourceFile(name)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      .filter(({ code }) => !unknownNames.includes(code) || name === file)
      .map(({ start, messageText }) => `${relative(root, name)}:${source.getLineAndCharacterOfPosition(start!).line + 1}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  });
}

const script = (text: string): ReadonlyMap<string, string> => new Map([['/work.js', text]]);

test('every classic example is well typed', () => {
  const names = (readdirSync(join(root, 'examples'), { recursive: true }) as string[]).filter((name) => name.endsWith('.js'));
  const texts = names.map((name) => [join(root, 'examples', name), readFileSync(join(root, 'examples', name), 'utf8')] as const);
  const classic = texts.filter(([, text]) => compile(text, { dialect: 'classic' }).diagnostics.every(({ code }) => code === 'PJS300' || code === 'PJS301'));
  expect(classic.length).toBeGreaterThan(5);
  expect(mistakes(new Map(classic))).toEqual([]);
}, 60_000);

test.each(['spec/runtime/filters.md', 'spec/language/built-ins.md'].flatMap((page) => blocksOf(page, 'js')))('the example at $page:$line is well typed', ({ text }) => {
  expect(mistakes(script(text))).toEqual([]);
}, 60_000);

test.each<[string, string, RegExp]>([
  ['a filter that there is not', 'pipy().listen(8080).serveHTML(new Message)', /'serveHTML' does not exist/],
  ['a filter without a pipeline', 'pipy().serveHTTP(new Message)', /'serveHTTP' does not exist/],
  ['an option of another type', "pipy().listen(8080).muxHTTP('x', '', { maxIdle: '5s' })", /'string' is not assignable to type 'number'/],
  ['an option that there is not', "pipy().listen(8080).muxHTTP('x', '', { maxIdel: 5 })", /'maxIdel' does not exist|maxIdel/],
  ['an argument that is missing', 'pipy().listen(8080).handleData()', /Expected 1 arguments/],
  ['an argument of another type', "pipy().listen(8080).handleData('x')", /not assignable/],
  ['a member that there is not', 'pipy().listen(8080).handleData(data => data.length)', /'length' does not exist on type 'Data'/],
  ['a class that there is not', 'new algo.Cash()', /'Cash' does not exist/],
  ['a value that cannot be replaced', "pipy().listen(8080).replaceData(() => 'text')", /not assignable/],
  ['a file that may not be there', "new crypto.PrivateKey(pipy.load('key.pem'))", /'null' is not assignable/],
  ['something that is read only', "new Data('x').size = 5", /read-only/],
])('%s is found', (_, text, message) => {
  expect(mistakes(script(text))).toEqual([expect.stringMatching(message)]);
}, 60_000);

test('editors complete filters, with what they do', () => {
  const text = 'pipy().listen(8080).';
  const program = new Map([['/work.js', text]]);
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file, ...program.keys()],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => {
      const content = program.get(name) ?? ts.sys.readFile(name);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: (given) => ts.getDefaultLibFilePath(given),
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
  };
  const service = ts.createLanguageService(host);
  const names = service.getCompletionsAtPosition('/work.js', text.length, undefined)!.entries.map(({ name }) => name);
  expect(filters.filter(({ name }) => !names.includes(name))).toEqual([]);
  for (const { name, doc } of filters) {
    const details = service.getCompletionEntryDetails('/work.js', text.length, name, undefined, undefined, undefined, undefined)!;
    expect([name, ts.displayPartsToString(details.documentation)]).toEqual([name, doc]);
  }
}, 60_000);

test('everything that there is has a type', () => {
  const classic = globals.filter(({ level = '0.22' }) => level === '0.22');
  const all = [...classic, ...classic.flatMap(classesIn)];
  const uses = all.flatMap(({ name, statics, members }) => [name, ...statics.map((member) => `${name}.${member.name}`), ...members.map((member) => `${name}.prototype.${member.name}`)]);
  const program = programOf(script(uses.map((use) => `(${use});`).join('\n')));
  const source = program.getSourceFile('/work.js')!;
  const missing = program.getSemanticDiagnostics(source).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  expect(missing).toEqual([]);
}, 60_000);

test('what says more than the definitions speaks of something that there is', () => {
  const all = [...globals, ...globals.flatMap(classesIn)];
  const members = new Set(all.flatMap(({ name, statics, members: list }) => [name, ...[...statics, ...list].map((member) => `${name}.${member.name}`)]));
  const stale = [...Object.keys(returns), ...Object.keys(signatures), ...Object.keys(constructors)].filter((key) => !members.has(key) && key !== 'listen');
  expect(stale).toEqual([]);
  const fields = new Set(
    filters.flatMap(({ name, parameters }) => Object.entries(parameters).flatMap(([parameter, { type }]) => (type.kind === 'options' ? Object.keys(type.fields) : [parameter]).map((field) => `${name}.${field}`))),
  );
  expect(Object.keys(calledWith).filter((key) => !fields.has(key))).toEqual([]);
});

test('typings, the reference and the help name the same filters, options and classes', () => {
  const text = readFileSync(file, 'utf8');
  const help = filterHelp();
  const body = text.slice(text.indexOf('interface PipelineConfiguration'), text.indexOf('declare const __inbound'));
  const typed = new Set([...body.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name));
  const helped = help.flatMap((line) => /^(\w+)\(/.exec(line)?.[1] ?? []);
  expect([...typed].sort()).toEqual([...helped].sort());
  const optionsTyped = new Set([...body.matchAll(/readonly (\w+)\?:/g)].map(([, name]) => name));
  const optionsHelped = new Set(help.flatMap((line) => /^ {8}(\w+): /.exec(line)?.[1] ?? []));
  expect([...optionsTyped].sort()).toEqual([...optionsHelped].sort());
  const page = readFileSync(join(root, 'spec/language/built-ins.md'), 'utf8');
  const classesTyped = [...text.matchAll(/^(?:declare namespace (\w+)|(?: {2}|declare )class (\w+))/gm)].reduce<{ owner: string; names: string[] }>(
    ({ owner, names }, [line, namespace, name]) => (namespace !== undefined ? { owner: `${namespace}.`, names } : { owner, names: [...names, line.startsWith(' ') ? owner + name : name] }),
    { owner: '', names: [] },
  ).names;
  const own = page.slice(page.indexOf("## Pipy's own"));
  expect(classesTyped.sort()).toEqual([...own.matchAll(/^### class (\S+)/gm)].map(([, name]) => name).filter((name) => name !== 'pipy').sort());
});
