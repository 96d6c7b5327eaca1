/** PJS3xx: what names mean. */
import type { Group } from './explanation.js';

const lib = (text: string, main: string) => ({ '/main.js': main, '/lib.js': text });

export const names = {
  PJS300: {
    means: 'Nothing of that name is declared, imported or global.',
    dialect: 'classic',
    wrong: "pipy({ _target: '' })\n  .listen(8000)\n  .connect(() => _tarjet)",
    right: "pipy({ _target: '' })\n  .listen(8000)\n  .connect(() => _target)",
  },
  PJS301: {
    means: 'Nothing of that name is known while the module is evaluated. If it is a context variable, it has a value later, in callbacks.',
    dialect: 'classic',
    wrong: "pipy({ _target: '' })\n  .listen(8000)\n  .connect(_target)",
    right: "pipy({ _target: '' })\n  .listen(8000)\n  .connect(() => _target)",
  },
  PJS302: { means: 'Globals are the same for everyone, always.', wrong: 'Math = null', right: 'var maths = Math; maths = null' },
  PJS303: { means: 'The runtime gives it a value; scripts read it.', dialect: 'classic', wrong: '() => __inbound = null', right: '() => __inbound.remoteAddress' },
  PJS304: { means: 'One name is given to two things.', wrong: 'import { a } from "./lib.js"; var a = 1', right: lib('export var a = 1', "import { a } from './lib.js'; var b = a") },
  PJS305: { means: 'Only what a module declares can be exported by its name.', wrong: 'export { a }', right: 'var a = 1; export { a }' },
  PJS306: {
    means: 'A variable is assigned to in the module that declares it.',
    wrong: lib('export var a = 1', "import { a } from './lib.js'; a = 2"),
    right: lib('export var a = 1; export function setA(value) { a = value }', "import { setA } from './lib.js'; setA(2)"),
  },
  PJS307: { means: 'In the modern dialect names with `$` are context variables, of which each stream has its own.', wrong: '$a => $a', right: 'a => a' },
  PJS308: { means: 'Some names mean something everywhere.', wrong: 'var undefined = 1', right: 'var nothing = undefined' },
  PJS309: { means: 'A context variable has a value for each stream, and none that a module could give.', wrong: 'var $a = 1; export { $a }', right: 'var $a = 1; export function getA() { return $a }' },
  PJS310: { means: 'Modules are named by their paths.', wrong: "import 'lib.js'", right: lib('1', "import './lib.js'") },
  PJS311: { means: 'The module has no export of that name.', wrong: lib('export var a = 1', "import { b } from './lib.js'"), right: lib('export var a = 1', "import { a } from './lib.js'; a") },
  PJS312: {
    means: 'Two `export *` give the name, and they mean different things.',
    wrong: { '/main.js': "import { a } from './all.js'", '/all.js': "export * from './one.js'; export * from './two.js'", '/one.js': 'export var a = 1', '/two.js': 'export var a = 2' },
    right: { '/main.js': "import { a } from './all.js'; a", '/all.js': "export * from './one.js'; export { a } from './two.js'", '/one.js': 'export var a = 1', '/two.js': 'export var a = 2' },
  },
  PJS313: {
    means: 'Modules hand a name on to each other, and none declares it.',
    wrong: { '/main.js': "import { a } from './one.js'", '/one.js': "export { a } from './two.js'", '/two.js': "export { a } from './one.js'" },
    right: { '/main.js': "import { a } from './one.js'; a", '/one.js': "export { a } from './two.js'", '/two.js': 'export var a = 1' },
  },
  PJS314: { means: 'The text was given by itself; there are no files beside it.', noExample: 'it is told of texts that are given to an embedder, never of files' },
} satisfies Group;
