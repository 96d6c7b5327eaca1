/**
 * Rewrites what the dialect writes differently, where the meaning provably stays; README.md has the list with
 * the reasons. Each translation changes tokens in place, so lines stay where they are; whatever is not
 * certain is left as it is, and then the dialect refuses it.
 */
import { parse, tokTypes } from 'acorn';
import { analyze, isFunction, isLoop, namesOf } from './scopes.mjs';

/** Gives the rewritten text, and the names of the translations that were used; null when there is nothing to do. */
export function translate(text, sourceType) {
  const tokens = [];
  const tree = parse(text, { ecmaVersion: 'latest', sourceType, allowReturnOutsideFunction: true, onToken: tokens });
  const translation = new Translation(text, tree, tokens);
  translation.run();
  return translation.used.size === 0 ? null : { text: translation.render(0, text.length), used: [...translation.used].sort() };
}

class Translation {
  used = new Set();
  edits = [];
  fresh = 0;

  constructor(text, tree, tokens) {
    this.text = text;
    this.tokens = tokens;
    this.analysis = analyze(tree);
    this.nodes = [...this.analysis.parents.keys()];
  }

  run() {
    for (const declaration of this.analysis.lexical) this.lexicalDeclaration(declaration);
    for (const node of this.nodes) {
      switch (node.type) {
        case 'Literal':
          if (node.regex !== undefined) this.regularExpression(node);
          break;
        case 'ForStatement':
          this.openFor(node);
          this.continues(node);
          break;
        case 'WhileStatement':
          this.whileLoop(node);
          this.continues(node);
          break;
        case 'DoWhileStatement':
          if (this.doLoop(node)) this.continues(node);
          break;
        case 'Property':
          this.method(node);
          break;
      }
    }
  }

  edit(name, start, end, text) {
    this.used.add(name);
    this.edits.push({ start, end, text });
  }

  /** The text between two places as the edits leave it. */
  render(start, end) {
    const edits = this.edits.filter((edit) => edit.start >= start && edit.end <= end);
    edits.sort((a, b) => a.start - b.start || a.end - b.end);
    let result = '';
    let at = start;
    for (const edit of edits) {
      if (edit.start < at) continue;
      result += this.text.slice(at, edit.start) + (typeof edit.text === 'function' ? edit.text() : edit.text);
      at = edit.end;
    }
    return result + this.text.slice(at, end);
  }

  /** The first token that begins at `from` or behind it, and is of a type. */
  tokenFrom(from, type = null) {
    return this.tokens[this.indexFrom(from, type)];
  }

  tokenBefore(at) {
    let index = this.indexFrom(at);
    if (index < 0) index = this.tokens.length;
    return this.tokens[index - 1];
  }

