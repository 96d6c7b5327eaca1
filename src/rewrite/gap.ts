/** What stands between nodes: spaces, comments, parentheses and single tokens, which the tree does not keep. */

/** The offset of the next character, from `at` on, that is no space and in no comment. */
export function skipTrivia(text: string, at: number): number {
  for (;;) {
    while (at < text.length && /\s/.test(text[at])) at++;
    if (text.startsWith('//', at)) at = endOfLine(text, at);
    else if (text.startsWith('/*', at)) at = text.indexOf('*/', at + 2) + 2;
    else return at;
  }
}

function endOfLine(text: string, at: number): number {
  while (at < text.length && !/[\n\r\u2028\u2029]/.test(text[at])) at++;
  return at;
}

/** The tokens of one character between two nodes, by their offsets. */
export function tokensBetween(text: string, start: number, end: number): number[] {
  const tokens: number[] = [];
  for (let at = skipTrivia(text, start); at < end; at = skipTrivia(text, at + 1)) tokens.push(at);
  return tokens;
}

/** Where `token` begins behind a node that ends at `from`; the node may be in parentheses that it does not know of. */
export function findToken(text: string, from: number, token: string): number {
  let at = skipTrivia(text, from);
  while (!text.startsWith(token, at)) at = skipTrivia(text, at + 1);
  return at;
}
