/** TypeScript in the specification is well typed, in the place where it says it stands. */
import { join, relative } from 'node:path';
import ts from 'typescript';
import { blocksOf, root } from './pages.js';

const blocks = (page: string): string[] => blocksOf(page, 'ts').map(({ text }) => text);
const [filter, filterTest] = blocks('spec/adding-a-filter.md');

/** Files that are not there, and what would be in them. */
const files = new Map(
  Object.entries({
    'src/stream/filters/count-messages.ts': filter,
    'src/stream/filters/count-messages.test.ts': filterTest,
    // A package finds itself by its name; here it does so by the place of its source.
    'src/embedding-page.ts': blocks('spec/embedding.md').join('\n').replaceAll("'pipyjs'", "'./index.js'"),
  }).map(([name, text]) => [join(root, name), text]),
);

function typeErrors(replaced: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
  const host = ts.createCompilerHost({ ...options, noEmit: true });
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (name) => replaced.get(name) ?? readFile(name);
  host.fileExists = (name) => replaced.has(name) || fileExists(name);
  host.getSourceFile = (name, languageVersion, ...more) => {
    const text = replaced.get(name);
    return text === undefined ? getSourceFile(name, languageVersion, ...more) : ts.createSourceFile(name, text, languageVersion);
  };
  const program = ts.createProgram([...replaced.keys()], options, host);
  return [...replaced.keys()]
    .flatMap((name) => {
      const source = program.getSourceFile(name)!;
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    })
    .map(({ file, messageText }) => `${relative(root, file!.fileName)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

test('code on pages is well typed, and what is not is noticed', () => {
  const lie = "import { tenantLimits } from './index.js';\nexport const wrong: string = tenantLimits.fuel;";
  expect(typeErrors(new Map([...files, [join(root, 'src/lie.ts'), lie]]))).toEqual(["src/lie.ts: Type 'number' is not assignable to type 'string'."]);
}, 60_000);