  indexFrom(from, type = null) {
    let low = 0;
    let high = this.tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.tokens[middle].start < from) low = middle + 1;
      else high = middle;
    }
    while (low < this.tokens.length && type !== null && this.tokens[low].type !== type) low++;
    return low < this.tokens.length ? low : -1;
  }

  freshName(word) {
    let name;
    do name = `_${word}${++this.fresh}`;
    while (this.text.includes(name));
    return name;
  }

  /** `/a/g` → `new RegExp('a', 'g')`. */
  regularExpression(node) {
    if (this.declares('RegExp')) return;
    const { pattern, flags } = node.regex;
    this.edit('regular expression', node.start, node.end, `new RegExp(${quoted(pattern)}, ${quoted(flags)})`);
  }

  declares(name) {
    return this.analysis.scopes.some((scope) => scope.names.has(name));
  }

  /** `for (;;)` → `for (0; true; 0)`. */
  openFor(node) {
    if (node.init && node.test && node.update) return;
    const open = this.tokenFrom(node.start, tokTypes.parenL);
    const first = this.tokenFrom(node.init ? node.init.end : open.end, tokTypes.semi);
    const second = this.tokenFrom(node.test ? node.test.end : first.end, tokTypes.semi);
    if (!node.init) this.edit('for clauses', open.end, open.end, '0');
    if (!node.test) this.edit('for clauses', first.end, first.end, ' true');
    if (!node.update) this.edit('for clauses', second.end, second.end, ' 0');
  }

  /** `while (a) …` → `for (0; a; 0) …`. */
  whileLoop(node) {
    const word = this.tokenFrom(node.start);
    const open = this.tokenFrom(word.end);
    const close = this.tokenBefore(node.body.start);
    this.edit('while', word.start, word.end, 'for');
    this.edit('while', open.end, open.end, '0; ');
    this.edit('while', close.start, close.start, '; 0');
  }

  /** `do { … } while (a)` → `for (var first = true; first || (a); first = false) { … }`. */
  doLoop(node) {
    if (node.body.type !== 'BlockStatement') return false;
    const first = this.freshName('first');
    const word = this.tokenFrom(node.start);
    const open = this.tokenFrom(this.tokenFrom(node.body.end).end);
    // The condition's closing bracket is the last one of the statement.
    let close = this.tokenBefore(node.end);
    while (close.type !== tokTypes.parenR) close = this.tokenBefore(close.start);
    const condition = () => this.render(open.end, close.start);
    this.edit('do', word.start, word.end, () => `for (var ${first} = true; ${first} || (${condition()}); ${first} = false)`);
    this.edit('do', node.body.end, node.end, '');
    return true;
  }

  /** `continue` → `break next`, where `next:` is the loop's body. */
  continues(loop) {
    const inside = this.nodes.filter((node) => node.type === 'ContinueStatement' && node.start >= loop.body.start && node.end <= loop.body.end && this.loopOf(node) === loop);
    if (inside.length === 0) return;
    const label = this.freshName('next');
    this.edit('continue', loop.body.start, loop.body.start, `${label}: `);
    for (const node of inside) {
      const end = node.label ? node.label.end : node.start + 'continue'.length;
      this.edit('continue', node.start, end, `break ${label}`);
    }
  }

  loopOf(node) {
    for (const at of this.analysis.ancestors(node)) {
      if (isFunction(at)) return null;
      if (!isLoop(at)) continue;
      if (node.label === null) return at;
      for (let outer = this.analysis.parents.get(at); outer?.type === 'LabeledStatement'; outer = this.analysis.parents.get(outer)) {
        if (outer.label.name === node.label.name) return at;
      }
    }
    return null;
  }

  /** `{ m() {} }` → `{ m: function () {} }`. */
  method(node) {
    if (!node.method || node.value.async || node.value.generator || node.key.name === '__proto__' || node.key.value === '__proto__') return;
    if (this.nodes.some(({ type, start, end }) => type === 'Super' && start >= node.start && end <= node.end)) return;
    this.edit('method', node.value.start, node.value.start, ': function ');
  }

  /** `let` and `const` → `var`. */
  lexicalDeclaration({ node, scope }) {
    const parent = this.analysis.parents.get(node);
    if (parent.type.startsWith('Export') || parent.type === 'ForInStatement' || parent.type === 'ForOfStatement' || parent.type === 'SwitchCase') return;
    const inLoop = this.inLoop(node);
    if (!node.declarations.every((declarator) => namesOf(declarator.id).every((name) => this.mayBeVar(name.name, scope, node, declarator, inLoop)))) return;
    this.edit('let and const', node.start, node.start + node.kind.length, 'var');
    for (const { id, init } of node.declarations) if (init === null) this.edit('let and const', id.end, id.end, ' = void 0');
  }

  inLoop(node) {
    for (const at of this.analysis.ancestors(node)) {
      if (isFunction(at)) return false;
      if (isLoop(at)) return true;
    }
    return false;
  }

  mayBeVar(name, scope, declaration, declarator, inLoop) {
    const { home } = scope;
    const references = scope.references.get(name) ?? [];
    if (declaration.kind === 'const' && references.some(({ isWrite }) => isWrite)) return false;
    const isCaptured = references.some((reference) => reference.scope.home !== home);
    if (inLoop && isCaptured) return false;
    if (!references.every((reference) => this.isAfter(reference, scope, declarator))) return false;
    if (scope === home) return true;
    // Further scopes of the function that declare the name: beside this one, and nobody keeps theirs.
    for (const other of this.analysis.scopes) {
      if (other === scope || !other.names.has(name)) continue;
      if (scope.isWithin(other) && other.isWithin(home)) return false;
      if (other.home !== home) continue;
      if (other.isWithin(scope) || isCaptured) return false;
      if ((other.references.get(name) ?? []).some((reference) => reference.scope.home !== home)) return false;
    }
    // What meant something outside must not be caught by the wider scope.
    const outside = [...this.analysis.free.entries(), ...this.analysis.scopes.filter((other) => !other.isWithin(home)).flatMap((other) => [...other.references.entries()])];
    return !outside.some(([free, list]) => free === name && list.some((reference) => reference.scope.isWithin(home)));
  }

  /** Whether a reference is evaluated after the declaration was. */
  isAfter(reference, scope, declarator, seen = new Set()) {
    let outermost = null;
    for (const at of this.analysis.ancestors(reference.node)) {
      if (at === scope.node) break;
      if (isFunction(at)) outermost = at;
    }
    if (outermost === null) return reference.node.start >= declarator.end;
    if (outermost === declarator.init) return true;
    if (outermost.type !== 'FunctionDeclaration') return outermost.start >= declarator.end;
    // A declared function is there from the beginning: what counts is where it is used.
    if (seen.has(outermost) || outermost.id === null) return outermost.id !== null;
    seen.add(outermost);
    if (this.analysis.parents.get(outermost).type.startsWith('Export')) return false;
    const uses = this.analysis.scopes.flatMap((at) => at.references.get(outermost.id.name) ?? []).concat(this.analysis.free.get(outermost.id.name) ?? []);
    return uses.every((use) => this.isAfter(use, scope, declarator, seen));
  }
}

/** The text as a literal in single quotes. */
function quoted(text) {
  return `'${text.replace(/[\\']/g, '\\$&').replace(/\u2028/g, '\\u2028').replace(/\u2029/g, '\\u2029')}'`;
}
