/** What loading says of names and pipelines across modules (every rule, each fault at its place). */
import { Account } from '../language/evaluate/account.js';
import { ArrayObject } from '../language/evaluate/array.js';
import { tenantLimits } from '../language/evaluate/limits.js';
import { Runtime } from '../stream/runtime/runtime.js';
import type { Ports } from '../stream/runtime/ports.js';
import { memoryCodebase } from './codebase.js';
import { automatic } from './language-choice.js';
import { drawPipelines } from './graph.js';
import { Loader } from './loader.js';
import { describeFault } from './report.js';
import { Tenant } from './tenant.js';

function load(files: Record<string, string>): { faults: string[]; loaded: boolean; loader: ReturnType<Loader['load']> } {
  const tenant = new Tenant({ account: new Account(tenantLimits), print: () => {}, codebase: memoryCodebase(files) });
  const loader = new Loader(tenant, new Runtime({} as Ports), automatic).load('/main.js');
  // `CODE file:line:column`, and the hint where there is one.
  const faults = loader.faults.map((fault) => {
    const lines = describeFault(fault);
    const code = /\[(\w+)\]/.exec(lines[0])![1];
    const place = lines.find((line) => line.includes('-->'))?.replace(/^.*--> /, '') ?? '';
    const near = lines.find((line) => line.includes('did you mean'));
    return `${code} ${place}${near === undefined ? '' : ` ${/'(\w+)'/.exec(near)![1]}`}`;
  });
  return { faults, loaded: loader.codebase !== null, loader };
}

const twoModules = (main: string, plugin: string): Record<string, string> => ({
  'main.js': `pipy()\n.listen(80)\n.use('p.js', 'r')\n${main}`,
  'p.js': `pipy({ _own: 1 })\n.pipeline('r')\n.dummy()\n${plugin}`,
});

