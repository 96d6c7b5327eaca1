/** The completion value of a text, for engines that do not give it: the expression that stands last is cut off. */

export interface Cut {
  readonly before: string;
  /** The last statement, where it is an expression. */
  readonly expression: string;
}

const statement = /^(?:(?:var|function|if|else|for|switch|case|default|try|catch|finally|throw|return|import|export|break)\b|[{}]|[A-Za-z_$][\w$]*\s*:)/;
/** A line that begins or ends so is no statement of its own. */
const continues = /^(?:[.,?:*/%+\-=<>&|^([`]|in\b|instanceof\b)/;
const continued = /(?:[.,?:*/%+\-=<>&|^!~([{]|=>|\b(?:in|instanceof|typeof|void|delete|new))$/;

/** Null where the text ends with something else, or with nothing. */
export function cutLastExpression(source: string): Cut | null {
  const starts = statementStarts(source);
  let end = source.length;
  for (let i = starts.length - 1; i >= 0; i--) {
    const text = source.slice(starts[i], end);
    const words = withoutComments(text).trim().replace(/;$/, '').trim();
    const before = source.slice(0, starts[i]);
    if (words === '') {
      end = starts[i];
      continue;
    }
    const whole = before.trimEnd();
    if (!whole.endsWith(';') && whole !== '' && (continues.test(words) || continued.test(withoutComments(whole).trimEnd()))) continue;
    return statement.test(words) ? null : { before, expression: text.trim().replace(/;\s*$/, '') };
  }
  return null;
}

/** Where statements may begin: after line ends and semicolons that no bracket, string or comment holds. */
function statementStarts(source: string): number[] {
  const starts = [0];
  let depth = 0;
  for (let i = 0; i < source.length; i++) {
    const end = endOfHidden(source, i);
    if (end > i) i = end - 1;
    else if ('([{'.includes(source[i])) depth++;
    else if (')]}'.includes(source[i])) depth--;
    if (depth === 0 && (source[i] === ';' || source[i] === '\n')) starts.push(i + 1);
  }
  return starts;
}

/** The end of a string, a template or a comment that begins at `at`; `at` where none does. */
function endOfHidden(source: string, at: number): number {
  const rest = source.slice(at);
  const match = /^(?:'(?:\\[^]|[^'\\])*'?|"(?:\\[^]|[^"\\])*"?|`(?:\\[^]|[^`\\])*`?|\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*)/.exec(rest);
  return at + (match === null ? 0 : match[0].length);
}

function withoutComments(text: string): string {
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const end = endOfHidden(text, i);
    if (end > i && text[i] === '/') i = end - 1;
    else if (end > i) {
      result += text.slice(i, end);
      i = end - 1;
    } else result += text[i];
  }
  return result;
}
