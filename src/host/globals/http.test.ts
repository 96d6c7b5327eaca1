/** Files of a code base as answers. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { Account } from '../../language/evaluate/account.js';
import { tenantLimits } from '../../language/evaluate/limits.js';
import { engine } from '../../net/engine.js';
import { directoryCodebase } from '../../net/files.js';
import { acceptedEncodings } from '../accepted-encodings.js';
import { useComputation } from '../computation.js';
import { evaluate, failureOf } from '../evaluate-service.js';
import { inspect } from '../inspect.js';
import { Tenant } from '../tenant.js';

let folder: string;
beforeAll(() => {
  useComputation(engine.computation);
  folder = mkdtempSync(join(tmpdir(), 'pipyjs-'));
  const write = (path: string, content: string | Buffer): void => writeFileSync(join(folder, path), content);
  mkdirSync(join(folder, 'base/www/sub'), { recursive: true });
  write('secret.txt', 'secret');
  write('base/www/index.html', '<p>home</p>');
  write('base/www/both.css', 'p {}');
  write('base/www/both.css.gz', gzipSync('p {}'));
  write('base/www/both.css.br', brotliCompressSync('p {}'));
  write('base/www/packed.JS.gz', gzipSync('1'.repeat(100_000)));
  write('base/www/small.svg.br', brotliCompressSync('<svg/>'));
  write('base/www/broken.txt.gz', 'this is no gzip');
  write('base/www/bomb.bin.gz', gzipSync(Buffer.alloc(64 << 20)));
  write('base/www/sub/index.html.gz', gzipSync('<p>sub</p>'));
  symlinkSync('../../secret.txt', join(folder, 'base/www/link.txt'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(source: string): string {
  const tenant = new Tenant({ account: new Account({ ...tenantLimits, fuel: 1e8 }), print: () => {}, codebase: directoryCodebase(join(folder, 'base')) });
  const evaluation = evaluate(tenant, { source }, inspect);
  if (evaluation.kind === 'value') return evaluation.value;
  const { status, code, message } = failureOf(evaluation);
  return `${status} ${code}: ${message.replace('TypeError: ', '')}`;
}

/** What is answered: type, encoding, size of the body. */
const answered = (path: string, accepted = ''): string => run(`(m => [m.head.status, m.head.headers?.['content-type'], m.head.headers?.['content-encoding'], m.body?.size].join(' '))(new http.File('${path}').toMessage('${accepted}'))`).replace(/^'|'$/g, '');

test.each([
  ['www/index.html', '', ' text/html  11'],
  ['/www/', 'gzip', ' text/html  11'],
  ['www/both.css', '', ' text/css  4'],
  ['www/both.css', 'gzip', ' text/css gzip 24'],
  ['www/both.css', 'gzip, deflate, br', ' text/css br 8'],
  ['www/both.css', 'GZIP;q=1.0, br;q=0.5', ' text/css gzip 24'],
  ['www/both.css', 'br;q=0, *', ' text/css gzip 24'],
  ['www/both.css', 'br;q=0, gzip;q=0', ' text/css  4'],
  ['www/both.css', 'identity, br;q=0.5', ' text/css  4'],
  ['www/both.css', 'brotli, gzipped', ' text/css  4'],
  ['www/packed.JS', 'br', ' application/javascript  100000'],
  ['www/packed.JS', 'gzip', ' application/javascript gzip 129'],
  ['www/small.svg', 'br', ' image/svg+xml br 10'],
  ['www/small.svg', 'gzip', '400   '],
  ['www/broken.txt', '', '400   '],
  ['www/sub/', '', ' text/html  10'],
  ['www/both.css.gz', '', ' application/octet-stream  24'],
])('%s for %j', (path, accepted, expected) => {
  // What zlib makes of a text differs from release to release.
  const sizes = (text: string): string => text.replace(/(gzip|octet-stream|br)(.*) \d+$/, '$1$2 n');
  expect(sizes(answered(path, accepted))).toBe(sizes(expected));
});

test.each([
  ["new http.File('none')", 'error PJS561: file not found: none'],
  ["http.File.from('none')", 'null'],
  ["http.File.from('www')", 'null'],
  ["http.File.from('www/none/')", 'null'],
  ["http.File.from('')", 'null'],
  ["http.File.from('www/index.html') instanceof http.File", 'true'],
  ['http.File.from()', 'error PJS501: requires 1 or more arguments'],
  ['http.File.from(5)', 'error PJS502: argument #1 expects a string'],
  ["http.File.from('www/index.html').toMessage(5)", 'error PJS502: argument #1 expects a string'],
  ["http.File.from('www/index.html').toMessage(null).body.toString()", '<p>home</p>'],
])('%s', (source, expected) => expect(run(source)).toBe(expected));

test('a file that is served lies in the code base, however its path is written', () => {
  const paths = ['../secret.txt', 'www/../../secret.txt', '/../../secret.txt', 'www/link.txt', `${folder}/secret.txt`, 'www/..%2f..%2fsecret.txt', 'www\\\\..\\\\..\\\\secret.txt', '../secret.txt\\0.html', '....//secret.txt', 'www/./././../../secret.txt/'];
  expect(paths.map((path) => run(`http.File.from('${path}')`))).toEqual(paths.map(() => 'null'));
});

test('an answer that was changed is nothing to the next', () => {
  const change = '(f => ((a, b) => (a.head.headers["content-type"] = "x", a.head.status = 500, a.body.push("more"), a.body.shift(3), [b.head.headers["content-type"], b.head.status, b.body.toString(), f.toMessage().body.toString()]))(f.toMessage(), f.toMessage()))';
  expect(run(`${change}(new http.File('www/index.html'))`)).toBe("['text/html', undefined, '<p>home</p>', '<p>home</p>']");
});

test('what inflates without an end is given up', () => {
  expect(run("(f => f.toMessage('').head)(new http.File('www/bomb.bin'))")).toMatch(/^(\{ status: 400 \}|limit MEM_SINGLE|limit MEM_LIVE)/);
});

test.each([
  ['', { br: 0, gzip: 0 }],
  ['gzip;q=0.5, br ; Q=0.8', { br: 0.8, gzip: 0.5 }],
  ['*', { br: 1, gzip: 1 }],
  ['*;q=0, gzip', { br: 0, gzip: 1, identity: 0 }],
  ['gzip;q=2, br;q=x', { br: 0, gzip: 0 }],
  ['x-gzip', { br: 0, gzip: 1 }],
  [',;,gzip;,', { br: 0, gzip: 1 }],
])('what %j says', (header, expected) => expect(acceptedEncodings(header)).toMatchObject(expected));
