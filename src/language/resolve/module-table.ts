/** The imports and exports of a module, collected while it is resolved (ECMA-262 16.2.2.4, 16.2.3.6). */
import type { Code } from '../source/codes.js';
import type { Span } from '../source/span.js';
import type { ExportSpecifier, Identifier, ImportDeclaration, Literal, ModuleDeclaration, Statement } from '../syntax/node.js';
import type { ExportEntry, ImportEntry, ModuleRequest, ModuleTable, Variable } from './binding.js';
import { exportedNames, spanOf } from './declarations.js';
import type { Scope } from './scope.js';

/** The name of the variable that `export default` of an expression makes: no text can write it. */
const defaultName = '*default*';

type OpenExport =
  | { readonly kind: 'own'; readonly name: string; readonly local: string; readonly span: Span }
  | Extract<ExportEntry, { readonly kind: 'from' }>;

export class ModuleTableBuilder {
  private readonly requests: ModuleRequest[] = [];
  private readonly indexes = new Map<string, number>();
  private readonly imports: ImportEntry[] = [];
  private readonly exports: OpenExport[] = [];
  private readonly stars: number[] = [];
  private defaultVariable: Variable | null = null;

  constructor(
    private readonly scope: Scope,
    private readonly firstImport: number,
    private readonly find: (code: Code, span: Span, name: string) => void,
  ) {}

  /** Declares what is imported; notes what is exported. */
  read(body: readonly (Statement | ModuleDeclaration)[]): void {
    for (const item of body) {
      switch (item.type) {
        case 'ImportDeclaration':
          this.readImport(item);
          break;
        case 'ExportNamedDeclaration':
          if (item.source !== null) this.request(item.source);
          for (const name of exportedNames(item)) this.exportOwn(name.name, name.name, name);
          for (const specifier of item.specifiers) this.readSpecifier(specifier, item.source);
          break;
        case 'ExportDefaultDeclaration':
          this.exportOwn('default', exportedNames(item)[0]?.name ?? this.declareDefault(item), item);
          break;
        case 'ExportAllDeclaration':
          if (item.exported === null) this.stars.push(this.request(item.source));
          else this.exports.push({ kind: 'from', name: nameOf(item.exported), request: this.request(item.source), imported: null, span: spanOf(item.exported) });
          break;
        default:
          break;
      }
    }
  }

  /** The table, when slots are known. */
  finish(): ModuleTable {
    const exports: ExportEntry[] = [];
    for (const entry of this.exports) {
      if (entry.kind === 'from') {
        exports.push(entry);
        continue;
      }
      const { name, local, span } = entry;
      const variable = this.scope.own(local);
      if (variable === null) this.find(local.startsWith('$') ? 'PJS309' : 'PJS305', span, local);
      else if (variable.importIndex >= 0) exports.push({ kind: 'import', name, index: variable.importIndex, span });
      else exports.push({ kind: 'local', name, slot: variable.slot, span });
    }
    const { requests, imports, firstImport, stars, defaultVariable } = this;
    return { requests, imports, firstImport, exports, stars, defaultSlot: defaultVariable?.slot ?? -1 };
  }

  private readImport({ specifiers, source }: ImportDeclaration): void {
    const request = this.request(source);
    for (const specifier of specifiers) {
      const { local, type } = specifier;
      const name = type === 'ImportNamespaceSpecifier' ? null : type === 'ImportDefaultSpecifier' ? 'default' : nameOf(specifier.imported);
      const span = spanOf(type === 'ImportSpecifier' ? specifier.imported : local);
      const known = this.scope.own(local.name);
      if (known !== null && !this.scope.isEarlier(known)) this.find('PJS304', local, local.name);
      else if (local.name.startsWith('$')) this.find('PJS307', local, local.name);
      else this.scope.declare({ name: local.name, span: spanOf(local), importIndex: this.firstImport + this.imports.length });
      this.imports.push({ request, name, span });
    }
  }

  private readSpecifier({ local, exported }: ExportSpecifier, source: Literal | null): void {
    if (source === null) this.exportOwn(nameOf(exported), nameOf(local), local);
    else this.exports.push({ kind: 'from', name: nameOf(exported), request: this.request(source), imported: nameOf(local), span: spanOf(local) });
  }

  private exportOwn(name: string, local: string, span: Span): void {
    this.exports.push({ kind: 'own', name, local, span: spanOf(span) });
  }

  private declareDefault(span: Span): string {
    this.defaultVariable = this.scope.declare({ name: defaultName, span: spanOf(span) });
    return defaultName;
  }

  private request(source: Literal): number {
    const specifier = source.value as string;
    let index = this.indexes.get(specifier);
    if (index === undefined) {
      index = this.requests.push({ specifier, span: spanOf(source) }) - 1;
      this.indexes.set(specifier, index);
    }
    return index;
  }
}

function nameOf(node: Identifier | Literal): string {
  return node.type === 'Identifier' ? node.name : (node.value as string);
}