test.each<[rule: string, files: Record<string, string>, faults: string[]]>([
  ['an exported name begins with __', twoModules('', ".export('n', { x: 1 })"), ['PJS524 /p.js:4:2']],
  ['an imported name begins with __', twoModules(".export('n', { __x: 1 })", ".import({ x: 'n' })"), ['PJS524 /p.js:4:2', 'PJS528 /p.js:4:2']],
  ['an unknown namespace', twoModules(".export('main', { __x: 1 })", ".import({ __x: 'mian' })"), ['PJS527 /p.js:4:2 main']],
  ['an unknown name in a namespace', twoModules(".export('main', { __target: 1 })", ".import({ __targte: 'main' })"), ['PJS528 /p.js:4:2 __target']],
  ['two own variables of one name', twoModules('', ".export('n', { _own: 1 })"), ['PJS524 /p.js:4:2', 'PJS525 /p.js:4:2']],
  ['own and imported of one name', twoModules(".export('n', { __x: 1 })", ".export('m', { __x: 1 })\n.import({ __x: 'n' })"), ['PJS525 /p.js:5:2']],
  ['exported twice', twoModules(".export('n', { __x: 1 })", ".export('n', { __x: 2 })"), ['PJS526 /p.js:4:2']],
  ['what the runtime gives', { 'main.js': 'pipy({ __inbound: 1 })' }, ['PJS529 /main.js:1:1']],
  ['a hidden global is a warning', { 'main.js': 'pipy({ os: 1 })' }, ['PJS533 /main.js:1:1']],
  ['an unknown name in a callback', { 'main.js': "pipy({ _target: '' }).listen(1).handleData(() => _tagret)" }, ['PJS300 /main.js:1:50 _target']],
  ['all faults of all files', twoModules('.handleData(() => a + b)', '.handleData(() => c)'), ['PJS300 /main.js:4:19', 'PJS300 /main.js:4:23', 'PJS300 /p.js:4:19']],
  ['mistakes of a plug-in and of its user', twoModules('', '.nothing()'), ["PJS402 /p.js:4:2"]],
  ['a plug-in that is missing', { 'main.js': "pipy()\n.listen(80)\n.use(['a.js', 'b.js'], 'r')" }, ['PJS520 /main.js:3:2', 'PJS520 /main.js:3:2']],
  ['a plug-in that is no script', { 'main.js': "pipy().listen(80).use('a.js', 'r')", 'a.js': '1 +' }, ['PJS103 /a.js:1:4']],
  ['a plug-in that is no configuration', { 'main.js': "pipy().listen(80).use('a.js', 'r')", 'a.js': '42' }, ['PJS521 /a.js:1:1']],
  ['modules in a circle', { 'main.js': "pipy().listen(80).use('a.js', 'r')", 'a.js': "pipy().pipeline('r').use('main.js', 'x')" }, ['PJS523 /a.js:1:22']],
  ['a pipeline that is missing', { 'main.js': "pipy().listen(80).link('forwrad').pipeline('forward').dummy()" }, ['PJS530 /main.js:1:19 forward']],
  ['a pipeline of a module that is missing', twoModules(".use('p.js', 'q')", ''), ['PJS532 /main.js:4:2']],
  ['modules of a list may lack pipelines', twoModules(".use(['p.js'], 'q')", ''), []],
  ['a pipeline that reaches itself', { 'main.js': "pipy().pipeline('a').link('b').pipeline('b').link('a')" }, ['PJS531 /main.js:1:46']],
  ['a branch without a condition', { 'main.js': "pipy().listen(80).branch('a', 'b')" }, ['PJS502 /main.js:1:19']],
  ['a branch that leads nowhere', { 'main.js': "pipy().listen(80).branch(() => true, '')" }, ['PJS511 /main.js:1:19']],
  ['a branch with a condition alone', { 'main.js': 'pipy().listen(80).branch(() => true)' }, ['PJS501 /main.js:1:19']],
  ['branches', { 'main.js': "pipy().listen(80).branch(() => true, 'a', 'b').pipeline('a').dummy().pipeline('b').dummy()" }, []],
  ['a replacement that is no event', { 'main.js': 'pipy().listen(80).replaceData([new Data, null, 5])' }, ['PJS502 /main.js:1:19']],
  ['a replacement of events and nothing', { 'main.js': 'pipy().listen(80).replaceData([new Data, null, new Message])' }, []],
  ['assigning to a global', { 'main.js': 'pipy().listen(80).handleData(() => os = 1)' }, ['PJS302 /main.js:1:36']],
  ['imports of all kinds', { 'main.js': "import d, { a as b } from './lib/m.js'\nimport * as ns from '/lib/m.js'\nexport var q = [d, b, ns.a]", 'lib/m.js': 'export var a = 1; export default 2' }, []],
  ['an import that is not exported', { 'main.js': "import { one, two } from './m.js'; one", 'm.js': 'export var once = 1; export var two = 2' }, ['PJS311 /main.js:1:10 once']],
  ['an import that two export', { 'main.js': "import { a } from './m.js'; a", 'm.js': "export * from './x.js'; export * from './y.js'", 'x.js': 'export var a = 1', 'y.js': 'export var a = 2' }, ['PJS312 /main.js:1:10']],
  ['an export that leads back to itself', { 'main.js': "import { a } from './m.js'; a", 'm.js': "export { a } from './n.js'", 'n.js': "export { a } from './m.js'" }, ['PJS313 /main.js:1:10', 'PJS313 /m.js:1:10', 'PJS313 /n.js:1:10']],
  ['a module that is missing', { 'main.js': "import './m.js'" }, ['PJS520 /main.js:1:8']],
  ['a module that is no path', { 'main.js': "import m from 'm'" }, ['PJS310 /main.js:1:15']],
  ['a module that is no module', { 'main.js': "import './m.js'", 'm.js': 'var 1' }, ['PJS102 /m.js:1:5']],
  ['a module that fails', { 'main.js': "import './m.js'\nnull.main", 'm.js': 'null.x' }, ['PJS400 /m.js:1:6']],
  ['what is wrong with all files', { 'main.js': "import './m.js'\na", 'm.js': "import './n.js'\nb", 'n.js': 'c' }, ['PJS300 /main.js:2:1', 'PJS300 /m.js:2:1', 'PJS301 /n.js:1:1']],
  ['assigning to what is imported', { 'main.js': "import { a } from './m.js'; () => { a = 1; a++; [a] = [2] }", 'm.js': 'export var a' }, ['PJS306 /main.js:1:37', 'PJS306 /main.js:1:44', 'PJS306 /main.js:1:50']],
  ['an own context variable and one of pipy', { 'main.js': 'var $x = 1\npipy({ $x: 2 })' }, ['PJS525 /main.js:2:1']],
  ['a context variable that nobody declares', { 'main.js': 'var $x = 1\npipy().listen(80).handleData(() => $y = $x)' }, ['PJS300 /main.js:2:36']],
  ['a context variable cannot be shared', { 'main.js': 'export var $x = 1' }, ['PJS309 /main.js:1:12']],
  ['a parameter is no context variable', { 'main.js': '($x) => 1; function $f() {} ; $ => 1' }, ['PJS307 /main.js:1:2', 'PJS307 /main.js:1:21']],
  ['what is reserved', { 'main.js': 'var $ = 1; var async; (undefined) => 1' }, ['PJS308 /main.js:1:5', 'PJS308 /main.js:1:16', 'PJS308 /main.js:1:24']],
  ['a modern file hides a global', { 'main.js': 'var os = 1' }, ['PJS533 /main.js:1:5']],
])('%s', (_, files, faults) => {
  const { faults: found, loaded } = load(files);
  expect(found).toEqual(faults);
  expect(loaded).toBe(faults.every((fault) => fault.startsWith('PJS533')));
});

