import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

function tidy(...args: string[]): { status: number | null; lines: string[] } {
  const { status, stdout } = spawnSync(process.execPath, [join(__dirname, 'tidy.mjs'), ...args], { encoding: 'utf8' });
  return { status, lines: stdout.split('\n').filter((line) => line !== '') };
}

test('the house is tidy', () => {
  expect(tidy()).toEqual({ status: 0, lines: [] });
});

/** A house with one file too many: what does tidy say about it? */
function findings(file: string, text: string): string[] {
  const root = mkdtempSync(join(tmpdir(), 'pipyjs-tidy-'));
  const files: Record<string, string> = {
    'src/index.ts': "export { load } from './host/load.js';\n",
    'src/cli/main.ts': "import { load } from '../host/load.js';\nload();\n",
    'src/host/load.ts': "import { filters } from '../stream/filters/index.js';\nexport const load = () => filters;\n",
    'src/stream/filters/index.ts': "import { dummy } from './dummy.js';\nexport const filters = [dummy];\n",
    'src/stream/filters/dummy.ts': 'export const dummy = {};\n',
  };
  try {
    for (const [path, content] of Object.entries({ ...files, [file]: `${files[file] ?? ''}${text}` })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    return tidy(root).lines;
  } finally {
    rmSync(root, { recursive: true });
  }
}

test.each<[string, string, string, string[]]>([
  ['a tidy house', 'src/host/load.ts', '', []],
  [
    'an import in the wrong direction',
    'src/stream/filters/dummy.ts',
    "import type { load } from '../../host/load.js';\nexport type Load = typeof load & Load;\n",
    ["src/stream/filters/dummy.ts: src/stream/filters may not import 'src/host/load.js'"],
  ],
  [
    'a package that is not for that folder',
    'src/host/load.ts',
    "import 'node:fs';\n",
    ["src/host/load.ts: src/host may not import 'node:fs'"],
  ],
  [
    'a filter that its list does not name',
    'src/stream/filters/print.ts',
    'export const print = { print: 1 };\n',
    ["src/stream/filters/print.ts: nothing uses it (is it in its folder's list?)"],
  ],
  [
    'a cycle',
    'src/stream/filters/dummy.ts',
    "import { filters } from './index.js';\nexport const again = () => [filters, again];\n",
    [
      "src/stream/filters/dummy.ts: a filter may not import another: 'src/stream/filters/index.js'",
      'cycle: src/stream/filters/index.ts → src/stream/filters/dummy.ts → src/stream/filters/index.ts',
    ],
  ],
  ['an export that nobody uses', 'src/host/load.ts', 'export const unused = 1;\n', ['src/host/load.ts: nothing uses unused']],
  ['code from text', 'src/host/load.ts', 'new Function("x");\n', ['src/host/load.ts:3: makes code from text']],
  ['a text or a comment that names it', 'src/host/load.ts', '// eval(x)\nload + "eval(x)";\n', []],
])('tidy notices %s', (_, file, text, expected) => {
  expect(findings(file, text).sort()).toEqual(expected.sort());
});
