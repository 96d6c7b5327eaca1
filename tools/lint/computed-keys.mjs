/**
 * A lint rule: no object of the host is read or written by a key that is any text. Scripts' keys are such texts, and
 * `object[key]` would reach `constructor`, `__proto__` and the like. Maps and tables of ours take them instead.
 * Numbers, and texts of which the type says which they may be, are let through.
 */
import ts from 'typescript';

/** Where it is done all the same, and why no script decides the key. By file, then by the text before the bracket. */
const allowed = {
  'src/host/arguments.ts': { parameters: 'names of a definition', record: 'names of a definition' },
  'src/host/globals/os.ts': { 'statusOf(self).numbers': 'names that are listed there' },
  'src/host/host-values.ts': { record: 'a record without a prototype, for the host' },
  'src/host/host-definitions.ts': { record: 'names of a definition of the host' },
  'src/host/policy/file.ts': { fields: 'names of limits and capabilities, listed there', most: 'names of limits, listed there' },
  'src/host/unpack.ts': { parameters: 'names of a definition', record: 'names of a definition' },
  'src/language/syntax/dialect-check.ts': { variants: 'types of nodes, as the parser names them' },
  'src/language/syntax/tree-text.ts': { node: 'fields of nodes, as the table of constructs names them' },
  'src/language/syntax/walk.ts': { node: 'fields of nodes, as the table of constructs names them' },
};

export const computedKeys = {
  meta: { type: 'problem', schema: [], messages: { key: '`{{object}}[…]` with a key that may be any text: use a Map, or name why no script decides the key in tools/lint/computed-keys.mjs' } },
  create(context) {
    const { esTreeNodeToTSNodeMap: nodes, program } = context.sourceCode.parserServices;
    const checker = program.getTypeChecker();
    const file = context.filename.replaceAll('\\', '/').replace(/^.*\/(?=src\/)/, '');
    return {
      MemberExpression(node) {
        if (!node.computed || !isAnyText(checker.getTypeAtLocation(nodes.get(node.property)))) return;
        const object = context.sourceCode.getText(node.object);
        if (allowed[file]?.[object] === undefined) context.report({ node, messageId: 'key', data: { object } });
      },
    };
  },
};

function isAnyText(type) {
  if (type.isUnion()) return type.types.some(isAnyText);
  if (type.flags & ts.TypeFlags.TypeParameter) return isAnyText(type.getConstraint() ?? type);
  return (type.flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral | ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Index)) !== 0;
}