test('exports, imports and own variables lie in one context', () => {
  const { loader, faults } = load({
    'main.js': "pipy({ _n: 1 }).export('main', { __flag: 'up' }).listen(80).use('p.js', 'r')",
    'p.js': "pipy({ _n: 2 }).import({ __flag: 'main' }).pipeline('r').handleData(() => (__flag, _n))",
  });
  expect(faults).toEqual([]);
  expect(loader.codebase!.linked.slots).toEqual([[1, 'up'], [2]]);
});

test('the graph joins arrows to a rail where streams lead out', () => {
  const { loader } = load({
    'main.js': `pipy()
      .listen(80).demuxHTTP('request')
      .pipeline('request').link('short', () => true, 'a longer name', () => true, '').dummy()
      .pipeline('short').print().dummy()
      .pipeline('a longer name').dump()`,
  });
  expect(drawPipelines(loader.codebase!.modules[0].configuration!).join('\n')).toBe(`[Listen on 80 at 0.0.0.0]
----->|
      |
     demuxHTTP
      |
      |--> [request]
            link
             |
             |--> [short]
             |     print
             |     dummy ----------->|
             |                       |
             |--> [a longer name]    |
             |     dump ------------>|
             |                       |
             |--> [empty] ---------->|
                                     |
                                     v
             |<-----------------------
             |
             v
            dummy -->|
                     |
<--------------------|
`);
});

test('a modern module gives its context variables the values that its evaluation left', () => {
  const { loader } = load({ 'main.js': "import { b } from './m.js'\nvar $x = 1, $y\nfunction set() { $y = [b, $x] }\nset()\n$x = 5\npipy({ z: 3 }).listen(80)", 'm.js': 'var $own = 7; export var b = 2' });
  const { linked, modules } = loader.codebase!;
  expect(modules.map(({ path }) => path)).toEqual(['/m.js', '/main.js']);
  expect(linked.slots.map((values) => values.map((value) => (value instanceof ArrayObject ? value.elements : value)))).toEqual([[5, [2, 1], 3], [7]]);
});

test('modules run once, each after those that it imports', () => {
  const log = (name: string): string => `console.log('${name}');`;
  const printed: string[] = [];
  const files = {
    'main.js': `import './a.js'; import './b.js'; ${log('main')}`,
    'a.js': `import './c.js'; import './main.js'; ${log('a')} export function f() { return g() }; import { g } from './b.js'`,
    'b.js': `import { f } from './a.js'; ${log('b')} export function g() { return 1 }; console.log(typeof f)`,
    'c.js': log('c'),
  };
  const tenant = new Tenant({ account: new Account(tenantLimits), print: (text) => printed.push(text), codebase: memoryCodebase(files) });
  const { faults } = new Loader(tenant, new Runtime({} as Ports), automatic).load('/main.js');
  expect([faults, printed]).toEqual([[], ['c', 'b', 'function', 'a', 'main']]);
});

test('times of a listener may be texts', () => {
  const { loader } = load({ 'main.js': "pipy().listen(80, { readTimeout: '5s', writeTimeout: '2m' }).dummy()" });
  expect(loader.codebase!.modules[0].configuration!.listens[0].options).toEqual({ maxConnections: -1, readTimeout: 5, writeTimeout: 120 });
});
