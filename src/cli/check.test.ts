/** `pipyjs check`, as people, editors and build services read it. */
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cleanUp, folderOf, Program } from '../testing/program.js';

afterEach(cleanUp);

async function check(files: Record<string, string>, args: string[], env: Record<string, string> = {}): Promise<{ exit: unknown; stdout: string; folder: string }> {
  const folder = folderOf(files);
  const program = new Program(['check', ...args], { cwd: folder, env: { NO_COLOR: '', ...env } });
  return { exit: await program.end(), stdout: program.stdout, folder };
}

const twoErrors = { 'a b/é,1.js': "pipy({ x: '😀', y: nope })\n  .listen(800 +\n    tarjet)" };
const file = 'a b/é,1.js';

test('at the end it is told how much there is', async () => {
  const { exit, stdout } = await check({ 'a.js': '[nope, neither]' }, ['a.js']);
  expect(exit).toBe(1);
  expect(stdout).toMatch(/\n2 errors\n$/);
  expect(await check({ 'a.js': 'pipy()' }, ['a.js'])).toMatchObject({ exit: 0, stdout: '' });
});

test('colours change nothing but colours, and are there where they are asked for', async () => {
  const files = { 'a.js': "['你好😀', nope]" };
  const plain = await check(files, ['a.js']);
  const coloured = await check(files, ['a.js'], { FORCE_COLOR: '1' });
  expect(plain.stdout).toContain("\n 1 | ['你好😀', nope]\n   |            ^^^^\n");
  expect(coloured.stdout).toContain('\x1b[31m^^^^\x1b[0m');
  expect(coloured.stdout.replaceAll(/\x1b\[\d+m/g, '')).toBe(plain.stdout);
});

test('SARIF names the file from where it was started, and counts in code points', async () => {
  const { exit, stdout } = await check(twoErrors, ['--format', 'sarif', file]);
  expect(exit).toBe(1);
  const { version, runs } = JSON.parse(stdout);
  expect(version).toBe('2.1.0');
  expect(runs[0].columnKind).toBe('unicodeCodePoints');
  expect(runs[0].tool.driver.rules).toMatchObject([{ id: 'PJS301', shortDescription: { text: "unknown name '…'" } }]);
  expect(runs[0].results).toMatchObject([
    {
      ruleId: 'PJS301',
      ruleIndex: 0,
      level: 'error',
      message: { text: expect.stringMatching(/^unknown name 'nope'\na context variable/) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'a%20b/%C3%A9%2C1.js', uriBaseId: '%SRCROOT%' },
            region: { startLine: 1, startColumn: 19, endLine: 1, endColumn: 23 },
          },
        },
      ],
    },
    { ruleId: 'PJS301', locations: [{ physicalLocation: { region: { startLine: 3, startColumn: 5 } } }] },
  ]);
});

test('SARIF is there where nothing was found, and files elsewhere have whole URIs', async () => {
  const fine = await check({ 'a.js': 'pipy()' }, ['--format', 'sarif', 'a.js']);
  expect(JSON.parse(fine.stdout).runs[0].results).toEqual([]);
  const elsewhere = join(folderOf({ 'a.js': 'nope' }), 'a.js');
  const { stdout } = await check({}, ['--format', 'sarif', elsewhere]);
  expect(JSON.parse(stdout).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(`file://${elsewhere}`);
});

test("commands for GitHub's workflows are escaped as it documents", async () => {
  const { stdout } = await check({ ...twoErrors, 'b.js': "pipy().listen('a%b:c')" }, ['--format', 'github', file, 'b.js']);
  expect(stdout.split('\n').slice(0, 3)).toEqual([
    expect.stringMatching(/^::error file=a b\/é%2C1\.js,line=1,col=19,endLine=1,endColumn=23,title=PJS301::unknown name 'nope'%0Aa context variable/),
    expect.stringMatching(/^::error file=a b\/é%2C1\.js,line=3,col=5,endLine=3,endColumn=11,title=PJS301::unknown name 'tarjet'%0A/),
    expect.stringMatching(/^::error file=b\.js,line=1,.*title=PJS512::invalid listening address 'a%25b:c'%0Awrite `'IP:PORT'`/),
  ]);
});

test('what can be mended is said, with the change for programs', async () => {
  const files = { 'a.js': "const d = /é😀'/; nope(d)" };
  expect((await check(files, ['a.js'])).stdout).toMatch(/\n2 errors, of which --fix mends 2\n$/);
  const { stdout } = await check(files, ['--format', 'sarif', 'a.js']);
  expect(JSON.parse(stdout).runs[0].results[1].fixes).toEqual([
    {
      description: { text: 'write `new RegExp(…)`' },
      artifactChanges: [
        {
          artifactLocation: { uri: 'a.js', uriBaseId: '%SRCROOT%' },
          replacements: [{ deletedRegion: { startLine: 1, startColumn: 11, endLine: 1, endColumn: 16 }, insertedContent: { text: "new RegExp('é😀\\'')" } }],
        },
      ],
    },
  ]);
});

test('files are mended, those that the main script uses too, and what remains is told', async () => {
  const folder = folderOf({ 'a.js': "import { b } from './b.js'\nconst a = b\nnope(a)\n", 'b.js': '\ufeffexport let b = { f() { return /x/ } }\n' });
  chmodSync(join(folder, 'b.js'), 0o640);
  const program = new Program(['check', '--fix', 'a.js'], { cwd: folder });
  expect(await program.end()).toBe(1);
  expect(program.stderr.split('\n')).toEqual([
    'fixed PJS202 at a.js:2:1: write `var`',
    'fixed PJS202 at b.js:1:8: write `var`',
    'fixed PJS248 at b.js:1:18: write a function',
    'fixed PJS239 at b.js:1:31: write `new RegExp(…)`',
    '',
  ]);
  expect(program.stdout).toMatch(/^error\[PJS30\d\]: unknown name 'nope'\n[^]*\n1 error\n$/);
  expect(readFileSync(join(folder, 'a.js'), 'utf8')).toBe("import { b } from './b.js'\nvar a = b\nnope(a)\n");
  expect(readFileSync(join(folder, 'b.js'), 'utf8')).toBe("\ufeffexport var b = { f: function () { return new RegExp('x') } }\n");
  expect(statSync(join(folder, 'b.js')).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(['a.js', 'b.js']);
});
